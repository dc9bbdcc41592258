"""Getting what the file stage makes of sources: recalled, made here, or made by workers."""

from __future__ import annotations

from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileResult, FileStage, is_markdown
from harness_lint.engine.inputs import Extras, Inputs, Pool
from harness_lint.engine.intake import Intake
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import UNREAD, Crash
from harness_lint.engine.selection import RuleBook
from harness_lint.findings import Finding
from harness_lint.packs.shape import PackSet
from harness_lint.project.fact_table import FactTable
from harness_lint.source import Source

if TYPE_CHECKING:
    from harness_lint.engine.recall import Recall
    from harness_lint.engine.workers import Done, Given


LEAST_KEPT = 12
"""Fewer files are read before the cache is open."""


class Early(NamedTuple):
    """What was made of a source before there was a cache to give it to."""

    result: FileResult
    data: bytes
    judge: bool
    reads_all: bool


class Gathering:
    """What was gathered so far: facts, findings, and what went wrong."""

    def __init__(
        self, config: Config, registry: Registry, inputs: Inputs, packs: PackSet, extras: Extras
    ) -> None:
        self._given = (config, registry, packs, extras.mentions, bool(inputs.since))
        self._inputs = inputs
        self._packs = packs
        self.clock = Clock(enabled=extras.timing)
        self.rules = RuleBook(config, registry)
        hashes, size = extras.digest, config.max_file_size
        self.intake = Intake(inputs.read, size, inputs.skipped, hashes=hashes)
        self.stage = FileStage(
            packs,
            self.rules,
            config.engine,
            self.clock,
            mentions=extras.mentions,
            promises=bool(inputs.since),
            readers=registry.readers,
        )
        self.table = FactTable()
        self.crashes: list[Crash] = []
        self.notes: list[str] = []
        """What is to be told besides, in one sentence each."""
        self._findings: list[Finding] = []
        self._finding_rows: list[str] = []
        self._early: list[Early] = []

    @cached_property
    def recall(self) -> Recall | None:
        """What earlier runs know; None if there is nothing to know it from."""
        memory = self._inputs.memory
        cache = memory.open() if memory is not None else None
        if cache is None:
            return None
        from harness_lint.engine.recall import Recall

        self.table.stored = cache
        recall = Recall(cache, self._inputs, self.intake, self.table, self.is_evidence)
        for early in self._early:
            recall.catch_up(*early)
        return recall

    @property
    def used_recall(self) -> Recall | None:
        """What earlier runs know, if it was worth asking."""
        found: Recall | None = self.__dict__.get("recall")
        return found

    def findings(self) -> list[Finding]:
        """Return the findings of the file stage, in no order."""
        found = [*self._findings]
        if self._finding_rows:
            from harness_lint.engine.finding_rows import findings_in

            found += (one for text in self._finding_rows for one in findings_in(text))
        if self.used_recall is not None:
            found += self.used_recall.findings()
        return found

    def gather(self, paths: Sequence[str], judged: Container[str]) -> None:
        """Take what is to be known of the sources at *paths*; those among *judged* are judged."""
        if self._inputs.made:
            paths = [path for path in paths if not self._is_made(path, judge=path in judged)]
        recall = self._recall_for(paths)
        if recall is not None:
            paths = recall.take(paths, judged, self.reads_all)
        tell = self._inputs.tell
        tell(0, len(paths))
        if self._is_for_workers(paths):
            with closing(self.made(paths, judged)) as made:
                for done, digest in made:
                    self._take(done, digest, judge=done.path in judged)
                    tell(1, 0)
        else:
            for path in paths:
                self._make(path, judge=path in judged)
                tell(1, 0)

    def _recall_for(self, paths: Sequence[str]) -> Recall | None:
        return self.recall if len(paths) >= LEAST_KEPT else self.used_recall

    def evidence(self, paths: Sequence[str]) -> dict[str, None]:
        """Return those of *paths* that only bear witness, in their order."""
        recall = self._recall_for(paths)
        if recall is None:
            return dict.fromkeys(filter(self.is_evidence, paths))
        known, others = recall.cache.register.evidence(paths)
        found = {*known, *filter(self.is_evidence, others)}
        return dict.fromkeys(path for path in paths if path in found)

    def is_evidence(self, path: str) -> bool:
        """Whether the file at *path* only bears witness: tests and their results."""
        forced = self.rules.forced_family(path)
        family = self._packs.family(forced) if forced else None
        if family is None and not is_markdown(path):
            family = self.stage.classifier.structured(path)
        return family is not None and family.is_evidence

    def _is_for_workers(self, paths: Sequence[str]) -> bool:
        pool = self._inputs.pool
        return pool is not None and len(paths) >= pool.least_files

    def _is_made(self, path: str, *, judge: bool) -> bool:
        """Take what another run has made of the source at *path*; False if it has not."""
        made = self._inputs.made.get(path)
        if made is None or (made.is_judged, made.reads_all) != (judge, self.reads_all(path)):
            return False
        if not self.intake.has_missed(path):
            self._take(made.done, made.digest, judge=judge)
        return True

    def reads_all(self, path: str) -> bool:
        """Whether all is wanted of the file at *path*, though it be a test that claims nothing."""
        return self.stage.reads_all or is_markdown(path)

    def result(self, path: str, *, judge: bool) -> FileResult | None:
        """Return what the file stage makes of *path*; None, and why is noted, if nothing."""
        data, digest = self._data(path)
        return None if data is None else self._result(path, data, digest, judge=judge)

    def _data(self, path: str) -> tuple[bytes | None, str]:
        """Return the bytes at *path*, and their hash if it is wanted."""
        if self.used_recall is not None:
            return self.used_recall.data(path)
        return self.intake.data(path), ""

    def _result(self, path: str, data: bytes, digest: str, *, judge: bool) -> FileResult | None:
        source = self.intake.decoded(path, data, digest)
        return None if source is None else self._checked(source, judge=judge)

    def _checked(self, source: Source, *, judge: bool) -> FileResult | None:
        try:
            return self.stage.check(source, judge=judge)
        except Exception as error:  # noqa: BLE001  reading must never end the run
            from harness_lint.engine.crashes import crash_of

            self.crashes.append(crash_of(error, UNREAD, source.path))
            return None

    def _make(self, path: str, *, judge: bool) -> None:
        data, digest = self._data(path)
        if data is None:
            return
        result = self._result(path, data, digest, judge=judge)
        if result is None:
            return
        self.table.add(result.facts)
        self._findings += result.findings
        self.crashes += result.crashes
        reads_all = self.reads_all(path)
        if self.used_recall is not None:
            self.used_recall.keep(result, digest, judge=judge, reads_all=reads_all)
        elif self._inputs.memory is not None:
            self._early.append(Early(result, data, judge, reads_all))

    def made(self, paths: Sequence[str], judged: Container[str]) -> Generator[tuple[Done, str]]:
        """Yield what becomes of the sources at *paths*, as rows, and the hash of each if wanted.

        Workers make it if it is worth while. What they leave is made here.
        """
        from harness_lint.engine.workers import BrokenWorkersError, done_of

        digests: dict[str, str] = {}
        left = dict.fromkeys(paths)
        pool = self._inputs.pool
        if pool is not None and self._is_for_workers(paths):
            try:
                for done in self._made_by(pool, self._read(paths, judged, digests)):
                    del left[done.path]
                    yield done, digests.pop(done.path)
            except BrokenWorkersError as error:
                self.notes.append(
                    f"this process did what workers had left when they failed: {error}"
                )
        for given in self._read(left, judged, digests):
            yield done_of(self.stage, given), digests.pop(given.path)

    def _made_by(self, pool: Pool, sources: Iterable[Given]) -> Iterator[Done]:
        from harness_lint.engine.workers import Bench, Workers

        bench = Bench(*self._given, self.stage.reads_all, timing=self.clock.is_enabled)
        with pool.open() as team:
            for chunk, seconds in Workers(team).results(bench, sources):
                self.clock.add(seconds)
                yield from chunk

    def _read(
        self, paths: Iterable[str], judged: Container[str], digests: dict[str, str]
    ) -> Iterator[Given]:
        """Yield the sources at *paths*; *digests* receives their hashes."""
        from harness_lint.engine.workers import Given

        for path in paths:
            data, digest = self._data(path)
            if data is not None:
                digests[path] = digest or self.intake.hash_if_wanted(data)
                yield Given(path, data, path in judged)

    def _take(self, done: Done, digest: str, *, judge: bool) -> None:
        """Take what was made of a source elsewhere."""
        if not done.is_plain:
            self._make(done.path, judge=judge)
            return
        self.intake.count(done.path, digest)
        self.crashes += done.crashes
        if done.undecodable is not None:
            self.intake.note_undecodable(done.undecodable, digest)
        if done.source is None:
            return
        self.table.add_rows(done.source)
        if done.findings:
            self._finding_rows.append(done.findings)
        if self.used_recall is not None:
            reads_all = self.reads_all(done.path)
            self.used_recall.keep_rows(done, digest, judge=judge, reads_all=reads_all)
