"""What is known of one file of a project that is open, and what is found in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import Clock, FileStage, sorted_findings
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


def examine(path: str, read: Read, stage: FileStage, max_file_size: int) -> FileState:
    """Return what *stage* makes of the file at *path*, which *read* gives."""
    intake = Intake(read, max_file_size, {})
    source = intake.source(path)
    if source is None:
        troubles = tuple(intake.undecodable), tuple(intake.skipped)
        return FileState(path, undecodable=troubles[0], skipped=troubles[1])
    try:
        result = stage.check(source)
    except Exception as error:  # noqa: BLE001  reading must never end the session
        from harness_lint.engine.crashes import crash_of

        return FileState(path, crashes=(crash_of(error, UNREAD, path),))
    facts = result.facts
    own = tuple(fact for fact in facts.facts if fact.kind in OWN_KINDS)
    found, crashes = tuple(result.findings), tuple(result.crashes)
    return FileState(path, facts.family, own, found, crashes=crashes, facts=facts)


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
