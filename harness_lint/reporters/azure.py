"""Logging commands: Azure Pipelines shows them at the top of a run, and counts them."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.engine.report import Report
from harness_lint.findings import Finding, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.remarks import told
from harness_lint.reporters.terminal import safe

_TYPES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "warning"}
"""Azure Pipelines knows no third type."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield one command per finding."""
    for finding in report.findings:
        yield _command(finding, safe(context.shown_path(finding.path)))


def _command(finding: Finding, path: str) -> str:
    properties = {
        "type": _TYPES[finding.severity],
        "sourcepath": path,
        "linenumber": finding.place.line,
        "columnnumber": finding.place.column,
        "code": f"{finding.code} {finding.name}",
    }
    joined = "".join(f"{key}={_property(str(value))};" for key, value in properties.items())
    message = "\n".join(told(finding))
    return f"##vso[task.logissue {joined}]{_data(message)}"


def _data(text: str) -> str:
    """Escape a message. Source: microsoft/azure-pipelines-task-lib, node/taskcommand.ts."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace("]", "%5D").replace(";", "%3B")
