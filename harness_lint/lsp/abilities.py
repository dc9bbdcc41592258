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
    hears_of_files: bool = False
    """Whether it tells of files that change on disk."""


def abilities_of(has: types.ClientCapabilities) -> Abilities:
    """Return what an editor can that *has* these capabilities."""
    pulls = has.text_document is not None and has.text_document.diagnostic is not None
    workspace = has.workspace
    if workspace is None:
        return Abilities(pulls)
    refreshed = {
        types.TEXT_DOCUMENT_DIAGNOSTIC: workspace.diagnostics,
        types.TEXT_DOCUMENT_CODE_LENS: workspace.code_lens,
        types.TEXT_DOCUMENT_INLAY_HINT: workspace.inlay_hint,
    }
    again = (method for method, can in refreshed.items() if can is not None and can.refresh_support)
    files = workspace.did_change_watched_files
    return Abilities(
        pulls, frozenset(again), files is not None and bool(files.dynamic_registration)
    )
