"""The protocol, but for texts: those we keep ourselves.

pygls ends lines at signs that are no line ends in LSP, such as U+2028, and walks through all lines
for each change.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method


class RefusedError(JsonRpcException):
    """What was asked for cannot be done; the message tells the user why."""

    CODE = types.LSPErrorCodes.RequestFailed


class Quiet(logging.Filter):
    """Lets nothing be logged of a refusal: the user is told, and nothing went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* tells of anything else."""
        return record.exc_info is None or not isinstance(record.exc_info[1], RefusedError)


class OwnTextsProtocol(LanguageServerProtocol):
    """Tells our handlers of texts, and nobody else."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass on that a text is open."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass on that a text has changed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Pass on that a text is closed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None
