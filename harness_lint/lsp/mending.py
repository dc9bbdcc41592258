"""What `check --fix` makes of a text that is open: as edits of it."""

from __future__ import annotations

from collections.abc import Callable

from harness_lint.engine.live import LiveProject
from harness_lint.engine.report import Crash, Report
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Applied, Read
from harness_lint.fixing.composing import composed
from harness_lint.fixing.edits import Replacement
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Texts, Wish, fixed_until_stable


class Mender:
    """Tries fixes on one text of a project, which is judged with it again and again."""

    def __init__(
        self,
        live: LiveProject,
        path: str,
        data: bytes,
        new: Callable[[tuple[Finding, ...]], tuple[Finding, ...]],
    ) -> None:
        """Look at the text *data* at *path*, with which *live* has been judged.

        *new* picks the findings that are wanted.
        """
        self._live = live
        self._path = path
        self._data = data
        self._new = new
        self._prover = Prover(live.config, live.registry, live.packs)
        self._passes: list[list[Replacement]] = []

    def edits(self) -> tuple[Replacement, ...]:
        """Return what all safe fixes come to that edit this text alone, until none is left.

        Those that do what they must not are left out, and added to the crashes of the project.
        """
        wish = Wish(may_edit=lambda path: path == self._path)
        try:
            outcome = fixed_until_stable(
                self._report(), self._read, wish, self._applied, self._check
            )
        finally:
            if self._passes:
                self._check({})
        self._live.crashes += (
            Crash(f"{one.code} {one.name}", one.path, f"its fix {reason}")
            for one, reason in outcome.faults
        )
        return composed(self._passes, len(self._data))

    def _report(self) -> Report:
        return Report(self._new(self._live.findings(self._path)))

    def _check(self, texts: Texts) -> Report:
        self._live.put(self._path, texts.get(self._path, self._data))
        self._live.judge()
        return self._report()

    def _read(self, _: str) -> bytes:
        return self._data

    def _applied(self, findings: tuple[Finding, ...], read: Read) -> Applied:
        if read(self._path) == self._data:  # from the beginning, as some fixes came to no end
            self._passes.clear()
        made = self._prover.applied(findings, read)
        if made.texts:
            self._passes.append([Replacement(one.span, one.text.encode()) for one in made.edits])
        return made
