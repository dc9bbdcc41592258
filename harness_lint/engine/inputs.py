"""What a run is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.engine.intake import Read
from harness_lint.engine.report import Extent
from harness_lint.project.index import Tree
from harness_lint.project.stamps import Stamp

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from harness_lint.engine.baseline import Baseline
    from harness_lint.engine.memory import Memory
    from harness_lint.engine.workers import Done
    from harness_lint.project.history import History


class Team(NamedTuple):
    """An executor, and how many sources it checks at the same time."""

    executor: Executor
    jobs: int


class Pool(NamedTuple):
    """Where sources may be checked besides this process."""

    least_files: int
    """With fewer files than this, it is not worth it."""
    open: Callable[[], AbstractContextManager[Team]]


class Made(NamedTuple):
    """What another run has made of a source."""

    done: Done
    digest: str
    """The hash of its bytes."""
    is_judged: bool
    """Whether it was asked for, so that its findings are wanted."""
    reads_all: bool
    """Whether tests that claim nothing were wanted: see `FileStage`."""


class Inputs(NamedTuple):
    """The frozen inputs of a run."""

    files: tuple[str, ...]
    """Paths to report on, below the root."""
    siblings: Callable[[], Iterable[str]]
    """Gives all paths of the project whose facts project checks may need."""
    tree: Tree
    read: Read
    today: date
    skipped: Mapping[str, str] = MappingProxyType({})
    """Paths that discovery left out although they were asked for, and why."""
    empty_folders: tuple[str, ...] = ()
    """Folders that were asked for and hold no document."""
    notes: tuple[str, ...] = ()
    open_history: Callable[[], History] | None = None
    """Gives the git history; None if there is none."""
    since: str = ""
    """The revision that the project is compared with; empty for none."""
    is_document: Callable[[str], bool] = bool
    """Whether a path, there or not, is one that the project would check."""
    stamps: Callable[[Iterable[str]], Iterator[Stamp | None]] = lambda paths: (None for _ in paths)
    """Gives the stamps of paths below the root; None for what stands on no disk."""
    pool: Pool | None = None
    """None if one process is to do it all."""
    made: Mapping[str, Made] = MappingProxyType({})
    """What is known of sources by their paths, and need not be found out."""
    tell: Callable[[int, int], None] = lambda _done, _more: None
    """Is told how many sources more were checked, and how many more are to be."""
    tree_digest: Callable[[], str] = str
    """Gives what tells whether the tree is what it was."""
    asked_rules: Callable[[], frozenset[str]] = frozenset
    """Gives the folders whose rules of what git ignores the tree was asked for in this run."""
    memory: Memory | None = None
    """What earlier runs have left; None if nothing may be kept."""
    new_plan: Callable[[], str] = str
    """Gives what the project consists of, for the next run; empty if there is nothing new."""
    extent: Extent = Extent()
    baseline: Baseline | None = None
    """What is known, and not to be shown."""

    def over(self, texts: Mapping[str, bytes]) -> Inputs:
        """Return the inputs of a run to which *texts*, by path, stand in place of what is there."""

        def read(path: str) -> bytes:
            return texts[path] if path in texts else self.read(path)

        def stamps(paths: Iterable[str]) -> Iterator[Stamp | None]:
            paths = tuple(paths)
            there = self.stamps(path for path in paths if path not in texts)
            return (None if path in texts else next(there) for path in paths)

        return self._replace(read=read, stamps=stamps)

    def held_items(self, gate: str) -> Mapping[str, str]:
        """Return the states of items that none may fall behind: the baseline's, if *gate* asks."""
        return {} if self.baseline is None or gate == "integrity" else self.baseline.items


class Extras(NamedTuple):
    """What a run is to give besides findings: all of it costs time."""

    timing: bool = False
    digest: bool = False
    """The hash of all that was read."""
    states: bool = False
    """The state of each traced item."""
    mentions: bool = False
    """A fact for every ID in running text."""
