"""One JSON object per line and finding, with the keys of the `json` format.

The last line says what the report rests on: an object with the one key `provenance`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from harness_lint.engine.report import Report
from harness_lint.reporters import Context
from harness_lint.reporters.json import finding_data, provenance_data


def render(report: Report, context: Context) -> Iterator[str]:  # noqa: ARG001  one signature for all
    """Yield one line per finding, and one for the provenance."""
    for finding in report.findings:
        yield json.dumps(finding_data(finding))
    yield json.dumps({"provenance": provenance_data(report.provenance)})
