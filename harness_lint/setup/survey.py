"""What a repository holds, as far as `init` has to know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from harness_lint.documents.document import UNKNOWN
from harness_lint.packs.shape import PackSet
from harness_lint.pattern import pattern
from harness_lint.project.index import Project
from harness_lint.project.status_documents import active_blocks

VENDORED = ("node_modules", "third_party", "third-party", "vendor", "vendored")
"""Names of folders that hold other people's work, documents and all."""

RESULT_SETTINGS = (
    "pyproject.toml",
    "pytest.ini",
    "tox.ini",
    "setup.cfg",
    "package.json",
    "vitest.config.ts",
    "vitest.config.js",
    "jest.config.js",
    "Makefile",
    ".ci/run",
    ".gitlab-ci.yml",
)
"""Files that say where a test runner writes its results as JUnit XML."""

RESULT_FILE = pattern(
    r"""(?:--junit-?xml(?:=|[ \t]+)|outputFile['"]?[ \t]*[:=][ \t]*)['"]?([\w./-]+\.xml)\b"""
)


class Chain(NamedTuple):
    """Items of one kind, and what leads to them."""

    title: str
    """What they are called, as one or as many as there are."""
    total: int
    sources: Mapping[tuple[str, str], int]
    """How many of them are reached by a role (`claims`) from a kind of source (`task`)."""


class Survey(NamedTuple):
    """What a repository holds."""

    families: Mapping[str, int]
    """How many files were taken for documents of each family, the most frequent first."""
    titles: Mapping[str, str]
    """What the families are called."""
    unknown: int
    """Markdown files that no family knows."""
    vendored: Mapping[str, int]
    """Folders of other people's work, with the number of documents in them."""
    status_documents: tuple[str, ...]
    """Documents that state their own state in a status block."""
    chain: tuple[Chain, ...]
    results: tuple[str, ...]
    """Files to which a test runner writes its results, as its settings say."""

    @property
    def documents(self) -> int:
        """How many files there are."""
        return sum(self.families.values()) + self.unknown


def survey_of(
    taken: Iterable[tuple[str, str]], project: Project, packs: PackSet, settings: Mapping[str, str]
) -> Survey:
    """Return what a repository holds.

    *taken* are its files, each with the name of its family; *settings* the texts of those files of
    `RESULT_SETTINGS` that are there, by path.
    """
    files = dict(taken)
    counts = Counter(family for path, family in files.items() if family != UNKNOWN.name)
    return Survey(
        families=dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        titles={family.name: family.title for family in packs.families},
        unknown=sum(family == UNKNOWN.name for family in files.values()),
        vendored=_vendored(files),
        status_documents=tuple(sorted(active_blocks(project))),
        chain=tuple(_chain(project)),
        results=_results(settings),
    )


def _vendored(files: Iterable[str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for path in files:
        parts = PurePosixPath(path).parts[:-1]
        at = next((n for n, part in enumerate(parts) if part in VENDORED), None)
        if at is not None:
            found["/".join(parts[: at + 1]) + "/"] += 1
    return dict(sorted(found.items()))


def _chain(project: Project) -> Iterable[Chain]:
    kinds: Counter[str] = Counter(item.kind for item in project.trace.items.values())
    reached: dict[str, dict[tuple[str, str], set[str]]] = {}
    for link in project.trace.links:
        if link.target is not None and link.reaches:
            name = project.trace.items[link.target].kind
            sources = reached.setdefault(name, {})
            sources.setdefault((link.role, link.source_kind), set()).add(link.target)
    for kind in project.settings.kinds:
        if kind.policy and kinds[kind.name]:
            found = {key: len(ids) for key, ids in sorted(reached.get(kind.name, {}).items())}
            title = kind.title if kinds[kind.name] == 1 else kind.plural
            yield Chain(title, kinds[kind.name], found)


def _results(settings: Mapping[str, str]) -> tuple[str, ...]:
    found = {match[1] for text in settings.values() for match in RESULT_FILE.finditer(text)}
    return tuple(sorted(name.removeprefix("./") for name in found if ".." not in name))
