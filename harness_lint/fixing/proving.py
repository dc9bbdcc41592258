"""Proving, text by text, that fixes do what they say: before they are written anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.registry import Registry
from harness_lint.engine.selection import RuleBook
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Applied, Fault, Read, applied, edited_by, is_safe
from harness_lint.fixing.meaning import lost, meaning_of
from harness_lint.packs.shape import PackSet

MOST_KNOWN = 64
"""So many texts are known at a time."""


class Prover:
    """Holds texts before and after their fixes against each other, as a run would read them."""

    def __init__(self, config: Config, registry: Registry, packs: PackSet) -> None:
        """Make the prover for runs with *config*."""
        trusted = (check for word in config.safe_fixes for check in registry.matching(word))
        self.trusted = frozenset(check.code for check in trusted)
        """Rules whose fixes the user calls safe, whatever they change."""
        rules, clock = RuleBook(config, registry), Clock(enabled=False)
        stage = FileStage(packs, rules, config.engine, clock)
        # What a text says after one fix is what it says before the next.
        self._meaning = lru_cache(MOST_KNOWN)(
            partial(meaning_of, stage=stage, engine=config.engine)
        )

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
        suspects = self._suspects(made, read)
        if not suspects:
            return made
        told = [Fault(one, why) for one in suspects for why in self._guilt(one, read)[:1]]
        wrong = {fault.finding for fault in told}
        made = applied([one for one in findings if one not in wrong], read)
        waiting = {*self._suspects(made, read)[1:]}  # each is right on its own: one at a time, then
        if waiting:
            made = applied([one for one in made.fixed if one not in waiting], read)
        return made._replace(faults=(*told, *made.faults))

    def _suspects(self, made: Applied, read: Read) -> list[Finding]:
        """Return the findings whose fixes edit a text that does not pass."""
        spoiled = {path for path, _ in self._objections(made, read)}
        return [one for one in made.fixed if not spoiled.isdisjoint(edited_by(one))]

    def _guilt(self, finding: Finding, read: Read) -> list[str]:
        """Return what the fix of *finding*, made alone, does that it must not do."""
        made = applied((finding,), read)
        return [reason for _, reason in self._objections(made, read)]

    def _objections(self, made: Applied, read: Read) -> Iterator[tuple[str, str]]:
        """Yield the paths of the texts that do not pass, and why: what follows “its fix”."""
        is_harmless = all(map(self._is_harmless, made.fixed))
        for path, after in made.texts.items():
            old, new = (self._meaning(path, data) for data in (read(path), after))
            if old is None or new is None:
                yield path, "makes of a text what is none"
            elif old.data and not new.data:
                yield path, "makes its data unreadable"
            elif is_harmless and (part := lost(old, new)):
                yield path, f"is called safe and would change {part} in `{path}`"

    def _is_harmless(self, finding: Finding) -> bool:
        is_trusted = finding.code in self.trusted
        return finding.fix is not None and is_safe(finding.fix) and not is_trusted
