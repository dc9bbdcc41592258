"""Diagnostics for clients that ask for them, of one text or of whole projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

from lsprotocol import types

from harness_lint.findings import Finding
from harness_lint.lsp.diagnostics import diagnostics
from harness_lint.lsp.open_project import OpenProject

if TYPE_CHECKING:
    from harness_lint.lsp.server import Server

OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=True, workspace_diagnostics=True, identifier="harness-lint"
)

Reports = list[
    types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport
]


def answer_pulls(server: Server) -> None:
    """Let *server* answer clients that ask for diagnostics."""

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, OPTIONS)
    async def of_text(
        params: types.DocumentDiagnosticParams,
    ) -> types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport:
        await server.settled(unless_told=True)
        text = server.session.texts.get(params.text_document.uri)
        if text is None or not text.is_checked:
            return types.RelatedFullDocumentDiagnosticReport([])
        result = result_id(text.findings)
        if result == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result)
        said = diagnostics(server.session.ground(text), text.findings)
        return types.RelatedFullDocumentDiagnosticReport(said, result_id=result)

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def of_projects(
        params: types.WorkspaceDiagnosticParams,
    ) -> types.WorkspaceDiagnosticReport:
        await server.settled()
        known = {one.uri: one.value for one in params.previous_result_ids}
        openings = server.session.openings()

        def work() -> Reports:
            projects = [server.bench.view(opening) for opening in openings]
            return [report for one in projects for report in reports_on(one, known)]

        return types.WorkspaceDiagnosticReport(await server.later(work))


def reports_on(project: OpenProject, known: Mapping[str, str]) -> Reports:
    """Return what is found in each file of *project*; *known* are results that the client has.

    Of files without findings only those are told that had some.
    """
    reports: Reports = []
    for path in project.live.paths:
        uri, findings = project.uri(path), project.findings(path)
        result, version = result_id(findings), project.version(path)
        if known.get(uri) == result:
            reports.append(
                types.WorkspaceUnchangedDocumentDiagnosticReport(
                    uri=uri, result_id=result, version=version
                )
            )
        elif findings or uri in known:
            said = diagnostics(project, findings)
            reports.append(
                types.WorkspaceFullDocumentDiagnosticReport(
                    uri=uri, items=said, result_id=result, version=version
                )
            )
    there = {project.uri(path) for path in project.live.paths}
    gone = (uri for uri in known if uri not in there and uri.startswith(project.uri("")))
    reports += (
        types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[], result_id=result_id(()))
        for uri in gone
    )
    return reports


def result_id(findings: Iterable[Finding]) -> str:
    """Return what tells *findings*, of one file, from others."""
    said = repr([(one.code, one.severity, one.message, one.span, one.fix) for one in findings])
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
