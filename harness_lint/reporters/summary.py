"""The last line of text formats, and the table of `--statistics`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness_lint.engine.report import Report
from harness_lint.findings import Applicability, Severity
from harness_lint.reporters.terminal import Paint, rows


def summary_line(report: Report, paint: Paint) -> str:
    """Return how much was looked at and what was found, on one line."""
    looked = f"{plural(report.files, 'file')} checked"
    if report.files:
        looked += f" ({report.documents} of a known family)"
    counts = report.counts()
    parts = [
        paint.severity(severity, counted(severity, count))
        for severity, count in counts.items()
        if count
    ]
    words = ", ".join(parts) or _passed(report, paint)
    return f"{looked}: {_applied(report, paint)}{words}{_fixable(report)}{_known(report)}"


def _applied(report: Report, paint: Paint) -> str:
    """Return what this run has fixed, for the words of what is left."""
    return paint.good(f"{report.applied} fixed") + "; " if report.applied else ""


def _fixable(report: Report) -> str:
    """Return what can be fixed, and how."""
    fixes = Counter(one.fix.applicability for one in report.findings if one.fix is not None)
    safe, unsafe = fixes[Applicability.SAFE], fixes[Applicability.UNSAFE]
    if safe and report.applied is None:
        more = f", {unsafe} more with --unsafe-fixes" if unsafe else ""
        return f"; {safe} fixable with --fix{more}"
    return f"; {unsafe} fixable with --fix --unsafe-fixes" if unsafe else ""


def _passed(report: Report, paint: Paint) -> str:
    """Return the words for a run without findings: it passes only what it has looked at."""
    extent = report.provenance.extent
    words = "nothing new" if report.hidden else "nothing to report"
    limits = {"paths": " in these paths", "stdin": " in this text"}.get(extent.scope, "")
    if not extent.has_all_rules:
        limits += " by the rules selected"
    return paint.good(words + limits)


def _known(report: Report) -> str:
    """Return what the baseline has to do with it."""
    words = ""
    if report.hidden:
        verb = "is" if report.hidden == 1 else "are"
        words += f"; {plural(report.hidden, 'finding')} of the baseline {verb} not shown"
    if report.fixed:
        verb = "is" if report.fixed == 1 else "are"
        words += f"; {report.fixed} of the baseline {verb} fixed: --write-baseline removes "
        words += "it" if report.fixed == 1 else "them"
    return words


def statistics(report: Report) -> Iterator[str]:
    """Yield one line per rule that found something, the most frequent first."""
    counts = Counter((one.code, one.name, one.severity) for one in report.findings)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(count)) for _, count in ranked), default=0)
    yield from rows(
        (f"{count:>{width}}", code, severity, name) for (code, name, severity), count in ranked
    )


def plural(count: int, noun: str, several: str = "") -> str:
    """Return *count* with *noun*; with *several*, by default with an s, unless it is one."""
    return f"{count} {noun}" if count == 1 else f"{count} {several or f'{noun}s'}"


def counted(severity: Severity, count: int) -> str:
    """Return *count* with the noun for *severity*."""
    return f"{count} info" if severity is Severity.INFO else plural(count, severity)
