"""The server: what it hears, when it answers, and what it says unasked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import json_rpc

from harness_lint import __version__
from harness_lint.errors import HarnessLintError
from harness_lint.lsp.abilities import Abilities, abilities_of
from harness_lint.lsp.answers import FEATURES, Feature, uri_of
from harness_lint.lsp.diagnostics import diagnostics
from harness_lint.lsp.features.search import workspace_symbols
from harness_lint.lsp.listening import listen_to_texts
from harness_lint.lsp.loose import answered_alone
from harness_lint.lsp.opening import Opening
from harness_lint.lsp.parent import leave_with
from harness_lint.lsp.positions import Encoding, Positions
from harness_lint.lsp.progress import Indexing
from harness_lint.lsp.protocol import OwnTextsProtocol, Quiet
from harness_lint.lsp.pulling import answer_pulls
from harness_lint.lsp.session import Session, paths_of
from harness_lint.lsp.showing import Showing
from harness_lint.lsp.texts import OpenText
from harness_lint.lsp.watching import registration, watch
from harness_lint.lsp.workbench import Judged, Note, Workbench

NAME = "harness-lint"

PAUSE_SECONDS = 0.15
"""So long nothing is typed before the whole project is judged."""

REFRESH = {
    types.TEXT_DOCUMENT_DIAGNOSTIC: types.WORKSPACE_DIAGNOSTIC_REFRESH,
    types.TEXT_DOCUMENT_CODE_LENS: types.WORKSPACE_CODE_LENS_REFRESH,
    types.TEXT_DOCUMENT_INLAY_HINT: types.WORKSPACE_INLAY_HINT_REFRESH,
}
"""What is asked of the editor, so that it asks again."""

T = TypeVar("T")


class Server(LanguageServer):
    """The language server of one editor.

    Texts are looked at as soon as they change, in the thread that listens; what needs the whole
    project is done in another one, in the order in which it was asked for.
    """

    def __init__(self, *, allow_local_code: bool = False) -> None:
        """Make a server. Code of the project runs only if *allow_local_code*, or if it is told."""
        super().__init__(NAME, __version__, protocol_cls=OwnTextsProtocol)
        logging.getLogger(json_rpc.__name__).addFilter(Quiet())
        self.session = Session((), Positions())
        self.exit_code = 1
        """0 once the editor has asked the server to shut down, as it should before it leaves."""
        self._allow_local_code = allow_local_code
        self._indexing = Indexing(self)
        self.bench = Workbench(self._indexing.tell)
        self._thread = ThreadPoolExecutor(1, "project")
        self._editor = Abilities()
        self._idle = asyncio.Event()
        """Whether all is judged."""
        self._turn = 0
        """Rises whenever what is being found out has become old."""
        self._timer: asyncio.TimerHandle | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._judging: asyncio.Task[None] | None = None
        for feature in FEATURES:
            self.feature(feature.method, feature.options)(self._answering(feature))
        listen_to_texts(self)
        _listen_to_the_session(self)
        watch(self)
        answer_pulls(self)

    # what is open

    def begin(self, params: types.InitializeParams) -> None:
        """Open the folders of *params*."""
        uris = [folder.uri for folder in params.workspace_folders or ()]
        if not uris and params.root_uri:
            uris = [params.root_uri]
        encoding = Encoding(self.workspace.position_encoding or Encoding.Utf16)
        told = params.initialization_options
        is_trusted = isinstance(told, dict) and told.get("trusted") is True
        self._editor = abilities_of(params.capabilities)
        self.bench.showing = Showing(self._editor.asks_again)
        trusts = self._allow_local_code or is_trusted
        self.session = Session(
            paths_of(uris), Positions(encoding), no_local_code=not trusts, refuse=self._refuse
        )

    def start(self) -> None:
        """Read the projects of all folders, and ask to be told of files that change."""
        self._indexing.listen()
        if self._editor.hears_of_files:
            self.client_register_capability(registration())
        if self.process_id:
            self._watcher = asyncio.create_task(leave_with(self.process_id))
        self.judge_soon(0)

    def change_folders(self, removed: Iterable[str], added: Iterable[str]) -> None:
        """Take folders out of the workspace, and others in."""
        gone = {*paths_of(removed)}
        self.reopen([*(one for one in self.session.folders if one not in gone), *paths_of(added)])

    def saved(self, text: OpenText) -> None:
        """Judge the project at once; look around on disk if nobody tells of it."""
        if not text.opening.is_current:
            self.reopen()
            return
        if not self._editor.hears_of_files:
            self.bench.mark(text.opening)
        self.judge_soon(0)

    def reopen(self, folders: Iterable[str] | None = None) -> None:
        """Look for all settings anew."""
        self.session.reopen(folders)
        for text in self.session.texts.values():
            self.changed(text)
        self.judge_soon(0)

    def changed(self, text: OpenText) -> None:
        """Tell what is found in *text* at once; the rest follows."""
        if text.glance is not None and text.is_loose:
            self._tell_crashes(crash.words for crash in text.glance.state.crashes)
        elif text.glance is not None:
            self.bench.note(Note(text.opening, text.path, (text.buffer, text.glance)))
        self.publish(text)
        self.judge_soon()

    def closed(self, text: OpenText) -> None:
        """Let the file of *text* be what is on disk."""
        if not text.is_loose:
            self.bench.note(Note(text.opening, text.path, None))
        if not self._editor.asks_for_findings:
            empty = types.PublishDiagnosticsParams(text.uri, [])
            self.text_document_publish_diagnostics(empty)
        self.judge_soon()

    def publish(self, text: OpenText) -> None:
        """Tell the client what is found in *text*, as far as it is known, unless it asks itself."""
        if self._editor.asks_for_findings:
            return
        said = diagnostics(self.session.ground(text), text.findings if text.is_checked else ())
        params = types.PublishDiagnosticsParams(text.uri, said, text.buffer.version)
        self.text_document_publish_diagnostics(params)

    # what takes longer

    def judge_soon(self, seconds: float = PAUSE_SECONDS) -> None:
        """Judge the whole project once nothing has happened for some time; what runs is old."""
        self._turn += 1
        self._idle.clear()
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, self._begin_to_judge)

    def _begin_to_judge(self) -> None:
        self._judging = asyncio.create_task(self._judge(self._turn))

    async def _judge(self, turn: int) -> None:
        """Judge what was typed, and then, what may have happened on disk: that takes longer."""
        openings = self.session.openings()
        try:
            await self._tell_judged(openings, turn)
            if self._turn == turn and await self.later(lambda: self.bench.catch_up(openings)):
                await self._tell_judged(openings, turn)
        except Exception as error:  # noqa: BLE001  one project that we fail on must not end all
            self.say(types.MessageType.Error, f"internal error: {type(error).__name__}: {error}")
        finally:
            self._indexing.end()
            if self._turn == turn:
                self._idle.set()

    async def _tell_judged(self, openings: list[Opening], turn: int) -> None:
        """Tell what is found by now, as far as it is news and still wanted."""
        judged = await self.later(lambda: self.bench.judge(openings, lambda: self._turn != turn))
        news = [self._settle(one) for one in judged]
        if any(news) and self._editor.asks_for_findings:
            self._refresh(types.TEXT_DOCUMENT_DIAGNOSTIC)
        for method in {method for one in judged for method in one.old}:
            self._refresh(method)

    def _refresh(self, method: str) -> None:
        """Let the editor ask again for the answers to *method*, if it can be told so."""
        if method in self._editor.asks_again:
            self.protocol.send_request(REFRESH[method])

    async def settled(self, *, unless_told: bool = False) -> None:
        """Wait until all is judged; not if the editor can be told later, if *unless_told*."""
        if not (unless_told and types.TEXT_DOCUMENT_DIAGNOSTIC in self._editor.asks_again):
            await self._idle.wait()

    def _settle(self, judged: Judged) -> bool:
        """Tell what the project stage has found, and return whether it is news."""
        is_news = judged.has_news
        self._tell_crashes(judged.crashes)
        found = {one.path: one for one in judged.texts}
        for text in self.session.texts.values():
            news = found.get(text.path) if text.opening is judged.opening else None
            if news is None:
                continue
            before = text.findings
            text.settle(news.seen, news.found)
            if text.findings != before:
                self.publish(text)
                is_news = True
        return is_news

    async def later(self, work: Callable[[], T]) -> T:
        """Return what *work* gives, done in the thread of the projects."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _answering(self, feature: Feature) -> Callable[[Any], Any]:
        async def handler(params: Any) -> Any:  # noqa: ANN401  whatever the method has
            asked = feature if self._editor.asks_for_edits else feature.at_once
            uri = uri_of(params)
            text = self.session.texts.get(uri)
            address = self.session.address(uri)
            if text is not None and text.is_loose:
                answer = answered_alone(asked, text, params)
            elif address is not None:
                answer = await self.later(lambda: self.bench.answer(asked, *address, params))
            else:
                return None
            self._tell_crashes(answer.crashes)
            return answer.result

        return handler

    # what goes wrong

    def _refuse(self, error: HarnessLintError) -> None:
        """Say why a project cannot be looked at."""
        hint = f" ({error.hint})" if error.hint else ""
        words = f"{error.message}{hint}"
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, words))

    def _tell_crashes(self, crashes: Iterable[str]) -> None:
        for words in crashes:
            self.say(types.MessageType.Error, words)

    def say(self, kind: types.MessageType, words: str) -> None:
        """Write *words* to the editor's log."""
        self.window_log_message(types.LogMessageParams(kind, words))

    def shutdown(self) -> None:
        """Leave."""
        self._turn += 1
        self._thread.shutdown(wait=False, cancel_futures=True)
        super().shutdown()  # type: ignore[no-untyped-call]


def _listen_to_the_session(server: Server) -> None:
    """Let *server* hear how the session begins and ends."""

    @server.feature(types.INITIALIZE)
    def begin(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.SHUTDOWN)
    def shut_down(*_: object) -> None:
        server.exit_code = 0

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        openings = server.session.openings()
        return await server.later(
            lambda: workspace_symbols([server.bench.view(one) for one in openings], params.query)
        )
