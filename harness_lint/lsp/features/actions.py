"""What can be done about a finding: its fix, or a comment that suppresses it; all safe fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from harness_lint.findings import Finding
from harness_lint.fixing.applying import applied, edited_by, is_safe
from harness_lint.lsp.diagnostics import diagnostic
from harness_lint.lsp.features.places import workspace_edit
from harness_lint.lsp.features.suppressing import suppression
from harness_lint.lsp.view import View
from harness_lint.source import Span

FIX_ALL = "source.fixAll.harness-lint"

FIX_ALL_TITLE = "Fix all that is certain"

KINDS = (types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll, FIX_ALL)


def code_actions(view: View, path: str, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about the findings in a range.

    What all safe fixes come to takes long to find out: unless it is asked for by name, the editor
    has to ask for it once somebody wants it.
    """
    only = params.context.only
    actions: list[types.CodeAction] = []
    if _wants(only, types.CodeActionKind.QuickFix):
        found = [*_findings_in(view, path, params.range)]
        actions += (fix for one in found for fix in _fixes(view, one))
        actions += (action for one in found for action in _suppressing(view, path, one))
    if _wants(only, FIX_ALL) and any(_is_certain(one, path) for one in view.findings(path)):
        every = types.CodeAction(FIX_ALL_TITLE, kind=FIX_ALL, data={"uri": view.uri(path)})
        actions += [every] if only is None else _made(view, path, [every])
    return actions


def whole_actions(view: View, path: str, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what `code_actions` does, for editors that cannot ask for an edit later."""
    return [*_made(view, path, code_actions(view, path, params))]


def made_action(view: View, path: str, action: types.CodeAction) -> types.CodeAction:
    """Return *action* with its edit; without one if there is nothing to edit any more."""
    source = view.source(path)
    if action.edit is None and source is not None:
        edits = [
            types.TextEdit(view.positions.range(source, span), text.decode())
            for span, text in view.mended(path)
        ]
        action.edit = workspace_edit(view, {path: edits}) if edits else None
    return action


def _made(view: View, path: str, actions: Iterable[types.CodeAction]) -> Iterator[types.CodeAction]:
    """Yield those of *actions* that do something, with their edits."""
    made = (made_action(view, path, action) for action in actions)
    return (action for action in made if action.edit is not None)


def _is_certain(finding: Finding, path: str) -> bool:
    """Whether *finding* may be fixed unseen, in the file at *path* alone."""
    return finding.fix is not None and is_safe(finding.fix) and edited_by(finding) == {path}


def _wants(only: Iterable[str] | None, kind: str) -> bool:
    """Whether the client wants actions of *kind*, or of all kinds above it."""
    return only is None or any(kind == one or kind.startswith(f"{one}.") for one in only)


def _findings_in(view: View, path: str, where: types.Range) -> Iterator[Finding]:
    source = view.source(path)
    if source is None:
        return
    start, end = view.positions.span(source, where)
    for finding in view.findings(path):
        if finding.span.start <= end and start <= finding.span.end:
            yield finding


def _fixes(view: View, finding: Finding) -> Iterator[types.CodeAction]:
    """Yield the quick fix of *finding*, if it has one."""
    if finding.fix is None:
        return
    edit = _edit_of(view, [finding])
    if edit is not None:
        is_certain = is_safe(finding.fix)
        yield types.CodeAction(
            finding.fix.title if is_certain else f"{finding.fix.title} (unsafe)",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding)],
            is_preferred=is_certain,
            edit=edit,
        )


def _suppressing(view: View, path: str, finding: Finding) -> Iterator[types.CodeAction]:
    """Yield what writes a comment, so that *finding* is no longer reported."""
    source, document = view.source(path), view.document(path)
    if source is None or document is None:
        return
    for title, at, text in suppression(source, document, finding):
        where = view.positions.range(source, Span(at, at))
        yield types.CodeAction(
            title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(view, finding)],
            edit=workspace_edit(view, {path: [types.TextEdit(where, text)]}),
        )


def _edit_of(view: View, findings: Iterable[Finding]) -> types.WorkspaceEdit | None:
    """Return what the fixes of *findings* come to; None for nothing, or if none can be applied."""

    def read(path: str) -> bytes:
        source = view.source(path)
        if source is None:
            raise FileNotFoundError(path)
        return source.data

    changes: dict[str, list[types.TextEdit]] = {}
    for edit in applied(findings, read).edits:
        source = view.source(edit.path)
        if source is not None:
            where = view.positions.range(source, edit.span)
            changes.setdefault(edit.path, []).append(types.TextEdit(where, edit.text))
    return workspace_edit(view, changes) if changes else None
