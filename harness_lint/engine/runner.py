"""One run: files in, report out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import (
    Clock,
    FileResult,
    FileStage,
    is_markdown,
    sorted_findings,
)
from harness_lint.engine.fingerprints import fingerprinted
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.intake import Intake
from harness_lint.engine.project_stage import ProjectStage
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Provenance, Report
from harness_lint.engine.selection import RuleBook
from harness_lint.engine.suppressions import Suppressions
from harness_lint.engine.witness import may_be_verified, names_tests
from harness_lint.findings import Finding
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.index import Project, ProjectSettings, Surroundings, project_of
from harness_lint.project.run import Run, Trouble

if TYPE_CHECKING:
    from harness_lint.engine.past import Past


def run(
    config: Config,
    registry: Registry,
    inputs: Inputs,
    *,
    packs: PackSet | None = None,
    extras: Extras | None = None,
) -> Report:
    """Check the files of *inputs* and return what was found.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = packs or load_packs(config.root, config.packs)
    return _Run(config, registry, inputs, packs, extras or Extras()).report()


class FileReason(NamedTuple):
    """What a file was taken for, and why."""

    path: str
    family: str
    reason: str


def explain_files(config: Config, registry: Registry, inputs: Inputs) -> list[FileReason]:
    """Return what each file of *inputs* is taken for, by path."""
    packs = load_packs(config.root, config.packs)
    return _Run(config, registry, inputs, packs, Extras()).reasons()


