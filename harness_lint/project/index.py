"""The project as its checks see it: facts of all sources, the file tree, today's date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from harness_lint.packs.field_shapes import NOTHING
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.fact_table import FactTable
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.reads import Reads, reads_in

if TYPE_CHECKING:
    from harness_lint.project.history import History
    from harness_lint.project.links import Links
    from harness_lint.project.trace.coverage import Coverage
    from harness_lint.project.trace.graph import TraceGraph

V = TypeVar("V")


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


class Table(Protocol):
    """The facts of all sources."""

    @property
    def families(self) -> Mapping[str, str]:
        """Path of every source → its family."""
        ...

    def of_kind(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        ...

    def of_kind_in(self, kind: str, path: str) -> list[Fact]:
        """Return the facts of *kind* in the source at *path*, by offset."""
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
    """The frozen inputs of project checks. Facts are indexed by kind, and by kind and key.

    It keeps account of what is asked of it: what a check says rests on that, and on nothing else.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self.reads: set[str] = set()
        """What was asked: kinds of facts, and what `Reads` names."""

    def watched(self) -> Project:
        """Return the same project, of which nothing has been asked yet."""
        return Project(self._shared)

    @property
    def settings(self) -> ProjectSettings:
        """What the configuration says."""
        self.reads.add(Reads.SETTINGS)
        return self._shared.surroundings.settings

    @property
    def sources(self) -> Mapping[str, str]:
        """Path of every source that was read → its family, by path."""
        self.reads.add(Reads.SOURCES)
        return self._shared.sources

    @property
    def tree(self) -> Tree:
        """The files and folders of the project."""
        self.reads.add(Reads.TREE)
        return self._shared.surroundings.tree

    @property
    def today(self) -> date:
        """The day of the run."""
        self.reads.add(Reads.TODAY)
        return self._shared.surroundings.today

    @property
    def history(self) -> History:
        """What git remembers of the project."""
        self.reads.add(Reads.HISTORY)
        return self._shared.history

    @property
    def before(self) -> Project | None:
        """The sources that changed since `since`, as they were then; None if nobody asks."""
        self.reads.add(Reads.HISTORY)
        return self._shared.before

    def text_of(self, path: str) -> str | None:
        """Return the text of the file at *path*, which may be no document; None if there is none.

        For files that say what documents speak of, such as a Makefile: read when asked for.
        """
        self.reads.add(Reads.TEXT + path)
        read = self._shared.surroundings.read
        return read(path) if read is not None else None

    @property
    def links(self) -> Links:
        """The links between files, judged when first asked for."""
        from harness_lint.project.links import Links

        return self._view(Reads.LINKS, Links)

    @property
    def trace(self) -> TraceGraph:
        """The items of the project and the links between them, built when first asked for."""
        from harness_lint.project.trace.graph import TraceGraph

        return self._view(Reads.TRACE, TraceGraph)

    @property
    def coverage(self) -> dict[str, Coverage]:
        """Item ID → how far it is covered, of every item whose kind has a policy."""
        return self._view(Reads.COVERAGE, _coverage)

    def _view(self, name: str, make: Callable[[Project], V]) -> V:
        """Return what *make* makes of the project, once for all who ask.

        What it asks of the project itself, now or later, counts for everyone who looks at it.
        """
        self.reads.add(name)
        views = self._shared.views
        if name not in views:
            asked = self.watched()
            views[name] = View(asked, make(asked))
        made: V = views[name].made
        return made

    def all_reads(self) -> frozenset[str]:
        """Return what was asked of the project, and of it by the views that were looked at."""
        views, found, left = self._shared.views, set[str](), [*self.reads]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += views[name].project.reads if name in views else ()
        return frozenset(found)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be judged, as far as the trace and the links were looked at."""
        return (*self.notes_of(Reads.TRACE), *self.notes_of(Reads.LINKS))

    def notes_of(self, view: str) -> tuple[str, ...]:
        """Return what could not be judged of the trace or of the links; nothing if none looked."""
        seen = self._shared.views.get(view)
        return tuple(seen.made.notes) if seen is not None else ()

    def facts(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        self.reads.add(kind)
        return self._shared.table.of_kind(kind)

    def facts_in(self, kind: str, path: str) -> list[Fact]:
        """Return the facts of *kind* in the source at *path*, by offset."""
        self.reads.add(reads_in(kind, path))
        return self._shared.table.of_kind_in(kind, path)

    def lookup(self, kind: str, key: str) -> list[Fact]:
        """Return the facts of *kind* under *key*, by path and offset."""
        self.reads.add(kind)
        return self._shared.by_key(kind).get(key, [])


class View(NamedTuple):
    """Something made of a project, and the project that it asks."""

    project: Project
    made: Any


class Shared:
    """What there is of a project only once, whoever asks."""

    def __init__(self, table: Table, surroundings: Surroundings) -> None:
        self.table = table
        self.surroundings = surroundings
        self.views: dict[str, View] = {}
        self._by_key: dict[str, dict[str, list[Fact]]] = {}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Path of every source → its family, by path."""
        return dict(sorted(self.table.families.items()))

    @cached_property
    def history(self) -> History:
        """What git remembers."""
        from harness_lint.project.history import NO_REPOSITORY, NoHistory

        given = self.surroundings.open_history
        return given() if given is not None else NoHistory(NO_REPOSITORY)

    @cached_property
    def before(self) -> Project | None:
        """The past that the project is compared with."""
        given = self.surroundings.before
        return given() if given is not None else None

    def forget(self, reads: Container[str], surroundings: Surroundings) -> None:
        """Make anew what rests on *reads* when it is asked for; *surroundings* stand from now."""
        self.surroundings = surroundings
        if Reads.SOURCES in reads:
            self.__dict__.pop("sources", None)
        if Reads.HISTORY in reads:
            self.__dict__.pop("history", None)
        for kind in [kind for kind in self._by_key if kind in reads]:
            del self._by_key[kind]
        asked = {name: view.project.all_reads() for name, view in self.views.items()}
        for name, own in asked.items():
            if any(read in reads for read in own):
                del self.views[name]

    def by_key(self, kind: str) -> Mapping[str, list[Fact]]:
        """Return the facts of *kind* by key."""
        known = self._by_key.get(kind)
        if known is None:  # nobody looks up most kinds
            known = self._by_key[kind] = defaultdict(list)
            for fact in self.table.of_kind(kind):
                known[fact.key].append(fact)
        return known


def _coverage(project: Project) -> dict[str, Coverage]:
    from harness_lint.project.trace.coverage import coverage_of
    from harness_lint.project.trace.waivers import waivers_of
    from harness_lint.project.trace.work import progress_of

    return coverage_of(project.trace, waivers_of(project), progress_of(project))


def project_over(table: Table, surroundings: Surroundings) -> Project:
    """Return the project whose facts *table* holds, or will hold before it is asked."""
    return Project(Shared(table, surroundings))


def project_of(sources: Iterable[SourceFacts], surroundings: Surroundings) -> Project:
    """Return the project made of *sources*, in the order of their paths."""
    table = FactTable()
    for source in sources:
        table.add(source)
    return project_over(table, surroundings)


def beside(path: str, target: str) -> str | None:
    """Return *target*, written in the document at *path*, as a path below the root.

    None if it leads out of the project.
    """
    resolved = normpath(join(dirname(path), target))
    return None if resolved == ".." or resolved.startswith("../") else resolved
