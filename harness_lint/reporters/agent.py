"""Findings for a coding agent: few words, the path once per file, each with its repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from harness_lint.engine.report import Report
from harness_lint.findings import Finding
from harness_lint.reporters import Context
from harness_lint.reporters.summary import summary_line
from harness_lint.reporters.terminal import Paint, safe

CAP = 60
"""Findings shown. More would fill the reader's context; the rest is counted by rule."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield the summary first, then each file with its findings."""
    if context.summary:
        yield summary_line(report, Paint(on=False))
    shown, rest = report.findings[:CAP], report.findings[CAP:]
    for path, group in groupby(shown, key=lambda finding: finding.path):
        yield safe(context.shown_path(path))
        for finding in group:
            yield _line(finding)
    if rest:
        yield _remainder(rest)


def _line(finding: Finding) -> str:
    place = f"{finding.place.line}:{finding.place.column}"
    words = f"  {place} {finding.severity} {finding.code} {finding.name}: {safe(finding.message)}"
    for one in finding.related:
        where = "line " if one.path == finding.path else f"{safe(one.path)}:"
        words += f" ({where}{one.place.line}: {safe(one.message)})"
    if finding.fix is not None:
        words += f" -> {safe(finding.fix.title)}"
    return words


def _remainder(rest: tuple[Finding, ...]) -> str:
    counts = Counter(f"{one.code} {one.name}" for one in rest)
    rules = ", ".join(f"{rule} x{count}" for rule, count in counts.most_common())
    return f"{len(rest)} more not shown ({rules}); use --output-format concise, a path, or --select"
