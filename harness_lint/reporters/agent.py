"""Findings for a coding agent: few words, the path once per file, each with its repair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from harness_lint.engine.report import Report
from harness_lint.findings import Applicability, Finding, RelatedPlace, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.summary import summary_line
from harness_lint.reporters.terminal import Paint, safe

CAP = 60
"""Findings shown. More would fill the reader's context; the rest is counted by rule."""


MOST_PLACES = 5
"""Related places shown of each kind."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield the summary first, then each file with its findings.

    A rule is named where it is first met, and has its code alone from there on.
    """
    if context.summary:
        yield summary_line(report, Paint(on=False))
    shown, rest = report.findings[:CAP], report.findings[CAP:]
    named: set[str] = set()
    for path, group in groupby(shown, key=lambda finding: finding.path):
        yield safe(context.shown_path(path))
        for finding in group:
            name = "" if finding.code in named else f" {finding.name}"
            named.add(finding.code)
            yield _line(finding, name, context)
    if rest:
        yield _remainder(rest)


def _line(finding: Finding, name: str, context: Context) -> str:
    severity = "" if finding.severity is Severity.ERROR else f"{finding.severity} "
    words = f"  {finding.place.line} {severity}{finding.code}{name}: {safe(finding.message)}"
    for message, group in groupby(finding.related, key=lambda one: one.message):
        words += f" ({_places(list(group), finding.path, context)}: {safe(message)})"
    if finding.fix is not None:
        unsafe = " (unsafe)" if finding.fix.applicability is Applicability.UNSAFE else ""
        words += f" -> {safe(finding.fix.title)}{unsafe}"
    return words


def _places(related: list[RelatedPlace], own: str, context: Context) -> str:
    """Return where *related* are: lines of the file *own*, and places in others."""
    shown = related[:MOST_PLACES]
    lines = [str(one.place.line) for one in shown if one.path == own]
    others = [
        f"{safe(context.shown_path(one.path))}:{one.place.line}" for one in shown if one.path != own
    ]
    here = [f"{'line' if len(lines) == 1 else 'lines'} {', '.join(lines)}"] if lines else []
    hidden = len(related) - len(shown)
    return ", ".join((*here, *others)) + (f" and {hidden} more" if hidden else "")


def _remainder(rest: tuple[Finding, ...]) -> str:
    counts = Counter(f"{one.code} {one.name}" for one in rest)
    rules = ", ".join(f"{rule} x{count}" for rule, count in counts.most_common())
    return f"{len(rest)} more not shown ({rules}); use --output-format concise, a path, or --select"
