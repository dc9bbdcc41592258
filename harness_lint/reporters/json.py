"""One JSON object: findings, summary, provenance. Stable: keys are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harness_lint import __version__
from harness_lint.engine.report import Provenance, Report
from harness_lint.findings import Finding, PlacedEdit, PlacedFix
from harness_lint.reporters import Context

VERSION = 1


def render(report: Report, context: Context) -> Iterator[str]:  # noqa: ARG001  one signature for all
    """Yield one object; every finding is on lines of its own."""
    yield json.dumps(report_data(report), indent=2)


def report_data(report: Report) -> dict[str, Any]:
    """Return *report* as JSON data."""
    return {
        "version": VERSION,
        "findings": [finding_data(finding) for finding in report.findings],
        "summary": summary_data(report),
        "provenance": provenance_data(report.provenance),
    }


def provenance_data(provenance: Provenance) -> dict[str, Any]:
    """Return what a report rests on as JSON data."""
    return {
        "tool_version": __version__,
        "files_read": provenance.files_read,
        "files_skipped": provenance.files_skipped,
        "digest": provenance.digest,
        "gate": provenance.gate,
        "scope": provenance.extent.scope,
        "narrowed": provenance.extent.is_narrowed,
    }


def summary_data(report: Report) -> dict[str, int]:
    """Return the counts of *report*."""
    counts = report.counts()
    return {
        "files": report.files,
        "documents": report.documents,
        "findings": len(report.findings),
        **{f"{severity}s": count for severity, count in counts.items()},
        "internal_errors": len(report.crashes),
        "in_baseline": report.hidden,
        "fixed_of_baseline": report.fixed,
        "fixed": report.applied or 0,
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return *finding* as JSON data. Lines and columns are 1-based, columns in code points."""
    place = finding.place
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "path": finding.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "document": finding.document,
        "related": [
            {
                "path": one.path,
                "line": one.place.line,
                "column": one.place.column,
                "message": one.message,
            }
            for one in finding.related
        ],
        "fix": _fix_data(finding.fix) if finding.fix else None,
        "fingerprint": finding.fingerprint,
        "url": finding.url or None,
    }


def _fix_data(fix: PlacedFix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "applicability": str(fix.applicability),
        "edits": [_edit_data(edit) for edit in fix.edits],
    }


def _edit_data(edit: PlacedEdit) -> dict[str, Any]:
    return {
        "path": edit.path,
        "start_line": edit.place.line,
        "start_column": edit.place.column,
        "end_line": edit.place.end_line,
        "end_column": edit.place.end_column,
        "text": edit.text,
    }
