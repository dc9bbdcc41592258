"""What of a run an earlier one has done already: sources that are what they were."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING

from harness_lint.engine.cache import FINDINGS, Cache
from harness_lint.engine.file_stage import FileResult
from harness_lint.engine.finding_rows import findings_in
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import Intake, hash_of
from harness_lint.engine.register import Entry
from harness_lint.findings import Finding
from harness_lint.project.fact_table import FactTable
from harness_lint.project.facts import Rows
from harness_lint.project.stamps import Stamp

if TYPE_CHECKING:
    from harness_lint.engine.workers import Done


class Recall:
    """Takes from the cache what still holds, and gives it what is new."""

    def __init__(
        self,
        cache: Cache,
        inputs: Inputs,
        intake: Intake,
        table: FactTable,
        is_evidence: Callable[[str], bool],
    ) -> None:
        self.cache = cache
        self._inputs = inputs
        self._intake = intake
        self._table = table
        self._is_evidence = is_evidence
        self._began = time.time_ns()
        self._judged: set[str] = set()
        """Paths of the sources whose findings are wanted and stand in the cache."""
        self._stamps: dict[str, Stamp | None] = {}
        """Paths of what was looked at and is new → their stamps before they were read."""
        self._data: dict[str, tuple[bytes, str]] = {}
        """Paths of what was read to see that it is new → the bytes and their hash."""
        self.is_complete = True
        """Whether the sums of the cache count all that was read."""

    def take(
        self, paths: Sequence[str], judged: Container[str], reads_all: Callable[[str], bool]
    ) -> list[str]:
        """Take those of *paths* that are known as they are, and return the others."""
        stamps = self._inputs.stamps(paths)
        held, rest = self.cache.register.held(paths, judged, reads_all, stamps)
        self._table.leave(held.paths, held.families, held.kinds)
        self._intake.count_all(held.paths, held.digests)
        self._judged.update(path for path in held.paths if path in judged)
        return [path for path in rest if not self._takes(path, path in judged, reads_all(path))]

    def _takes(self, path: str, judge: bool, reads_all: bool) -> bool:
        """Take the source at *path* if its bytes are known; return False if it must be read."""
        entry = self.cache.register.get(path)
        stamp = next(iter(self._inputs.stamps([path])))
        if entry is None or (judge and not entry.is_judged) or entry.reads_all != reads_all:
            self._stamps[path] = self._settled(stamp)
            return False
        if stamp is None or stamp != entry.stamp:
            data = self._intake.data(path)
            if data is None:
                return True
            digest = hash_of(data)
            if digest != entry.digest:
                self._stamps[path] = self._settled(stamp)
                self._data[path] = (data, digest)
                return False
            stamp = self._settled(stamp)
            if stamp != entry.stamp:
                self.cache.touch(path, entry._replace(stamp=stamp))
        self._table.leave([path], [entry.family], [entry.kinds])
        self._intake.count(path, entry.digest)
        if judge:
            self._judged.add(path)
        return True

    def data(self, path: str) -> tuple[bytes | None, str]:
        """Return the bytes at *path* and their hash; None and nothing if they cannot be had."""
        known = self._data.pop(path, None)
        if known is not None:
            return known
        data = self._intake.data(path)
        return (None, "") if data is None else (data, hash_of(data))

    def catch_up(self, result: FileResult, data: bytes, judge: bool, reads_all: bool) -> None:
        """Give the cache what was made of *data* before it was open, unless it is known there."""
        digest = hash_of(data)
        entry = self.cache.register.get(result.facts.path)
        if entry is None or entry.digest != digest or entry.reads_all != reads_all:
            self.keep(result, digest, judge=judge, reads_all=reads_all)

    def keep(self, result: FileResult, digest: str, *, judge: bool, reads_all: bool) -> None:
        """Give the cache what the file stage has made of the bytes with the hash *digest*."""
        from harness_lint.engine.workers import done_with

        self.keep_rows(done_with(result), digest, judge=judge, reads_all=reads_all)

    def keep_rows(self, done: Done, digest: str, *, judge: bool, reads_all: bool) -> None:
        """Give the cache what a worker has made of the bytes with the hash *digest*."""
        path, source = done.path, done.source
        stamp = self._stamps.pop(path, None)
        if source is None or done.crashes or not _is_text(path):
            self.is_complete = False
            return
        rows = (
            {**source.rows, FINDINGS: Rows(done.findings, "[]")} if done.findings else source.rows
        )
        only = self._is_evidence(path)
        entry = Entry(stamp, digest, source.family, source.kinds, judge, reads_all, only)
        self.cache.enter(path, entry, rows)

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of the sources that were taken as they are known."""
        if self._judged:
            for path, rows in self.cache.rows_of(FINDINGS):
                if path in self._judged:
                    yield from findings_in(rows.said)

    def _settled(self, stamp: Stamp | None) -> Stamp | None:
        return stamp if stamp is not None and stamp.is_settled(self._began) else None


def _is_text(path: str) -> bool:
    """Whether *path* can be written down: the name of a file may be any bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
