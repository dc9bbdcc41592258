"""What the editor can, as it says when the session begins."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types


class Abilities(NamedTuple):
    """What the editor can; nothing until it has said so."""

    asks_for_findings: bool = False
    """Whether it asks for diagnostics, so that it need not be told."""
    asks_again: frozenset[str] = frozenset()
    """The methods whose answers it can be told to ask for again."""
    asks_for_edits: bool = False
    """Whether it asks for the edit of an action that has none yet."""
    hears_of_files: bool = False
    """Whether it tells of files that change on disk."""


def abilities_of(has: types.ClientCapabilities) -> Abilities:
    """Return what an editor can that *has* these capabilities."""
    texts = has.text_document or types.TextDocumentClientCapabilities()
    workspace = has.workspace or types.WorkspaceClientCapabilities()
    refreshed = {
        types.TEXT_DOCUMENT_DIAGNOSTIC: workspace.diagnostics,
        types.TEXT_DOCUMENT_CODE_LENS: workspace.code_lens,
        types.TEXT_DOCUMENT_INLAY_HINT: workspace.inlay_hint,
    }
    again = (method for method, can in refreshed.items() if can is not None and can.refresh_support)
    files = workspace.did_change_watched_files
    return Abilities(
        texts.diagnostic is not None,
        frozenset(again),
        _resolves_edits(texts.code_action),
        files is not None and bool(files.dynamic_registration),
    )


def _resolves_edits(can: types.CodeActionClientCapabilities | None) -> bool:
    if can is None or can.resolve_support is None:
        return False
    return bool(can.data_support) and "edit" in can.resolve_support.properties
