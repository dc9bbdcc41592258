"""Findings below the path of their file, in columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness_lint.engine.report import Report
from harness_lint.findings import Finding
from harness_lint.reporters import Context
from harness_lint.reporters.summary import summary_line
from harness_lint.reporters.terminal import Paint, padded, safe


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield each file with its findings, and the summary."""
    paint = Paint(context.colour)
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        yield paint.bold(safe(context.shown_path(path)))
        yield from _lines(list(group), paint)
        yield ""
    if context.summary:
        yield summary_line(report, paint)


def _lines(findings: list[Finding], paint: Paint) -> Iterator[str]:
    places = [f"{one.place.line}:{one.place.column}" for one in findings]
    widest_place = max(map(len, places))
    widest_severity = max(len(one.severity) for one in findings)
    for place, one in zip(places, findings, strict=True):
        severity = paint.severity(one.severity, padded(one.severity, widest_severity))
        name = paint.dim(f"[{one.name}]")
        yield f"  {place:<{widest_place}}  {severity}  {one.code}  {safe(one.message)} {name}"
