"""Reading sources: what is read of a project, in which order, and what is known then."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileResult, FileStage, is_markdown
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.intake import Intake
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Provenance
from harness_lint.engine.selection import RuleBook
from harness_lint.engine.witness import may_be_verified
from harness_lint.findings import Finding
from harness_lint.packs.shape import PackSet
from harness_lint.project.fact_table import FactTable
from harness_lint.project.index import Project, ProjectSettings, Surroundings, project_over
from harness_lint.source import Source

if TYPE_CHECKING:
    from harness_lint.engine.past import Past
    from harness_lint.engine.recall import Recall
    from harness_lint.engine.verdicts import Verdicts


LINKS = frozenset({"link"})
"""What the tree alone can judge, as long as nothing is missing."""


class Reading:
    """What was read so far: facts by path, findings, and what went wrong."""

    def __init__(
        self, config: Config, registry: Registry, inputs: Inputs, packs: PackSet, extras: Extras
    ) -> None:
        self.inputs = inputs
        self.packs = packs
        self._gate = config.gate
        self.clock = Clock(enabled=extras.timing)
        self.settings = ProjectSettings(
            config.status_documents,
            packs.kinds,
            config.gate,
            inputs.held_items(config.gate),
            inputs.since,
            packs.clients,
            config.clients,
        )
        self.rules = RuleBook(config, registry)
        self.intake = Intake(
            inputs.read, config.max_file_size, inputs.skipped, hashes=extras.digest
        )
        self.files = FileStage(
            packs,
            self.rules,
            config.engine,
            self.clock,
            mentions=extras.mentions,
            promises=bool(inputs.since),
            readers=registry.readers,
        )
        self.table = FactTable()
        self.findings: list[Finding] = []
        self.crashes: list[Crash] = []
        self._parts = (config, registry, packs, extras.mentions, bool(inputs.since))

    @cached_property
    def recall(self) -> Recall | None:
        """What earlier runs know; None if there is nothing to know it from."""
        if self.inputs.open_cache is None:
            return None
        from harness_lint.engine.cache_folder import cache_key
        from harness_lint.engine.recall import Recall

        cache = self.inputs.open_cache(cache_key(*self._parts))
        if cache is None:
            return None
        self.table.stored = cache
        return Recall(cache, self.inputs, self.intake, self.table)

    def matters(self) -> frozenset[str]:
        """Return the kinds of facts in the files asked for, and the settings that are given."""
        return self.settings.given | self.table.kinds()

    def asks_for_siblings(self, checks: Iterable[Check]) -> bool:
        """Whether *checks* need files that were not asked for: not so for links that lead there."""
        matters = self.matters()
        if any(not check.needs or matters & {*check.needs} != LINKS for check in checks):
            return True
        if matters.isdisjoint(LINKS):
            return False
        return not project_over(self.table, self._surroundings()).links.lead_there

    def project(self, *, with_siblings: bool, judge: bool = True) -> Project:
        """Return the project, its other files read too if they matter.

        Tests and their results are read last, and only where they may bear witness of something.
        """
        asked = frozenset(self.inputs.files if judge else ())
        rest = [
            path
            for path in (self.inputs.siblings() if with_siblings else ())
            if path not in self.table
        ]
        evidence = dict.fromkeys(path for path in rest if self.is_evidence(path))
        self.check_files([path for path in rest if path not in evidence], asked)
        if evidence and self._has_matter_for_evidence():
            since = bool(self.inputs.since)
            self.files.reads_all = not judge or since or "handoff" in self.table.kinds()
            self.check_files(list(evidence), asked)
        return project_over(self.table, self._surroundings())

    def _surroundings(self) -> Surroundings:
        inputs = self.inputs
        before = self.past.project if self.past is not None else None
        return Surroundings(
            inputs.tree,
            inputs.today,
            self.settings,
            inputs.open_history,
            before,
            self.intake.text,
        )

    @cached_property
    def past(self) -> Past | None:
        """What the project was; None if nobody asks."""
        if not self.inputs.since or self.inputs.open_history is None:
            return None
        from harness_lint.engine.past import Past

        return Past(self.inputs, self.intake, self.files, self.settings)

    def is_evidence(self, path: str) -> bool:
        """Whether the file at *path* only bears witness: tests and their results."""
        forced = self.rules.forced_family(path)
        family = self.packs.family(forced) if forced else None
        if family is None and not is_markdown(path):
            family = self.files.classifier.structured(path)
        return family is not None and family.is_evidence

    def _has_matter_for_evidence(self) -> bool:
        """Whether anything that was read may be verified by tests, or tests may have moved."""
        if self.past is not None and self.past.changed(self.is_evidence):
            return True
        return may_be_verified(self.table.kinds(), self.packs.kinds)

    def result(self, path: str, *, judge: bool) -> FileResult | None:
        """Return what the file stage makes of *path*; None, and why is noted, if nothing."""
        source = self.intake.source(path)
        return None if source is None else self._result(source, judge=judge)

    def _result(self, source: Source, *, judge: bool) -> FileResult | None:
        try:
            return self.files.check(source, judge=judge)
        except Exception as error:  # noqa: BLE001  reading must never end the run
            from harness_lint.engine.crashes import crash_of

            self.crashes.append(crash_of(error, "reading the document", source.path))
            return None

    def check_files(self, paths: Sequence[str], judged: Container[str]) -> None:
        """Read the files at *paths*, or recall them, and judge those that are among *judged*."""
        recall = self.recall if len(paths) > 1 or "recall" in self.__dict__ else None
        for path in paths:
            judge = path in judged
            if recall is None:
                self._take(self.result(path, judge=judge))
                continue
            reads_all = self.files.reads_all or is_markdown(path)
            if recall.takes(path, judge=judge, reads_all=reads_all):
                continue
            known = recall.data(path)
            source = self.intake.decoded(path, *known) if known is not None else None
            result = self._result(source, judge=judge) if source is not None else None
            if known is not None and result is not None:
                recall.keep(path, known[1], result, judge=judge, reads_all=reads_all)
            self._take(result)

    def _take(self, result: FileResult | None) -> None:
        if result is not None:
            self.table.add(result.facts)
            self.findings += result.findings
            self.crashes += result.crashes

    @property
    def _recalled(self) -> Recall | None:
        """What earlier runs know, if anybody has asked for it."""
        found: Recall | None = self.__dict__.get("recall")
        return found

    def all_findings(self) -> list[Finding]:
        """Return the findings of the file stage, in no order."""
        known = self._recalled
        return [*self.findings, *(known.findings() if known is not None else ())]

    def verdicts(self) -> Verdicts | None:
        """Return what earlier runs know of the project, all of whose sources are read.

        None if they know nothing, or if it is compared with its past.
        """
        known = self._recalled
        if known is None or self.inputs.since:
            return None
        known.cache.retain(self.table)
        if not known.is_complete:
            return None
        from harness_lint.engine.verdicts import Verdicts

        return Verdicts(known.cache, self.inputs)

    def leave(self, verdicts: Verdicts | None) -> None:
        """Leave what was found to the next run."""
        if verdicts is not None:
            verdicts.keep()
        if self._recalled is not None:
            self._recalled.cache.save()

    def provenance(self) -> Provenance:
        """Return what is known rests on."""
        return Provenance(
            self.intake.files_read,
            len(self.intake.skipped),
            self.intake.digest(),
            self._gate,
            self.inputs.extent,
        )
