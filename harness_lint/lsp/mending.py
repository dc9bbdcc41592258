"""What `check --fix` makes of a text that is open: as edits of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from harness_lint.engine.live import LiveProject
from harness_lint.engine.report import Crash, Report
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Applied, Read
from harness_lint.fixing.composing import composed
from harness_lint.fixing.edits import Replacement
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Texts, Wish, fixed_until_stable


class Mended(NamedTuple):
    """What the safe fixes of a text come to."""

    edits: tuple[Replacement, ...]
    """In bytes of the text before, in order."""
    crashes: tuple[Crash, ...]
    """Of the fixes that do what they must not, and were left out."""


class Mender:
    """Tries fixes on one text, which is judged with them again and again."""

    def __init__(
        self,
        path: str,
        data: bytes,
        found: Callable[[bytes], tuple[Finding, ...]],
        prover: Prover,
    ) -> None:
        """Look at the text *data* at *path*; *found* gives what is found if it were another."""
        self._path = path
        self._data = data
        self._found = found
        self._prover = prover
        self._passes: list[list[Replacement]] = []

    def mended(self) -> Mended:
        """Return what all safe fixes come to that edit this text alone, until none is left."""
        trusted = self._prover.trusted
        wish = Wish(may_edit=lambda path: path == self._path, trusted=trusted)
        report = self._check({})
        outcome = fixed_until_stable(report, self._read, wish, self._applied, self._check)
        crashes = (
            Crash(f"{one.code} {one.name}", one.path, f"its fix {reason}")
            for one, reason in outcome.faults
        )
        return Mended(composed(self._passes, len(self._data)), tuple(crashes))

    def _check(self, texts: Texts) -> Report:
        return Report(self._found(texts.get(self._path, self._data)))

    def _read(self, _: str) -> bytes:
        return self._data

    def _applied(self, findings: tuple[Finding, ...], read: Read) -> Applied:
        if read(self._path) == self._data:  # from the beginning, as some fixes came to no end
            self._passes.clear()
        made = self._prover.applied(findings, read)
        if made.texts:
            self._passes.append([Replacement(one.span, one.text.encode()) for one in made.edits])
        return made


def mended_in(
    live: LiveProject,
    path: str,
    data: bytes,
    new: Callable[[tuple[Finding, ...]], tuple[Finding, ...]],
) -> Mended:
    """Return what the safe fixes of the file at *path* come to, in which *data* stands.

    *live* has been judged with it, and is again in the end. *new* picks the findings that count.
    """

    def found(text: bytes) -> tuple[Finding, ...]:
        live.put(path, text)
        live.judge()
        return new(live.findings(path))

    prover = Prover(live.config, live.registry, live.packs)
    try:
        return Mender(path, data, found, prover).mended()
    finally:
        found(data)
