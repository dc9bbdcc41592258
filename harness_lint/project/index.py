"""The project as its checks see it: facts of all sources, the file tree, today's date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from harness_lint.packs.field_shapes import NOTHING
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.facts import Fact, SourceFacts

if TYPE_CHECKING:
    from harness_lint.project.history import History
    from harness_lint.project.links import Links
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

    @property
    def is_checkout(self) -> bool:
        """Whether the root lies in a git checkout: then nothing was left out of it."""
        ...

    def is_opaque(self, path: str) -> bool:
        """Whether *path* lies where nothing was listed, as in a submodule."""
        ...

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of *paths*, there or not, that git would ignore."""
        ...

    def matching_case(self, path: str) -> str | None:
        """Return the path that is spelled like *path* but for upper and lower case."""
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
    since: str = ""
    """The revision that the project is compared with; empty for none."""
    clients: tuple[Mapping[str, Any], ...] = ()
    """What the clients of skills read, as the packs know it: see `front-matter.known` there."""
    clients_in_use: tuple[str, ...] = ()
    """The names of the clients that the configuration says are in use; empty to look for signs."""

    @property
    def given(self) -> frozenset[str]:
        """The names of those that are set, as checks may need them."""
        named = {
            "status-documents": self.status_documents,
            "baseline-items": self.baseline_items,
            "since": self.since,
        }
        return frozenset(name for name, value in named.items() if value)


class Surroundings(NamedTuple):
    """What there is besides the sources: all of it frozen when the run begins."""

    tree: Tree
    today: date
    settings: ProjectSettings = ProjectSettings()
    open_history: Callable[[], History] | None = None
    """Gives the git history, when it is first asked for; None if there is none."""
    before: Callable[[], Project] | None = None
    """Gives the sources that changed since `since`, as they were then; None if nothing is asked
    about the past."""
    read: Callable[[str], str | None] | None = None
    """Gives the text of a file that is no document; None if it cannot be read."""


class Project:
    """The frozen inputs of project checks. Facts are indexed by kind, and by kind and key."""

    def __init__(self, sources: dict[str, str], surroundings: Surroundings) -> None:
        self.sources = sources
        """Path of every source that was read → its family."""
        self.surroundings = surroundings
        self.tree = surroundings.tree
        self.today = surroundings.today
        self.settings = surroundings.settings
        self._by_kind: dict[str, list[Fact]] = defaultdict(list)
        self._by_key: dict[str, dict[str, list[Fact]]] = {}

    def text_of(self, path: str) -> str | None:
        """Return the text of the file at *path*, which may be no document; None if there is none.

        For files that say what documents speak of, such as a Makefile: read when asked for.
        """
        read = self.surroundings.read
        return read(path) if read is not None else None

    @cached_property
    def history(self) -> History:
        """What git remembers of the project."""
        from harness_lint.project.history import NO_REPOSITORY, NoHistory

        given = self.surroundings.open_history
        return given() if given is not None else NoHistory(NO_REPOSITORY)

    @cached_property
    def before(self) -> Project | None:
        """The sources that changed since `since`, as they were then; None if nobody asks."""
        given = self.surroundings.before
        return given() if given is not None else None

    @cached_property
    def links(self) -> Links:
        """The links between files, judged when first asked for."""
        from harness_lint.project.links import Links

        return Links(self)

    @cached_property
    def trace(self) -> TraceGraph:
        """The items of the project and the links between them, built when first asked for."""
        from harness_lint.project.trace.graph import TraceGraph

        return TraceGraph(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be judged, as far as the trace and the links were looked at."""
        looked_at = self.__dict__
        return (
            *(self.trace.notes if "trace" in looked_at else ()),
            *(self.links.notes if "links" in looked_at else ()),
        )

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """Item ID → how far it is covered, of every item whose kind has a policy."""
        from harness_lint.project.trace.coverage import coverage_of
        from harness_lint.project.trace.waivers import waivers_of

        return coverage_of(self.trace, waivers_of(self))

    def add(self, facts: Iterable[Fact]) -> None:
        """Index *facts*."""
        self._by_key.clear()
        for fact in facts:
            self._by_kind[fact.kind].append(fact)

    def facts(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        return self._by_kind.get(kind, [])

    def lookup(self, kind: str, key: str) -> list[Fact]:
        """Return the facts of *kind* under *key*, by path and offset."""
        known = self._by_key.get(kind)
        if known is None:  # nobody looks up most kinds
            known = self._by_key[kind] = defaultdict(list)
            for fact in self.facts(kind):
                known[fact.key].append(fact)
        return known.get(key, [])


def project_of(sources: Iterable[SourceFacts], surroundings: Surroundings) -> Project:
    """Return the project made of *sources*, indexed in the order of their paths."""
    ordered = sorted(sources, key=lambda source: source.path)
    project = Project({source.path: source.family for source in ordered}, surroundings)
    for source in ordered:
        project.add(source.facts)
    return project


def beside(path: str, target: str) -> str | None:
    """Return *target*, written in the document at *path*, as a path below the root.

    None if it leads out of the project.
    """
    resolved = normpath(join(dirname(path), target))
    return None if resolved == ".." or resolved.startswith("../") else resolved
