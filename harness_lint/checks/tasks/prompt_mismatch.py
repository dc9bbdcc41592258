"""HL323 prompt-mismatch. Its page and its tests are in `prompt_mismatch.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname, join
from typing import NamedTuple, cast

from harness_lint.check import check
from harness_lint.documents.group_needs import reachable
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation, replacement
from harness_lint.project.facts import Fact, first_in
from harness_lint.project.index import Project
from harness_lint.project.prompts import (
    Feature,
    features_of,
    part,
    same_subject,
    targets,
)
from harness_lint.source import Location


class _Gap(NamedTuple):
    """Dependencies of a package that only one side states."""

    package: Fact
    prompt: Fact
    missing: list[str]
    """What the index alone states."""
    surplus: list[str]
    """What the prompt alone states."""

    @property
    def is_empty_prompt(self) -> bool:
        """Whether the prompt, and it alone, says that there are none."""
        return bool(self.missing) and not self.prompt.values["dependencies"]


MOST_NAMED = 3
MOST_RELATED = 8


@check(
    "HL323",
    "prompt-mismatch",
    subject=Project,
    since="0.1",
    needs=("package", "prompt"),
)
def prompt_mismatch(project: Project) -> Iterator[Violation]:
    """A prompt file disagrees with its work package in the index."""
    for feature in features_of(project):
        yield from _unlisted(feature)
        for identifier, package in feature.packages.items():
            yield from _wrong_prompt(feature, package)
            prompt = feature.prompt(identifier)
            if prompt is None:
                continue
            for violation in (
                _title(project, package, prompt),
                _subtasks(project, package, prompt),
            ):
                if violation is not None:
                    yield violation
        yield from _dependencies(project, feature)


def _unlisted(feature: Feature) -> Iterator[Violation]:
    """Yield the prompts of packages that the index lacks; with most lacking it is no index."""
    listed = feature.packages.keys() | feature.retired
    unlisted = [name for name in feature.prompts if name not in listed]
    if len(unlisted) > len(feature.packages):
        return
    for name in unlisted:
        yield from (
            Violation(
                prompt.at,
                f"package `{name}` is not in `{feature.name}`; list it or drop the prompt",
                related=(
                    Related(list(feature.packages.values())[-1].at, "the last package there"),
                ),
            )
            for prompt in feature.prompts[name]
        )


def _wrong_prompt(feature: Feature, package: Fact) -> Iterator[Violation]:
    """Yield the path in the index if it leads to the prompt of another package."""
    written = feature.linked.get(package.key)
    if written is None:
        return
    paths = targets(feature, str(written.values["path"]))[:2]
    for name, prompts in feature.prompts.items():
        for prompt in prompts:
            if name != package.key and prompt.at.path in paths:
                yield Violation(
                    written.at,
                    f"`{package.key}` leads to `{written.values['path']}`, "
                    f"which is the prompt of `{name}`; lead to its own",
                    related=(Related(prompt.at, "the prompt says whose it is"),),
                    fix=_to_its_own(feature, package, written),
                )


def _to_its_own(feature: Feature, package: Fact, written: Fact) -> Fix | None:
    """Return the fix that leads to the prompt of *package*, if it has one in the same folder."""
    own, path = feature.prompt(package.key), str(written.values["path"])
    right = join(dirname(path), basename(own.at.path)) if own is not None else ""
    if own is None or own.at.path not in targets(feature, right)[:2]:
        return None
    return replacement(written.at, written.at.text, path, right)


def _title(project: Project, package: Fact, prompt: Fact) -> Violation | None:
    listed, own = str(package.values["title"]), str(prompt.values["title"])
    if same_subject(listed, own):
        return None
    return Violation(
        part(project, prompt, "title").at,
        f"`{prompt.key}` is titled `{own}` here and `{listed}` in the index; give both one title",
        related=(Related(package.at, "the package in the index"),),
    )


def _subtasks(project: Project, package: Fact, prompt: Fact) -> Violation | None:
    listed, own = _names(package, "subtasks"), _names(prompt, "subtasks")
    if not listed or not own:
        return None
    mentioned = set(_names(package, "mentions"))
    missing = [name for name in listed if name not in own]
    surplus = [name for name in own if name not in listed and name not in mentioned]
    if not missing and not surplus:
        return None
    at = part(project, prompt, "subtasks").at
    return _differing(f"subtasks of `{prompt.key}`", at, package, missing, surplus)


def _dependencies(project: Project, feature: Feature) -> Iterator[Violation]:
    """Yield where prompts and index differ; prompts that all were left empty are one finding."""
    gaps = list(_gaps(feature))
    empty = [gap for gap in gaps if gap.is_empty_prompt]
    if len(empty) > 1:
        yield _left_empty(project, empty)
    for gap in gaps:
        if not (gap.missing or gap.surplus) or (len(empty) > 1 and gap.is_empty_prompt):
            continue
        at = part(project, gap.prompt, "dependencies").at
        what = f"dependencies of `{gap.prompt.key}`"
        differing = _differing(what, at, gap.package, gap.missing, gap.surplus)
        yield differing if gap.surplus else differing._replace(fix=_completion(project, [gap]))


def _gaps(feature: Feature) -> Iterator[_Gap]:
    """Yield where a dependency of one side follows from nothing that the other side says."""
    for identifier, package in feature.packages.items():
        prompt = feature.prompt(identifier)
        if prompt is None or prompt.values["dependencies"] is None or not package.values["needs"]:
            continue
        own = [name.upper() for name in _names(prompt, "dependencies")]
        implied = reachable(feature.prompt_needs, identifier)
        listed = _names(package, "needs")
        missing = [name for name in listed if name not in implied and name in feature.prompts]
        implied = reachable(feature.package_needs, identifier)
        mentioned = set(_names(package, "packages"))
        surplus = [name for name in own if name not in implied and name not in mentioned]
        yield _Gap(package, prompt, missing, surplus)


def _left_empty(project: Project, gaps: list[_Gap]) -> Violation:
    """Return that the prompts of *gaps* name no dependencies where the index does."""
    first, others = gaps[0], gaps[1:]
    needs = _listed(first.missing)
    return Violation(
        part(project, first.prompt, "dependencies").at,
        f"{_named(gaps)} depend on nothing by their prompts, but on others by the index "
        f"(`{first.prompt.key}` on {needs}); bring both in line",
        related=(
            Related(first.package.at, "the package in the index"),
            *(
                Related(
                    part(project, gap.prompt, "dependencies").at,
                    f"`{gap.prompt.key}` depends on {_listed(gap.missing)} by the index",
                )
                for gap in others[:MOST_RELATED]
            ),
        ),
        fix=_completion(project, gaps),
    )


def _completion(project: Project, gaps: Iterable[_Gap]) -> Fix | None:
    """Return the fix that adds what the index alone states: prompts take it over from there."""
    edits = []
    for gap in gaps:
        room = first_in(
            gap.prompt.at.path, project.lookup("prompt-dependencies-room", gap.prompt.key)
        )
        if room is None:
            return None
        first, lead, quote = (str(room.values[name]) for name in ("first", "lead", "quote"))
        words = lead.join(f"{quote}{name}{quote}" for name in gap.missing)
        edits.append(Edit(room.at, first + words))
    return Fix("Add the dependencies of the index", tuple(edits), Applicability.UNSAFE)


def _named(gaps: list[_Gap]) -> str:
    names = [f"`{gap.prompt.key}`" for gap in gaps]
    last = f"{len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else names.pop()
    return f"{', '.join(names[:MOST_NAMED])} and {last}"


def _names(fact: Fact, key: str) -> list[str]:
    return cast("list[str]", fact.values.get(key) or [])


def _differing(
    what: str, at: Location, package: Fact, missing: list[str], surplus: list[str]
) -> Violation:
    """Return that *what* differs between prompt and index: one side lacks names."""
    parts = [
        f"{_listed(names)} {'is' if len(names) == 1 else 'are'} missing {where}"
        for names, where in ((missing, "here"), (surplus, "there"))
        if names
    ]
    return Violation(
        at,
        f"{what} differ from the index: {', '.join(parts)}; bring both in line",
        related=(Related(package.at, "the package in the index"),),
    )


def _listed(names: list[str]) -> str:
    shown = [f"`{name}`" for name in names]
    return ", ".join(shown) if len(shown) <= 4 else f"{shown[0]} … {shown[-1]} ({len(shown)})"
