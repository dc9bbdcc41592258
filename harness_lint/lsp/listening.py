"""What the editor tells of texts that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from harness_lint.lsp.server import Server


def listen_to_texts(server: Server) -> None:
    """Let *server* hear what becomes of texts."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        text = server.session.open(params.text_document)
        if text is not None:
            server.changed(text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        text = server.session.change(params)
        if text is not None:
            server.changed(text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        text = server.session.texts.get(params.text_document.uri)
        if text is not None:
            server.saved(text)
        elif server.session.has_refused:
            server.reopen()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        text = server.session.close(params.text_document.uri)
        if text is not None:
            server.closed(text)
