"""Proving, text by text, that fixes do what they say: before they are written anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.registry import Registry
from harness_lint.engine.selection import RuleBook
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Applied, Fault, Read, applied, is_safe
from harness_lint.fixing.meaning import Meaning, lost, meaning_of
from harness_lint.packs.shape import PackSet


class Prover:
    """Holds texts before and after their fixes against each other, as a run would read them."""

    def __init__(self, config: Config, registry: Registry, packs: PackSet) -> None:
        """Make the prover for runs with *config*."""
        self._engine = config.engine
        trusted = (check for word in config.safe_fixes for check in registry.matching(word))
        self._trusted = {check.code for check in trusted}
        """Rules whose fixes the user calls safe, whatever they change."""
        rules = RuleBook(config, registry)
        self._stage = FileStage(packs, rules, config.engine, Clock(enabled=False))

    def applied(self, findings: Iterable[Finding], read: Read) -> Applied:
        """Return what the fixes of *findings* make of the texts that *read* gives.

        What a safe fix would change besides, and what any fix would break, is a fault of that fix,
        which is left out. As long as safe ones have something to do, the others wait.
        """
        sides: tuple[list[Finding], list[Finding]] = ([], [])
        for finding in findings:
            sides[self._is_harmless(finding)].append(finding)
        others, harmless = sides
        made = self._proved(harmless, read)
        if made.texts or not others:
            return made._replace(waiting=(*made.waiting, *others))
        rest = self._proved(others, read)
        return rest._replace(faults=(*made.faults, *rest.faults))

    def _proved(self, findings: Sequence[Finding], read: Read) -> Applied:
        made = applied(findings, read)
        if not self._objection(made, read):
            return made
        faults = {one: reason for one in made.fixed if (reason := self._guilt(one, read))}
        kept = [one for one in findings if one not in faults]
        again = applied(kept, read)
        if self._objection(again, read):  # each is right on its own: one at a time, then
            again = applied(again.fixed[:1], read)
        told = [Fault(one, reason) for one, reason in faults.items()]
        return again._replace(faults=(*told, *again.faults))

    def _guilt(self, finding: Finding, read: Read) -> str:
        return self._objection(applied((finding,), read), read)

    def _objection(self, made: Applied, read: Read) -> str:
        """Return what *made* does that its fixes must not do; empty if it is nothing."""
        is_harmless = all(map(self._is_harmless, made.fixed))
        for path, after in made.texts.items():
            old, new = (self._meaning(path, data) for data in (read(path), after))
            if old is None or new is None:
                return "makes of a text what is none"
            if old.data and not new.data:
                return "makes its data unreadable"
            part = lost(old, new) if is_harmless else ""
            if part:
                return f"is called safe and would change {part} in `{path}`"
        return ""

    def _is_harmless(self, finding: Finding) -> bool:
        is_trusted = finding.code in self._trusted
        return finding.fix is not None and is_safe(finding.fix) and not is_trusted

    def _meaning(self, path: str, data: bytes) -> Meaning | None:
        return meaning_of(path, data, self._stage, self._engine)
