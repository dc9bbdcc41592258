"""Findings with fixes, written down in one line each."""

from harness_lint.findings import Applicability, Finding, PlacedEdit, PlacedFix, Severity
from harness_lint.source import Place, Span

PLACE = Place(1, 1, 1, 1)


def fix(*edits, applicability=Applicability.SAFE):
    """Return a fix with *edits*: ``(path, start, end, text)``."""
    placed = (PlacedEdit(path, PLACE, Span(start, end), text) for path, start, end, text in edits)
    return PlacedFix("Repair it", applicability, tuple(placed))


def finding(*edits, message="it is wrong", **options):
    """Return a finding whose fix has *edits*."""
    return Finding(
        code="HL999",
        name="wrong",
        severity=Severity.WARNING,
        message=message,
        path="a.md",
        span=Span(0, 0),
        place=PLACE,
        document="unknown",
        fix=fix(*edits, **options),
    )
