"""The project as its checks see it: facts of all sources, the file tree, today's date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NamedTuple, Protocol

from harness_lint.packs.shape import NOTHING, ItemKind
from harness_lint.project.facts import Fact, SourceFacts

if TYPE_CHECKING:
    from harness_lint.project.trace.coverage import Coverage
    from harness_lint.project.trace.graph import TraceGraph


class Tree(Protocol):
    """The project's files and folders, as they were when the run began."""

    @property
    def files(self) -> frozenset[str]:
        """All files, below the root."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is a file or a folder at *path*, below the root."""
        ...

    def is_dir(self, path: str) -> bool:
        """Whether there is a folder at *path*, below the root."""
        ...


class ProjectSettings(NamedTuple):
    """What project checks need of the configuration."""

    status_documents: tuple[str, ...] = ()
    """Globs of the closed set of documents that carry a status block."""
    kinds: tuple[ItemKind, ...] = ()
    """The kinds of items that the packs know, and what must link to them."""
    gate: str = "integrity"
    """What coverage must reach: ``integrity``, ``ratchet`` or ``full``."""
    baseline_items: Mapping[str, str] = NOTHING
    """Qualified ID → the state of the item when the baseline was written."""

    @property
    def given(self) -> frozenset[str]:
        """The names of those that are set, as checks may need them."""
        named = {"status-documents": self.status_documents, "baseline-items": self.baseline_items}
        return frozenset(name for name, value in named.items() if value)


class Project:
    """The frozen inputs of project checks. Facts are indexed by kind, and by kind and key."""

    def __init__(
        self, sources: dict[str, str], tree: Tree, today: date, settings: ProjectSettings
    ) -> None:
        self.sources = sources
        """Path of every source that was read → its family."""
        self.tree = tree
        self.today = today
        self.settings = settings
        self._by_kind: dict[str, list[Fact]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], list[Fact]] = defaultdict(list)

    @cached_property
    def trace(self) -> TraceGraph:
        """The items of the project and the links between them, built when first asked for."""
        from harness_lint.project.trace.graph import TraceGraph

        return TraceGraph(self)

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """Item ID → how far it is covered, of every item whose kind has a policy."""
        from harness_lint.project.trace.coverage import coverage_of
        from harness_lint.project.trace.waivers import waivers_of

        return coverage_of(self.trace, waivers_of(self))

    def add(self, facts: Iterable[Fact]) -> None:
        """Index *facts*."""
        for fact in facts:
            self._by_kind[fact.kind].append(fact)
            self._by_key[fact.kind, fact.key].append(fact)

    def facts(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        return self._by_kind.get(kind, [])

    def lookup(self, kind: str, key: str) -> list[Fact]:
        """Return the facts of *kind* under *key*, by path and offset."""
        return self._by_key.get((kind, key), [])


def project_of(
    sources: Iterable[SourceFacts],
    tree: Tree,
    today: date,
    settings: ProjectSettings | None = None,
) -> Project:
    """Return the project made of *sources*, indexed in the order of their paths."""
    ordered = sorted(sources)
    project = Project(
        {source.path: source.family for source in ordered},
        tree,
        today,
        settings or ProjectSettings(),
    )
    for source in ordered:
        project.add(source.facts)
    return project


def beside(path: str, target: str) -> str | None:
    """Return *target*, written in the document at *path*, as a path below the root.

    None if it leads out of the project.
    """
    resolved = normpath(join(dirname(path), target))
    return None if resolved == ".." or resolved.startswith("../") else resolved
