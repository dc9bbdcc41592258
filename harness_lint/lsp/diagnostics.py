"""Findings as diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from harness_lint.findings import Finding, Severity
from harness_lint.source import Place

if TYPE_CHECKING:
    from harness_lint.lsp.view import View

SOURCE = "harness-lint"

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(view: View, path: str) -> list[types.Diagnostic]:
    """Return what is found in the file at *path*."""
    return [diagnostic(view, finding) for finding in view.findings(path)]


def diagnostic(view: View, finding: Finding) -> types.Diagnostic:
    """Return *finding* as the client knows it; `data` has its fingerprint."""
    source = view.source(finding.path)
    where = _plain(finding.place) if source is None else view.positions.range(source, finding.span)
    return types.Diagnostic(
        range=where,
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(finding.url) if finding.url else None,
        source=SOURCE,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(view.uri(place.path), _placed(view, place.path, place.place)),
                place.message,
            )
            for place in finding.related
        ]
        or None,
        data={"name": finding.name, "fingerprint": finding.fingerprint},
    )


def _placed(view: View, path: str, place: Place) -> types.Range:
    source = view.source(path)
    return _plain(place) if source is None else view.positions.placed(source, place)


def _plain(place: Place) -> types.Range:
    """Return *place* for a file that is not there: its columns count as they are."""
    line, column, end_line, end_column = place
    return types.Range(
        types.Position(line - 1, column - 1), types.Position(end_line - 1, end_column - 1)
    )
