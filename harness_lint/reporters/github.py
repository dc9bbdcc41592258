"""Workflow commands: GitHub Actions shows them at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.engine.report import Report
from harness_lint.findings import Finding, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.remarks import told
from harness_lint.reporters.terminal import safe

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield one command per finding."""
    for finding in report.findings:
        yield _command(finding, safe(context.shown_path(finding.path)))


def _command(finding: Finding, path: str) -> str:
    place = finding.place
    properties: dict[str, object] = {"file": path, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:
        # GitHub ignores columns of annotations that span lines.
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = f"{finding.code} {finding.name}"
    joined = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = "\n".join(told(finding))
    return f"::{_COMMANDS[finding.severity]} {joined}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message. Source: actions/toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
