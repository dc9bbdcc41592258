"""The server: what it answers, and what it says unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from harness_lint import __version__
from harness_lint.lsp.answers import FEATURES, Feature, answered, uri_of
from harness_lint.lsp.diagnostics import diagnostics
from harness_lint.lsp.features.search import workspace_symbols
from harness_lint.lsp.positions import Encoding, Positions
from harness_lint.lsp.session import Session

NAME = "harness-lint"


class Server(LanguageServer):
    """The language server of one editor."""

    def __init__(self, *, allow_local_code: bool = False) -> None:
        """Make a server. Code of the project runs only if *allow_local_code*, or if it is told."""
        super().__init__(NAME, __version__)
        self.session = Session((), Positions())
        self._allow_local_code = allow_local_code
        for feature in FEATURES:
            self.feature(feature.method, feature.options)(self._answering(feature))
        self.exit_code = 1
        """0 once the editor has asked the server to shut down, as it should before it leaves."""
        _listen(self)

    def begin(self, params: types.InitializeParams) -> None:
        """Open the folders of *params*."""
        uris = [folder.uri for folder in params.workspace_folders or ()]
        if not uris and params.root_uri:
            uris = [params.root_uri]
        folders = [path for uri in uris if (path := to_fs_path(uri)) is not None]
        encoding = Encoding(self.workspace.position_encoding or Encoding.Utf16)
        told = params.initialization_options
        is_trusted = isinstance(told, dict) and told.get("trusted") is True
        trusts = self._allow_local_code or is_trusted
        self.session = Session(folders, Positions(encoding), no_local_code=not trusts)

    def publish(self, uri: str) -> None:
        """Tell the client what is found in the file at *uri*."""
        found = self.session.view(uri)
        if found is not None:
            said = diagnostics(*found)
            params = types.PublishDiagnosticsParams(uri, said, self.session.version(uri))
            self.text_document_publish_diagnostics(params)

    def publish_all(self) -> None:
        """Tell the client what is found in every text that is open."""
        for uri in self.session.open_uris:
            self.publish(uri)

    def _answering(self, feature: Feature) -> Callable[[Any], Any]:
        def handler(params: Any) -> Any:  # noqa: ANN401  whatever the method has
            found = self.session.view(uri_of(params))
            return None if found is None else answered(feature, *found, params)

        return handler


def _listen(server: Server) -> None:
    """Let *server* hear what the editor tells."""

    @server.feature(types.INITIALIZE)
    def begin(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.SHUTDOWN)
    def shut_down(*_: object) -> None:
        server.exit_code = 0

    @server.feature(types.WORKSPACE_SYMBOL)
    def search(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return workspace_symbols(server.session.views(), params.query)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.session.open(params.text_document)
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.session.change(params)
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:  # noqa: ARG001
        server.session.forget()
        server.publish_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.session.close(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
