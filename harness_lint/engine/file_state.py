"""What is known of one file of a project that is open, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from harness_lint.documents.document import UNKNOWN, Document
from harness_lint.engine.file_stage import Clock, FileStage, placed_facts, sorted_findings
from harness_lint.engine.fingerprints import fingerprinted
from harness_lint.engine.intake import Intake, Read
from harness_lint.engine.project_stage import ProjectStage
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import UNREAD, Crash
from harness_lint.engine.selection import RuleBook
from harness_lint.engine.suppressions import Suppressions
from harness_lint.findings import Finding
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.run import Run, Trouble
from harness_lint.source import Source

OWN_KINDS = ("directive", "directive-extent", "truncated")
"""Kinds of facts that matter to the findings of their own file, whatever checks say."""


class FileState(NamedTuple):
    """What the file stage makes of one file, or why it makes nothing of it."""

    path: str
    family: str | None = None
    """None if it could not be read."""
    own: tuple[Fact, ...] = ()
    """Its facts of `OWN_KINDS`."""
    findings: tuple[Finding, ...] = ()
    undecodable: tuple[Trouble, ...] = ()
    skipped: tuple[Trouble, ...] = ()
    crashes: tuple[Crash, ...] = ()
    facts: SourceFacts | None = None
    """None if they stand elsewhere already, or if there are none."""


class Glance(NamedTuple):
    """What is found in one file at once. The facts of a document take longer: they come last."""

    state: FileState
    """Without facts if *document* is there."""
    stage: FileStage
    document: Document | None = None
    """The document whose facts are still to be taken."""

    def whole(self) -> FileState:
        """Return the state with its facts."""
        if self.document is None:
            return self.state
        crashes = [*self.state.crashes]
        try:
            facts = self.stage.facts(self.document, crashes)
        except Exception as error:  # noqa: BLE001  reading must never end the session
            return _crashed(self.state.path, error)
        return self.state._replace(facts=facts, crashes=tuple(crashes))


def glance(path: str, read: Read, stage: FileStage, max_file_size: int) -> Glance:
    """Return what *stage* finds in the file at *path*, which *read* gives."""
    intake = Intake(read, max_file_size, {})
    source = intake.source(path)
    if source is None:
        troubles = tuple(intake.undecodable), tuple(intake.skipped)
        return Glance(FileState(path, undecodable=troubles[0], skipped=troubles[1]), stage)
    try:
        return _glance(source, stage)
    except Exception as error:  # noqa: BLE001  reading must never end the session
        return Glance(_crashed(path, error), stage)


def _glance(source: Source, stage: FileStage) -> Glance:
    subject, _ = stage.read(source)
    crashes: list[Crash] = []
    family, found = subject.family.name, tuple(stage.judge(subject, crashes))
    if isinstance(subject, Document):
        own = placed_facts(subject.own_facts(), source)
        state = FileState(source.path, family, own, found, crashes=tuple(crashes))
        return Glance(state, stage, subject)
    facts = stage.facts(subject, crashes)
    own = tuple(fact for fact in facts.facts if fact.kind in OWN_KINDS)
    subject.release()
    state = FileState(source.path, family, own, found, crashes=tuple(crashes), facts=facts)
    return Glance(state, stage)


def examine(path: str, read: Read, stage: FileStage, max_file_size: int) -> FileState:
    """Return what *stage* makes of the file at *path*, which *read* gives."""
    seen = glance(path, read, stage, max_file_size)
    whole = seen.whole()
    if seen.document is not None:
        seen.document.release()
    return whole


def _crashed(path: str, error: Exception) -> FileState:
    from harness_lint.engine.crashes import crash_of

    return FileState(path, crashes=(crash_of(error, UNREAD, path),))


def skipped_state(path: str, reason: str) -> FileState:
    """Return the state of a file that was left out, and why."""
    return FileState(path, skipped=tuple(Intake(_nothing, 0, {path: reason}).skipped))


def _nothing(path: str) -> bytes:
    raise FileNotFoundError(path)


class Settling:
    """Makes of what the two stages found in a file what users see of it."""

    def __init__(self, registry: Registry, rules: RuleBook, packs: PackSet) -> None:
        self._registry = registry
        self._rules = rules
        self._packs = packs

    def findings(self, state: FileState, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings of a file: its own and those that the project stage *found* there."""
        by_kind = {kind: [one for one in state.own if one.kind == kind] for kind in OWN_KINDS}
        suppressions = Suppressions(
            by_kind["directive"], self._registry, by_kind["directive-extent"]
        )
        every = (*state.findings, *found)
        kept = [finding for finding in every if not suppressions.is_suppressed(finding)]
        family = state.family
        ran = {state.path: self._codes(state.path, family)} if family is not None else {}
        truncated = (Trouble(one.at, str(one.values["reason"])) for one in by_kind["truncated"])
        record = Run(
            undecodable=state.undecodable,
            skipped=(*state.skipped, *truncated),
            directives=suppressions.uses(ran),
            rule_names=self._registry.names,
        )
        stage = ProjectStage(self._registry, self._rules, self._packs, Clock(enabled=False))
        stage.check_run(record, {} if family is None else {state.path: family})
        kept += (one for one in stage.findings if not suppressions.names(one))
        return tuple(fingerprinted(sorted_findings(kept)))

    def _codes(self, path: str, name: str) -> frozenset[str]:
        family = self._packs.family(name) or UNKNOWN
        return frozenset(rule.check.code for rule in self._rules.rules_for(path, family))
