"""The XML of Checkstyle, which Jenkins and many other services read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from harness_lint.engine.report import Report
from harness_lint.reporters import Context
from harness_lint.reporters.markup import Element, child, lines_of
from harness_lint.reporters.terminal import safe

VERSION = "4.3"
"""Of the format; readers look for one."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield a document with an element for each file that something was found in."""
    root = Element("checkstyle", version=VERSION)
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        file = child(root, "file", name=context.shown_path(path))
        for finding in findings:
            child(
                file,
                "error",
                line=finding.place.line,
                column=finding.place.column,
                severity=finding.severity,
                message=finding.message,
                source=f"harness-lint.{finding.code}.{finding.name}",
            )
    for crash in report.crashes:
        child(root, "exception").text = safe(crash.words)
    yield from lines_of(root)
