"""One run: files in, report out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from harness_lint.config import Config
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import sorted_findings
from harness_lint.engine.fingerprints import fingerprinted
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.project_stage import ProjectStage
from harness_lint.engine.reading import Reading
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Provenance, Report
from harness_lint.engine.suppressions import Suppressions
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.index import Project
from harness_lint.project.run import Run, Trouble


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


class Explained(NamedTuple):
    """What files are taken for, by path, and those that our own code failed on."""

    files: tuple[FileReason, ...]
    crashes: tuple[Crash, ...]


class WholeProject(NamedTuple):
    """A project that was read and not judged, what it rests on, and what our own code failed on."""

    project: Project
    provenance: Provenance
    crashes: tuple[Crash, ...]


def explain_files(config: Config, registry: Registry, inputs: Inputs) -> Explained:
    """Return what each file of *inputs* is taken for.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = load_packs(config.root, config.packs)
    reading = Reading(config, registry, inputs, packs, Extras())
    results = ((path, reading.result(path, judge=False)) for path in inputs.files)
    known = [(path, result) for path, result in results if result is not None]
    return Explained(
        tuple(FileReason(path, result.facts.family, result.reason) for path, result in known),
        (*reading.crashes, *(crash for _, result in known for crash in result.crashes)),
    )


def project_of_files(
    config: Config, registry: Registry, inputs: Inputs, *, mentions: bool = False
) -> WholeProject:
    """Return the project of *inputs*, all its files read and none judged.

    With *mentions*, every ID in running text is a fact too.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = load_packs(config.root, config.packs)
    extras = Extras(digest=True, mentions=mentions)
    reading = Reading(config, registry, inputs, packs, extras)
    project = reading.project(with_siblings=True, judge=False)
    return WholeProject(project, reading.provenance(), tuple(reading.crashes))


class _Run:
    """One run: what was read, and the report on it."""

    def __init__(
        self, config: Config, registry: Registry, inputs: Inputs, packs: PackSet, extras: Extras
    ) -> None:
        self.config = config
        self.registry = registry
        self.inputs = inputs
        self.packs = packs
        self.with_states = extras.states
        self.reading = Reading(config, registry, inputs, packs, extras)

    def report(self) -> Report:
        """Return what is found in the files that were asked for."""
        reading = self.reading
        documents = [path for path in self.inputs.files if not reading.is_evidence(path)]
        for path in documents or self.inputs.files:
            reading.check_file(path)
        asked = frozenset(self.inputs.files)
        stage = ProjectStage(self.registry, reading.rules, self.packs, reading.clock)
        checks = stage.checks_for(reading.matters())
        project = reading.project(with_siblings=reading.asks_for_siblings(checks))
        read = {path: source for path, source in reading.sources.items() if path in asked}
        record = self._record(read)
        stage.check_project(project, asked, checks)
        suppressions = Suppressions(self._directives(), self.registry)
        found = (*reading.findings, *stage.findings)
        kept = [finding for finding in found if not suppressions.is_suppressed(finding)]
        stage.findings.clear()
        uses = suppressions.uses({path: self._codes(read[path]) for path in read})
        record = record._replace(directives=uses, idle_gate=self._idle_gate(project))
        stage.check_run(record, project)
        about_run = [found for found in stage.findings if not suppressions.names(found)]
        report = Report(
            findings=tuple(fingerprinted(sorted_findings((*kept, *about_run)))),
            crashes=(*reading.crashes, *stage.crashes),
            notes=(*self.inputs.notes, *project.notes),
            files=len(read),
            documents=sum(source.family != UNKNOWN.name for source in read.values()),
            timings=reading.clock.seconds,
            items=_states(project) if self.with_states else {},
            provenance=reading.provenance(),
        )
        return self._without_known(report)

    def _without_known(self, report: Report) -> Report:
        """Return *report* without the findings of the baseline."""
        baseline = self.inputs.baseline
        if baseline is None:
            return report
        from harness_lint.engine.baseline import compare

        is_part = self.inputs.extent.is_narrowed or self.reading.intake.skipped
        is_whole = not (is_part or report.crashes)
        exists = self.inputs.tree.exists
        compared = compare(report.findings, baseline, exists=exists, is_whole=is_whole)
        return report._replace(**compared._asdict())

    def _record(self, read: Mapping[str, SourceFacts]) -> Run:
        """Return what happened to the files that were asked for."""
        asked = {*self.inputs.files, *self.inputs.skipped}
        intake = self.reading.intake
        truncated = tuple(
            Trouble(fact.at, str(fact.values["reason"]))
            for source in read.values()
            for fact in source.facts
            if fact.kind == "truncated"
        )
        return Run(
            undecodable=tuple(one for one in intake.undecodable if one.at.path in asked),
            skipped=(*(one for one in intake.skipped if one.at.path in asked), *truncated),
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

    def _directives(self) -> list[Fact]:
        return [
            fact
            for source in self.reading.sources.values()
            for fact in source.facts
            if fact.kind == "directive"
        ]

    def _codes(self, source: SourceFacts) -> frozenset[str]:
        """Return the codes that judged *source* over their whole scope."""
        family = self.packs.family(source.family) or UNKNOWN
        rules = self.reading.rules.rules_for(source.path, family)
        return frozenset(rule.check.code for rule in rules)


def _states(project: Project) -> dict[str, str]:
    return {name: str(one.state) for name, one in sorted(project.coverage.items())}
