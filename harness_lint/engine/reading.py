"""Reading sources: what is read of a project, in which order, and what is known then."""

from __future__ import annotations

from collections.abc import Iterable
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
from harness_lint.engine.witness import may_be_verified, names_tests
from harness_lint.findings import Finding
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import SourceFacts
from harness_lint.project.index import Project, ProjectSettings, Surroundings, project_of

if TYPE_CHECKING:
    from harness_lint.engine.past import Past


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
        self.findings: list[Finding] = []
        self.crashes: list[Crash] = []
        self.sources: dict[str, SourceFacts] = {}

    def matters(self) -> frozenset[str]:
        """Return the kinds of facts in the files asked for, and the settings that are given."""
        kinds = {fact.kind for source in self.sources.values() for fact in source.facts}
        return self.settings.given | kinds

    def asks_for_siblings(self, checks: Iterable[Check]) -> bool:
        """Whether *checks* need files that were not asked for: not so for links that lead there."""
        matters = self.matters()
        if any(not check.needs or matters & {*check.needs} != LINKS for check in checks):
            return True
        if matters.isdisjoint(LINKS):
            return False
        return not project_of(self.sources.values(), self._surroundings()).links.lead_there

    def project(self, *, with_siblings: bool, judge: bool = True) -> Project:
        """Return the project, its other files read too if they matter.

        Tests and their results are read last, and only where they may bear witness of something.
        """
        asked = frozenset(self.inputs.files)
        rest = [
            path
            for path in (self.inputs.siblings() if with_siblings else ())
            if path not in self.sources
        ]
        evidence = dict.fromkeys(path for path in rest if self.is_evidence(path))
        for path in rest:
            if path not in evidence:
                self.check_file(path, judge=path in asked and judge)
        if evidence and self._has_matter_for_evidence():
            since = bool(self.inputs.since)
            self.files.reads_all = not judge or since or names_tests(self.sources.values())
            for path in evidence:
                self.check_file(path, judge=path in asked and judge)
        return project_of(self.sources.values(), self._surroundings())

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
        return may_be_verified(self.sources.values(), self.packs.kinds)

    def result(self, path: str, *, judge: bool) -> FileResult | None:
        """Return what the file stage makes of *path*; None, and why is noted, if nothing."""
        source = self.intake.source(path)
        if source is None:
            return None
        try:
            return self.files.check(source, judge=judge)
        except Exception as error:  # noqa: BLE001  reading must never end the run
            from harness_lint.engine.crashes import crash_of

            self.crashes.append(crash_of(error, "reading the document", path))
            return None

    def check_file(self, path: str, *, judge: bool = True) -> None:
        """Read the file at *path*, and judge it, if it is wanted."""
        result = self.result(path, judge=judge)
        if result is not None:
            self.sources[path] = result.facts
            self.findings += result.findings
            self.crashes += result.crashes

    def provenance(self) -> Provenance:
        """Return what is known rests on."""
        return Provenance(
            self.intake.files_read,
            len(self.intake.skipped),
            self.intake.digest(),
            self._gate,
            self.inputs.extent,
        )