def project_of_files(
    config: Config, registry: Registry, inputs: Inputs, *, mentions: bool = False
) -> tuple[Project, Provenance]:
    """Return the project of *inputs*, all its files read and none judged, and what it rests on.

    With *mentions*, every ID in running text is a fact too.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = load_packs(config.root, config.packs)
    extras = Extras(digest=True, mentions=mentions)
    reading = _Run(config, registry, inputs, packs, extras)
    return reading.project(), reading.provenance()


LINKS = frozenset({"link"})
"""What the tree alone can judge, as long as nothing is missing."""


class _Run:
    """The state of one run: what was read, and what was found so far."""

    def __init__(
        self, config: Config, registry: Registry, inputs: Inputs, packs: PackSet, extras: Extras
    ) -> None:
        self.config = config
        self.registry = registry
        self.inputs = inputs
        self.packs = packs
        self.extras = extras
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

    def report(self) -> Report:
        """Return what is found in the files that were asked for."""
        documents = [path for path in self.inputs.files if not self._is_evidence(path)]
        for path in documents or self.inputs.files:
            self._check_file(path)
        asked = frozenset(self.inputs.files)
        stage = ProjectStage(self.registry, self.rules, self.packs, self.clock)
        checks = stage.checks_for(self._matters())
        project = self._project(with_siblings=self._asks_for_siblings(checks))
        read = {path: source for path, source in self.sources.items() if path in asked}
        record = self._record(read)
        stage.check_project(project, asked, checks)
        suppressions = Suppressions(self._directives(), self.registry)
        found = (*self.findings, *stage.findings)
        kept = [finding for finding in found if not suppressions.is_suppressed(finding)]
        stage.findings.clear()
        uses = suppressions.uses({path: self._codes(read[path]) for path in read})
        record = record._replace(directives=uses, idle_gate=self._idle_gate(project))
        stage.check_run(record, project)
        about_run = [found for found in stage.findings if not suppressions.names(found)]
        report = Report(
            findings=tuple(fingerprinted(sorted_findings((*kept, *about_run)))),
            crashes=(*self.crashes, *stage.crashes),
            notes=(*self.inputs.notes, *project.notes),
            files=len(read),
            documents=sum(source.family != UNKNOWN.name for source in read.values()),
            timings=self.clock.seconds,
            items=_states(project) if self.extras.states else {},
            provenance=self.provenance(),
        )
        return self._without_known(report)

    def provenance(self) -> Provenance:
        """Return what the report rests on."""
        return Provenance(
            self.intake.files_read,
            len(self.intake.skipped),
            self.intake.digest(),
            self.config.gate,
            self.inputs.extent,
        )

    def _without_known(self, report: Report) -> Report:
        """Return *report* without the findings of the baseline."""
        baseline = self.inputs.baseline
        if baseline is None:
            return report
        from harness_lint.engine.baseline import compare

        is_whole = not (self.inputs.extent.is_narrowed or self.intake.skipped or report.crashes)
        exists = self.inputs.tree.exists
        compared = compare(report.findings, baseline, exists=exists, is_whole=is_whole)
        return report._replace(**compared._asdict())

    def project(self) -> Project:
        """Return the project of all files, none of them judged."""
        return self._project(with_siblings=True, judge=False)

    def reasons(self) -> list[FileReason]:
        """Return what each file is taken for."""
        found = []
        for path in self.inputs.files:
            result = self._result(path, judge=False)
            if result is not None:
                found.append(FileReason(path, result.facts.family, result.reason))
        return found

    def _result(self, path: str, *, judge: bool) -> FileResult | None:
        source = self.intake.source(path)
        if source is None:
            return None
        try:
            return self.files.check(source, judge=judge)
        except Exception as error:  # noqa: BLE001  reading must never end the run
            cause = f"{type(error).__name__}: {error}"
            self.crashes.append(Crash("reading the document", path, cause))
            return None

    def _check_file(self, path: str, *, judge: bool = True) -> None:
        result = self._result(path, judge=judge)
        if result is not None:
            self.sources[path] = result.facts
            self.findings += result.findings
            self.crashes += result.crashes

    def _record(self, read: Mapping[str, SourceFacts]) -> Run:
        """Return what happened to the files that were asked for."""
        asked = {*self.inputs.files, *self.inputs.skipped}
        truncated = tuple(
            Trouble(fact.at, str(fact.values["reason"]))
            for source in read.values()
            for fact in source.facts
            if fact.kind == "truncated"
        )
        return Run(
            undecodable=tuple(one for one in self.intake.undecodable if one.at.path in asked),
            skipped=(*(one for one in self.intake.skipped if one.at.path in asked), *truncated),
            empty_folders=self.inputs.empty_folders,
            rule_names=self.registry.names,
        )

    def _idle_gate(self, project: Project) -> str:
        """Return the gate, if it demands covered items and the whole project has none."""
        if self.config.gate == "integrity" or self.inputs.extent.scope != "project":
            return ""
        judged = {kind.name for kind in self.packs.kinds if kind.policy}
        found = any(fact.values["kind"] in judged for fact in project.facts("definition"))
        return "" if found else self.config.gate

    def _matters(self) -> frozenset[str]:
        """Return the kinds of facts in the files asked for, and the settings that are given."""
        kinds = {fact.kind for source in self.sources.values() for fact in source.facts}
        return self.settings.given | kinds

    def _asks_for_siblings(self, checks: Iterable[Check]) -> bool:
        """Whether *checks* need files that were not asked for: not so for links that lead there."""
        matters = self._matters()
        if any(not check.needs or matters & {*check.needs} != LINKS for check in checks):
            return True
        if matters.isdisjoint(LINKS):
            return False
        return not project_of(self.sources.values(), self._surroundings()).links.lead_there

    def _project(self, *, with_siblings: bool, judge: bool = True) -> Project:
        """Return the project, its other files read too if they matter.

        Tests and their results are read last, and only where they may bear witness of something.
        """
        asked = frozenset(self.inputs.files)
        rest = [
            path
            for path in (self.inputs.siblings() if with_siblings else ())
            if path not in self.sources
        ]
        evidence = dict.fromkeys(path for path in rest if self._is_evidence(path))
        for path in rest:
            if path not in evidence:
                self._check_file(path, judge=path in asked and judge)
        if evidence and self._has_matter_for_evidence():
            since = bool(self.inputs.since)
            self.files.reads_all = not judge or since or names_tests(self.sources.values())
            for path in evidence:
                self._check_file(path, judge=path in asked and judge)
        return project_of(self.sources.values(), self._surroundings())

    def _surroundings(self) -> Surroundings:
        inputs = self.inputs
        before = self.past.project if self.past is not None else None
        return Surroundings(inputs.tree, inputs.today, self.settings, inputs.open_history, before)

    @cached_property
    def past(self) -> Past | None:
        """What the project was; None if nobody asks."""
        if not self.inputs.since or self.inputs.open_history is None:
            return None
        from harness_lint.engine.past import Past

        return Past(self.inputs, self.intake, self.files, self.settings)

    def _is_evidence(self, path: str) -> bool:
        forced = self.rules.forced_family(path)
        family = self.packs.family(forced) if forced else None
        if family is None and not is_markdown(path):
            family = self.files.classifier.structured(path)
        return family is not None and family.is_evidence

    def _has_matter_for_evidence(self) -> bool:
        """Whether anything that was read may be verified by tests, or tests may have moved."""
        if self.past is not None and self.past.changed(self._is_evidence):
            return True
        return may_be_verified(self.sources.values(), self.packs.kinds)

    def _directives(self) -> list[Fact]:
        return [
            fact
            for source in self.sources.values()
            for fact in source.facts
            if fact.kind == "directive"
        ]

    def _codes(self, source: SourceFacts) -> frozenset[str]:
        """Return the codes that judged *source* over their whole scope."""
        family = self.packs.family(source.family) or UNKNOWN
        return frozenset(rule.check.code for rule in self.rules.rules_for(source.path, family))


def _states(project: Project) -> dict[str, str]:
    return {name: str(one.state) for name, one in sorted(project.coverage.items())}
