"""A code quality report, as GitLab shows it in a merge request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness_lint.engine.report import Report
from harness_lint.findings import Finding, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.terminal import safe

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield an array with one object per finding."""
    issues = [_issue(one, safe(context.shown_path(one.path))) for one in report.findings]
    yield json.dumps(issues, indent=2)


def _issue(finding: Finding, path: str) -> dict[str, Any]:
    """Return *finding* as an issue of Code Climate, of which GitLab reads these keys."""
    place = finding.place
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": safe(f"{finding.code} {finding.message} [{finding.name}]"),
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": finding.fingerprint,
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": place.line, "column": place.column},
                "end": {"line": place.end_line, "column": place.end_column},
            },
        },
    }
