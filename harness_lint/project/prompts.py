"""Work packages of a feature: what the index says, beside the prompt files in its folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from posixpath import basename, dirname, join, normpath

from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact, Value, first_in
from harness_lint.project.index import Project

PROMPT_FOLDER = "tasks"


class Feature:
    """One index of packages (``tasks.md``) and the prompts in the folder beside it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.packages: dict[str, Fact] = {}
        """ID → the package in the index, first of each."""
        self.prompts: dict[str, list[Fact]] = defaultdict(list)
        """ID → the prompt files that carry it."""
        self.linked: dict[str, Fact] = {}
        """ID → the path in the index that leads to its prompt."""
        self.sizes: dict[str, Fact] = {}
        """ID → the length that the index claims for its prompt."""
        self.retired: set[str] = set()
        """IDs that the index keeps only to say that they are no more."""

    @property
    def folder(self) -> str:
        """The feature's folder."""
        return dirname(self.path)

    @property
    def name(self) -> str:
        """The file's name."""
        return basename(self.path)

    @cached_property
    def package_needs(self) -> dict[str, list[str]]:
        """ID → the packages that it needs by the index."""
        return {name: _ids(fact.values["needs"]) for name, fact in self.packages.items()}

    @cached_property
    def prompt_needs(self) -> dict[str, list[str]]:
        """ID → the packages that it needs by its prompt."""
        return {name: _ids(facts[0].values["dependencies"]) for name, facts in self.prompts.items()}

    def prompt(self, identifier: str) -> Fact | None:
        """Return the prompt of a package; None if it has none or several."""
        found = self.prompts.get(identifier, [])
        return found[0] if len(found) == 1 else None


def _ids(value: Value) -> list[str]:
    return [str(name).upper() for name in value] if isinstance(value, Sequence) else []


_REMARK = pattern(r"\([^()]*\)")
_WORD = pattern(r"[^\W\d_]{4,}|\d+")


def same_subject(one: str, other: str) -> bool:
    """Whether two titles may mean one thing: they share a word's beginning, or hold too little."""
    stems, others = _stems(one), _stems(other)
    return not stems or not others or bool(stems & others)


def _stems(title: str) -> set[str]:
    words = _WORD.findall(_REMARK.sub(" ", title).casefold())
    return {word[:4] for word in words if word not in _COMMON}


_COMMON = frozenset({"with", "from", "into", "that", "this", "work", "package"})


def features_of(project: Project) -> Iterator[Feature]:
    """Yield every index of packages of *project*."""
    features: dict[str, Feature] = {}
    for fact in project.facts("package"):
        path = fact.at.path
        if path not in features:
            features[path] = Feature(path)
        features[path].packages.setdefault(fact.key, fact)
    for kind in ("package-prompt", "package-size"):
        for fact in project.facts(kind):
            feature = features[fact.at.path]
            (feature.linked if kind == "package-prompt" else feature.sizes)[fact.key] = fact
    for fact in project.facts("package-retired"):
        if fact.at.path in features:
            features[fact.at.path].retired.add(fact.key)
    by_folder = {feature.folder: feature for feature in features.values()}
    for fact in project.facts("prompt"):
        owner = by_folder.get(folder_of_prompt(fact.at.path))
        if owner is not None:
            owner.prompts[fact.key.upper()].append(fact)
    yield from features.values()


def folder_of_prompt(path: str) -> str:
    """Return the folder that the prompt folder in *path* stands in."""
    head, found, _ = path.rpartition(f"/{PROMPT_FOLDER}/")
    return head if found else ""


def targets(feature: Feature, written: str) -> tuple[str, ...]:
    """Return where a prompt's path may lead: from the index, from the root, into the folder."""
    path = normpath(written.lstrip("/"))
    return (
        normpath(join(feature.folder, path)),
        path,
        join(feature.folder, PROMPT_FOLDER, basename(path)),
    )


def part(project: Project, prompt: Fact, name: str) -> Fact:
    """Return the place of a part of *prompt*'s front matter, the prompt itself if it has none."""
    found = project.lookup(f"prompt-{name}", prompt.key)
    return first_in(prompt.at.path, found) or prompt
