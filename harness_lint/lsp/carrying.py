"""Findings of a text, carried over to what has become of it, until they are found anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness_lint.findings import Finding, PlacedEdit, PlacedFix
from harness_lint.source import Source, Span


class Shift(NamedTuple):
    """What lies between two texts: the first and the last bytes that they share stay together."""

    start: int
    """So many bytes are the same at the beginning."""
    end: int
    """The offset, in the old text, behind which all is the same again."""
    by: int
    """How far that has moved."""

    def span(self, at: Span) -> Span | None:
        """Return where *at* lies in the new text; None if it was touched."""
        if at.end <= self.start:
            return at
        if at.start >= self.end:
            return Span(at.start + self.by, at.end + self.by)
        return None


def carried(findings: Iterable[Finding], before: bytes, source: Source) -> Iterator[Finding]:
    """Yield *findings*, of the text *before*, where they are now; not those that were touched."""
    if before == source.data:
        yield from findings
        return
    shift = shift_between(before, source.data)
    for finding in findings:
        span = shift.span(finding.span)
        if span is not None:
            place = finding.place if span == finding.span else source.place(span)
            fix = _fix(finding.fix, source, shift)
            yield finding._replace(span=span, place=place, fix=fix)


def shift_between(before: bytes, after: bytes) -> Shift:
    """Return what lies between two texts."""
    start = _shared(before, after)
    rest, other = before[start:], after[start:]
    tail = _shared(rest[::-1], other[::-1])
    return Shift(start, len(before) - tail, len(after) - len(before))


def _shared(one: bytes, two: bytes) -> int:
    """Return how many bytes two texts share at their beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _fix(fix: PlacedFix | None, source: Source, shift: Shift) -> PlacedFix | None:
    if fix is None:
        return None
    edits = []
    for edit in fix.edits:
        span = shift.span(edit.span) if edit.path == source.path else edit.span
        if span is None:
            return None
        place = edit.place if span == edit.span else source.place(span)
        edits.append(PlacedEdit(edit.path, place, span, edit.text))
    return fix._replace(edits=tuple(edits))
