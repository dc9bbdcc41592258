"""The file stage in other processes: bytes in, rows out."""

from __future__ import annotations

import copyreg
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from threading import get_ident
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from harness_lint import __version__
from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileResult, FileStage
from harness_lint.engine.finding_rows import text_of
from harness_lint.engine.inputs import Team
from harness_lint.engine.intake import trouble_of
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import UNREAD, Crash
from harness_lint.engine.selection import RuleBook
from harness_lint.errors import UndecodableError
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import SourceRows, kinds_in, rows_by_kind
from harness_lint.project.run import Trouble
from harness_lint.source import Source

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK_BYTES = 384 * 1024
"""So much text is given to a worker at a time."""

AHEAD = 3
"""So many chunks wait for each worker, so that it never waits for one."""

THREADS = 64
"""So many threads of one process keep what they work with."""


class BrokenWorkersError(Exception):
    """An executor does not give what becomes of sources, and why: others must be asked."""


class Given(NamedTuple):
    """One source for a worker."""

    path: str
    data: bytes
    judge: bool


class Done(NamedTuple):
    """What a worker has made of one source."""

    path: str
    source: SourceRows | None
    """None if it could not be read: then there is a crash, or it is no text."""
    findings: str
    """As `text_of` writes them; empty if there are none."""
    crashes: tuple[Crash, ...] = ()
    undecodable: Trouble | None = None
    is_plain: bool = True
    """False if it has facts of a plug-in that no rows can hold: then nothing else is known."""


class Bench(NamedTuple):
    """What a worker works with: all of it can be pickled."""

    config: Config
    registry: Registry
    packs: PackSet
    mentions: bool
    promises: bool
    reads_all: bool
    timing: bool

    def stage(self) -> tuple[FileStage, Clock]:
        """Return the file stage of a run with these settings, and its clock."""
        clock = Clock(enabled=self.timing)
        stage = FileStage(
            self.packs,
            RuleBook(self.config, self.registry),
            self.config.engine,
            clock,
            mentions=self.mentions,
            promises=self.promises,
            readers=self.registry.readers,
        )
        stage.reads_all = self.reads_all
        return stage, clock


class Tools(NamedTuple):
    """What a worker is given besides sources."""

    version: str
    """Ours: on another machine there may be another."""
    bench: bytes
    """The pickled `Bench`."""


Work: TypeAlias = tuple[list[Done], Mapping[str, float]]
"""What became of a chunk of sources, and the seconds that were measured."""


class Workers:
    """Gives sources to an executor, and takes what it makes of them in the same order."""

    def __init__(self, team: Team) -> None:
        self._executor = team.executor
        self._waiting = team.jobs * AHEAD

    def results(self, bench: Bench, sources: Iterable[Given]) -> Iterator[Work]:
        """Yield what becomes of *sources*, some at a time.

        Raises: BrokenWorkersError, whatever it is that the executor fails with.
        """
        import pickle

        with _told():
            tools = Tools(__version__, pickle.dumps(bench, protocol=pickle.HIGHEST_PROTOCOL))
        waiting: deque[Future[Work]] = deque()
        try:
            for chunk in _chunks(sources):
                with _told():
                    waiting.append(self._executor.submit(work, tools, chunk))
                if len(waiting) >= self._waiting:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()


def _result(future: Future[Work]) -> Work:
    with _told():
        return future.result()


@contextmanager
def _told() -> Iterator[None]:
    """Tell of what an executor raises; what our own code raises on a source is in its `Done`."""
    try:
        yield
    except Exception as error:
        from harness_lint.engine.crashes import cause_of

        raise BrokenWorkersError(cause_of(error)) from error


def work(tools: Tools, chunk: list[Given]) -> Work:
    """Return what becomes of the sources in *chunk*.

    Raises: BrokenWorkersError if it would not be what the process that asks would make.
    """
    if tools.version != __version__:
        words = f"a worker has harness-lint {__version__}, and this is {tools.version}"
        raise BrokenWorkersError(words)
    stage, clock = _stage(tools.bench, get_ident())
    clock.seconds.clear()
    return [done_of(stage, given) for given in chunk], dict(clock.seconds)


def done_of(stage: FileStage, given: Given) -> Done:
    """Return what *stage* makes of one source."""
    path = given.path
    try:
        result = stage.check(Source.from_bytes(path, given.data), judge=given.judge)
    except UndecodableError as error:
        return Done(path, None, "", undecodable=trouble_of(error))
    except Exception as error:  # noqa: BLE001  reading must never end the run
        from harness_lint.engine.crashes import crash_of

        return Done(path, None, "", (crash_of(error, UNREAD, path),))
    return done_with(result)


def done_with(result: FileResult) -> Done:
    """Return *result* as rows."""
    path, family, facts = result.facts
    try:
        rows = rows_by_kind(facts)
    except (TypeError, ValueError):
        return Done(path, None, "", is_plain=False)
    source = SourceRows(path, family, kinds_in(facts), rows)
    findings = text_of(result.findings) if result.findings else ""
    return Done(path, source, findings, tuple(result.crashes))


@lru_cache(maxsize=THREADS)
def _stage(pickled: bytes, _thread: int) -> tuple[FileStage, Clock]:
    """Return what one thread works with: a clock measures one thing at a time."""
    import pickle

    bench: Bench = pickle.loads(pickled)  # noqa: S301  what this very run has pickled
    return bench.stage()


def _chunks(sources: Iterable[Given]) -> Iterator[list[Given]]:
    chunk: list[Given] = []
    size = 0
    for given in sources:
        chunk.append(given)
        size += len(given.data)
        if size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _mapping(items: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(items)


copyreg.pickle(MappingProxyType, lambda proxy: (_mapping, (dict(proxy),)))
