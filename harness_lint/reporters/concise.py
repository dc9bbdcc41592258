"""`path:line:column: CODE message [name]`, one finding per line."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.engine.report import Report
from harness_lint.findings import Finding
from harness_lint.reporters import Context
from harness_lint.reporters.summary import summary_line
from harness_lint.reporters.terminal import Paint, safe


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield one line per finding, and the summary."""
    paint = Paint(context.colour)
    for finding in report.findings:
        yield concise_line(finding, context, paint)
    if context.summary:
        yield summary_line(report, paint)


def concise_line(finding: Finding, context: Context, paint: Paint) -> str:
    """Return *finding* on one line."""
    path = paint.bold(safe(context.shown_path(finding.path)))
    code = paint.severity(finding.severity, finding.code)
    place = finding.place
    name = paint.dim(f"[{finding.name}]")
    return f"{path}:{place.line}:{place.column}: {code} {safe(finding.message)} {name}"
