"""Applying the fixes of findings to texts, once: whole fixes, as many as go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from harness_lint.findings import Applicability, Finding, PlacedEdit, PlacedFix
from harness_lint.fixing.edits import Draft, Replacement

Read: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a path below the root, the same whenever it is asked; raises OSError."""


class Fault(NamedTuple):
    """A fix that we must not apply, which is our own fault or that of a plug-in."""

    finding: Finding
    reason: str
    """What follows “its fix”: `lies outside of the text`."""


class Applied(NamedTuple):
    """What became of texts and fixes."""

    texts: Mapping[str, bytes]
    """The new bytes by path, of those texts alone that have changed."""
    fixed: tuple[Finding, ...]
    """The findings whose fixes were applied, in their order."""
    waiting: tuple[Finding, ...] = ()
    """Those whose fixes overlap others: there may be room for them the next time."""
    faults: tuple[Fault, ...] = ()

    @property
    def edits(self) -> tuple[PlacedEdit, ...]:
        """All edits that were made, each once though several findings have it."""
        fixes = (one.fix for one in self.fixed if one.fix is not None)
        return tuple(dict.fromkeys(edit for fix in fixes for edit in fix.edits))


def is_safe(fix: PlacedFix) -> bool:
    """Whether *fix* may be applied unseen."""
    return fix.applicability is Applicability.SAFE


def is_any(fix: PlacedFix) -> bool:  # noqa: ARG001  the shape of `is_safe`
    """Return True: for those who have said that unsafe fixes are wanted too."""
    return True


def edited_by(finding: Finding) -> set[str]:
    """Return the paths that the fix of *finding* edits."""
    return {edit.path for edit in finding.fix.edits} if finding.fix is not None else set()


def fixable(
    findings: Iterable[Finding], wanted: Callable[[PlacedFix], bool] = is_safe
) -> tuple[Finding, ...]:
    """Return those of *findings* that have a fix which is *wanted*."""
    return tuple(one for one in findings if one.fix is not None and wanted(one.fix))


def applied(findings: Iterable[Finding], read: Read) -> Applied:
    """Return what the fixes of *findings* make of the texts that *read* gives.

    A fix is applied with all its edits or not at all; where two overlap, the first one goes before.
    """
    sheet = _Sheet(read)
    fixed, waiting, faults = [], [], []
    for finding in findings:
        if finding.fix is None:
            continue
        replacements = _placed(finding.fix)
        reason = sheet.objection(replacements)
        if reason:
            faults.append(Fault(finding, reason))
        elif sheet.takes(replacements):
            sheet.take(replacements)
            fixed.append(finding)
        else:
            waiting.append(finding)
    return Applied(sheet.texts(), tuple(fixed), tuple(waiting), tuple(faults))


_Placed: TypeAlias = tuple[tuple[str, Replacement], ...]
"""Replacements with the paths of their texts."""


class _Sheet:
    """The texts, and what is to be replaced in them so far."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._drafts: dict[str, Draft] = {}

    def objection(self, placed: _Placed) -> str:
        """Return why *placed*, a fix on its own, must not be applied; empty if it may."""
        alone: dict[str, Draft] = {}
        for path, replacement in placed:
            try:
                data = self._read(path)
            except OSError:
                return f"edits `{path}`, which cannot be read"
            reason = _objection(data, replacement)
            if reason:
                return reason
            draft = alone.setdefault(path, Draft())
            if not draft.takes(replacement):
                return "has edits that overlap each other"
            draft.take(replacement)
        return "" if any(self._changes(*one) for one in placed) else "changes nothing"

    def _changes(self, path: str, replacement: Replacement) -> bool:
        start, end = replacement.span
        return self._read(path)[start:end] != replacement.text

    def takes(self, placed: _Placed) -> bool:
        """Whether all of *placed* goes together with what was taken."""
        return all(
            path not in self._drafts or self._drafts[path].takes(one) for path, one in placed
        )

    def take(self, placed: _Placed) -> None:
        for path, replacement in placed:
            self._drafts.setdefault(path, Draft()).take(replacement)

    def texts(self) -> dict[str, bytes]:
        """Return the texts that are other than they were."""
        made = ((path, draft.made_of(self._read(path))) for path, draft in self._drafts.items())
        return {path: data for path, data in made if data != self._read(path)}


def _placed(fix: PlacedFix) -> _Placed:
    return tuple(
        (one.path, Replacement(one.span, one.text.encode(errors="surrogatepass")))
        for one in fix.edits
    )


def _objection(data: bytes, replacement: Replacement) -> str:
    start, end = replacement.span
    if not 0 <= start <= end <= len(data):
        return "lies outside of the text"
    if any(0x80 <= byte < 0xC0 for at in (start, end) for byte in data[at : at + 1]):
        return "cuts a character"
    return "" if _is_text(replacement.text) else "writes what is no text"


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in data
