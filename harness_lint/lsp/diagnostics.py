"""Findings as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from lsprotocol import types

from harness_lint.findings import Finding, Severity
from harness_lint.lsp.positions import Positions
from harness_lint.source import Place, Source

SOURCE = "harness-lint"

UNNECESSARY = frozenset({"HL901"})
"""What is reported only because it could go."""

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


class Ground(Protocol):
    """What places of findings are told by: a `View` does."""

    @property
    def positions(self) -> Positions:
        """Turns spans into ranges of this client."""
        ...

    def source(self, path: str) -> Source | None:
        """Return the text at *path*; None if there is none."""
        ...

    def uri(self, path: str) -> str:
        """Return the address of the file at *path*."""
        ...


def diagnostics(ground: Ground, findings: Iterable[Finding]) -> list[types.Diagnostic]:
    """Return *findings* as the client knows them."""
    return [diagnostic(ground, finding) for finding in findings]


def diagnostic(ground: Ground, finding: Finding) -> types.Diagnostic:
    """Return *finding* as the client knows it; `data` has its fingerprint."""
    source = ground.source(finding.path)
    where = (
        _plain(finding.place) if source is None else ground.positions.range(source, finding.span)
    )
    return types.Diagnostic(
        range=where,
        message=finding.message,
        severity=SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(finding.url) if finding.url else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in UNNECESSARY else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(ground.uri(place.path), _placed(ground, place.path, place.place)),
                place.message,
            )
            for place in finding.related
        ]
        or None,
        data={"name": finding.name, "fingerprint": finding.fingerprint},
    )


def _placed(ground: Ground, path: str, place: Place) -> types.Range:
    source = ground.source(path)
    return _plain(place) if source is None else ground.positions.placed(source, place)


def _plain(place: Place) -> types.Range:
    """Return *place* for a file that is not there: its columns count as they are."""
    line, column, end_line, end_column = place
    return types.Range(
        types.Position(line - 1, column - 1), types.Position(end_line - 1, end_column - 1)
    )
