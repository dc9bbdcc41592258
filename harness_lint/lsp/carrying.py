"""Findings of a text, carried over to what has become of it, until they are found anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness_lint.findings import Finding, PlacedEdit, PlacedFix
from harness_lint.shift import Shift, shift_between
from harness_lint.source import Source


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
