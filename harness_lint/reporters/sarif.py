"""SARIF 2.1.0, as code scanning services take it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from harness_lint import __version__
from harness_lint.engine.report import Crash, Report
from harness_lint.findings import RULES_URL, Finding, PlacedEdit, PlacedFix, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.json import provenance_data
from harness_lint.source import Place

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "SRCROOT"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
"""Severities as GitHub code scanning sorts by them."""

_CASES = "\n## Cases"
"""Where a page turns from explaining to its examples, which are too long for a help text."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield one log with one run."""
    codes = sorted({finding.code for finding in report.findings})
    index = {code: position for position, code in enumerate(codes)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(codes, context)},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {ROOT: {"description": {"text": "the project's root"}}},
                "invocations": [_invocation(report)],
                "results": [_result(one, index[one.code]) for one in report.findings],
                "properties": {"provenance": provenance_data(report.provenance)},
            }
        ],
    }
    yield json.dumps(log, indent=2)


def _driver(codes: list[str], context: Context) -> dict[str, Any]:
    return {
        "name": "harness-lint",
        "semanticVersion": __version__,
        "informationUri": RULES_URL.rpartition("/")[0],
        "rules": [_rule(code, context) for code in codes],
    }


def _rule(code: str, context: Context) -> dict[str, Any]:
    check = context.check_of(code)
    if check is None:
        return {"id": code}
    help_text = context.page_of(check).partition(_CASES)[0].strip() or check.summary
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.name.split("-")),
        "shortDescription": {"text": check.summary},
        "fullDescription": {"text": _described(check.summary, help_text)},
        "help": {"text": help_text, "markdown": help_text},
        **({"helpUri": check.address} if check.address else {}),
        "defaultConfiguration": {
            "level": _LEVELS[check.severity],
            "enabled": check.severity is not Severity.INFO,
        },
        "properties": {"tags": [check.name], "problem.severity": _PROBLEMS[check.severity]},
    }


def _described(summary: str, page: str) -> str:
    """Return *summary* with the first paragraph of why, where the page has one."""
    why = page.partition("\n## Why\n")[2].strip().partition("\n\n")[0]
    return " ".join(f"{summary} {why}".split())


def _invocation(report: Report) -> dict[str, Any]:
    return {
        "executionSuccessful": not report.crashes,
        "toolExecutionNotifications": [
            *map(_crash, report.crashes),
            *({"level": "note", "message": {"text": note}} for note in report.notes),
        ],
    }


def _crash(crash: Crash) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": _artifact(crash.path)}}
    return {
        "level": "error",
        "message": {"text": crash.words},
        **({"locations": [place]} if crash.path else {}),
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _physical(finding.path, finding.place)}],
        "partialFingerprints": {"harnessLint/v1": finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": one.message},
                "physicalLocation": _physical(one.path, one.place),
            }
            for number, one in enumerate(finding.related, 1)
        ]
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix)]
    return result


def _fix(fix: PlacedFix) -> dict[str, Any]:
    paths = sorted({edit.path for edit in fix.edits})
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [_replacement(edit) for edit in fix.edits if edit.path == path],
            }
            for path in paths
        ],
    }


def _replacement(edit: PlacedEdit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.text}}


def _physical(path: str, place: Place) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path), "region": _region(place)}


def _artifact(path: str) -> dict[str, Any]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": ROOT}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
