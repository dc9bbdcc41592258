"""One run: files in, report out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import sorted_findings
from harness_lint.engine.fingerprints import fingerprinted
from harness_lint.engine.gathering import Gathering
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.project_stage import ProjectStage
from harness_lint.engine.reading import Reading
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Answer, Crash, Report
from harness_lint.engine.suppressions import Suppressions
from harness_lint.errors import UnusableCacheError
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project
from harness_lint.project.run import DirectiveUse, Run, Trouble

if TYPE_CHECKING:
    from harness_lint.engine.answers import Drawn
    from harness_lint.engine.verdicts import Verdicts

Render: TypeAlias = "Callable[[Report, Drawn | None], Answer]"
"""Makes an answer of a report, and of what an earlier one has drawn of it."""

M = TypeVar("M")


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
    return _made(config, registry, inputs, packs, extras or Extras(), _Run.report)


def answered(  # noqa: PLR0913, PLR0917  a run, and what is to be made of it
    config: Config,
    registry: Registry,
    inputs: Inputs,
    packs: PackSet,
    extras: Extras,
    question: str,
    render: Render,
) -> Answer:
    """Return what *render* makes of the report on *inputs*.

    *question* tells it from all else that can be made of a report; an answer to it that an earlier
    run has given, of the same project, is given again. If it is empty, nothing is kept.
    """
    made = partial(_Run.answer, question=question, render=render)
    return _made(config, registry, inputs, packs, extras, made)


def _made(  # noqa: PLR0913, PLR0917  a run, and what is to be made of it
    config: Config,
    registry: Registry,
    inputs: Inputs,
    packs: PackSet,
    extras: Extras,
    make: Callable[[_Run], M],
) -> M:
    """Return what *make* makes of a run; of one without memory, if what is in that is broken."""
    try:
        return make(_Run(config, registry, inputs, packs, extras))
    except UnusableCacheError:
        if inputs.memory is not None:
            inputs.memory.discard()
    return make(_Run(config, registry, inputs._replace(memory=None), packs, extras))


class FileReason(NamedTuple):
    """What a file was taken for, and why."""

    path: str
    family: str
    reason: str


class Explained(NamedTuple):
    """What files are taken for, by path, and those that our own code failed on."""

    files: tuple[FileReason, ...]
    crashes: tuple[Crash, ...]


def explain_files(config: Config, registry: Registry, inputs: Inputs) -> Explained:
    """Return what each file of *inputs* is taken for.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = load_packs(config.root, config.packs)
    gathering = Gathering(config, registry, inputs, packs, Extras())
    results = ((path, gathering.result(path, judge=False)) for path in inputs.files)
    known = [(path, result) for path, result in results if result is not None]
    return Explained(
        tuple(FileReason(path, result.facts.family, result.reason) for path, result in known),
        (*gathering.crashes, *(crash for _, result in known for crash in result.crashes)),
    )


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
        self.asked = frozenset(inputs.files)
        self.reading = Reading(config, registry, inputs, packs, extras)
        clock = self.reading.gathering.clock
        self.stage = ProjectStage(registry, self.reading.rules, packs, clock)
        self.checks: tuple[Check, ...] = ()
        self.is_whole = False
        self.verdicts: Verdicts | None = None
        self.project: Project
        self.phases: dict[str, float] = {}

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        """Measure what is done within."""
        start = perf_counter()
        yield
        self.phases[name] = self.phases.get(name, 0.0) + perf_counter() - start

    def report(self) -> Report:
        """Return what is found in the files that were asked for.

        Raises: UnusableCacheError if what earlier runs have left is broken.
        """
        self._gather()
        report = self._judged()
        self.reading.leave(is_whole=self.is_whole)
        return report

    def answer(self, question: str, render: Render) -> Answer:
        """Return what *render* makes of the report; for the same *question* it may be known.

        Raises: UnusableCacheError if what earlier runs have left is broken.
        """
        self._gather()
        verdicts = self.verdicts
        answers = self.reading.answers(verdicts) if verdicts is not None and question else None
        answer, drawn = answers.recall(question) if answers is not None else (None, None)
        if answer is None:
            report = self._judged()
            answer = render(report, drawn)
            failed = report.crashes or self.reading.gathering.notes
            if verdicts is not None and answers is not None and verdicts.is_lasting and not failed:
                answers.keep(question, answer, verdicts.texts)
        self.reading.leave(is_whole=self.is_whole)
        return answer

    def _gather(self) -> None:
        """Read the files that were asked for, and those beside them that matter."""
        with self._phase("reading files, or recalling them"):
            self._read()

    def _read(self) -> None:
        reading = self.reading
        evidence = reading.gathering.evidence(self.inputs.files)
        documents = [path for path in self.inputs.files if path not in evidence]
        reading.gathering.gather(documents or self.inputs.files, self.asked)
        self.checks = self.stage.checks_for(reading.matters())
        covers_all = self.inputs.extent.scope == "project" and len(self.inputs.files) > 1
        self.is_whole = covers_all or reading.asks_for_siblings(self.checks)
        self.project = reading.project(with_siblings=self.is_whole)
        self.verdicts = reading.verdicts() if self.is_whole else None

    def _judged(self) -> Report:
        """Return the report on what was read."""
        reading, project, stage = self.reading, self.project, self.stage
        gathering = reading.gathering
        with self._phase("judging the project"):
            stage.check_project(project, self.asked, self.checks, self.verdicts)
        if self.verdicts is not None:
            self.verdicts.keep()
        directives = reading.table.of_kind("directive")
        extents = reading.table.of_kind("directive-extent")
        suppressions = Suppressions(directives, self.registry, extents)
        found = (*gathering.findings(), *stage.findings)
        kept = [finding for finding in found if not suppressions.is_suppressed(finding)]
        stage.findings.clear()
        families = reading.table.families
        read = {path: families[path] for path in self.inputs.files if path in families}
        suppressed = {fact.at.path for fact in directives}
        uses = suppressions.uses({p: self._codes(p, read[p]) for p in read if p in suppressed})
        record = self._record(read, uses)._replace(idle_gate=self._idle_gate())
        stage.check_run(record, project.sources)
        about_run = [found for found in stage.findings if not suppressions.names(found)]
        notes = project.notes if self.verdicts is None else self.verdicts.notes(project)
        report = Report(
            findings=tuple(fingerprinted(sorted_findings((*kept, *about_run)))),
            crashes=(*gathering.crashes, *stage.crashes),
            notes=(*self.inputs.notes, *gathering.notes, *notes),
            files=len(read),
            documents=sum(family != UNKNOWN.name for family in read.values()),
            timings=gathering.clock.seconds,
            phases=self.phases if gathering.clock.is_enabled else {},
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

    def _record(self, read: Mapping[str, str], uses: tuple[DirectiveUse, ...]) -> Run:
        """Return what happened to the files that were asked for."""
        asked = {*self.inputs.files, *self.inputs.skipped}
        intake = self.reading.intake
        truncated = tuple(
            Trouble(fact.at, str(fact.values["reason"]))
            for fact in self.reading.table.of_kind("truncated")
            if fact.at.path in read
        )
        return Run(
            undecodable=tuple(one for one in intake.undecodable if one.at.path in asked),
            skipped=(*(one for one in intake.skipped if one.at.path in asked), *truncated),
            directives=uses,
            empty_folders=self.inputs.empty_folders,
            rule_names=self.registry.names,
        )

    def _idle_gate(self) -> str:
        """Return the gate, if it demands covered items and the whole project has none."""
        if self.config.gate == "integrity" or self.inputs.extent.scope != "project":
            return ""
        judged = {f"definition:{kind.name}" for kind in self.packs.kinds if kind.policy}
        return self.config.gate if judged.isdisjoint(self.reading.table.kinds()) else ""

    def _codes(self, path: str, name: str) -> frozenset[str]:
        """Return the codes that judged *path*, of the family *name*, over their whole scope."""
        family = self.packs.family(name) or UNKNOWN
        return frozenset(rule.check.code for rule in self.reading.rules.rules_for(path, family))


def _states(project: Project) -> dict[str, str]:
    return {name: str(one.state) for name, one in sorted(project.coverage.items())}
