"""Places of the project as the client knows them."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from harness_lint.lsp.view import View
from harness_lint.source import Location, Span


def location(view: View, path: str, at: Span) -> types.Location | None:
    """Return the place *at* of the file at *path*; None if it can no longer be read."""
    source = view.source(path)
    if source is None:
        return None
    return types.Location(view.uri(path), view.positions.range(source, at))


def placed(view: View, at: Location) -> types.Location | None:
    """Return *at*, a place that was read from a file, as it counts there now."""
    return location(view, at.path, at.span)


def offset_of(view: View, path: str, position: types.Position) -> int:
    """Return the byte offset of *position* in the file at *path*; 0 if it cannot be read."""
    source = view.source(path)
    return view.positions.offset(source, position) if source is not None else 0


def workspace_edit(view: View, changes: Mapping[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
    """Return *changes* by path, each for the version of the text that it was made for."""
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(view.uri(path), view.version(path)),
                edits,
            )
            for path, edits in changes.items()
        ]
    )
