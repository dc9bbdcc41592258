"""Telling the editor how far the first look at a project is."""

from __future__ import annotations

import asyncio
import uuid
from time import monotonic
from typing import TYPE_CHECKING

from lsprotocol import types

from harness_lint.lsp.opening import Opening

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

PATIENCE_SECONDS = 0.5
"""So long nothing is told."""

PAUSE_SECONDS = 0.1
"""So long between two messages."""


class Indexing:
    """Tells of the files that were read, if it takes long and the editor wants to know."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._loop: asyncio.AbstractEventLoop | None = None
        self._token = ""
        self._done = self._total = 0
        self._began = self._next = monotonic()

    def tell(self, opening: Opening, done: int, more: int) -> None:
        """Count *done* files more that were read, and *more* that are to be; from any thread."""
        if more and not self._total:
            self._next = monotonic() + PATIENCE_SECONDS
        self._done += done
        self._total += more
        if monotonic() >= self._next and self._loop is not None:
            self._next = monotonic() + PAUSE_SECONDS
            self._loop.call_soon_threadsafe(self._show, opening.root, self._done, self._total)

    def listen(self) -> None:
        """Begin: the loop that runs now is the one that talks to the editor."""
        window = self._server.client_capabilities.window
        if window is not None and window.work_done_progress:
            self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Say that all is read."""
        if self._token:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
        self._token = ""
        self._done = self._total = 0

    def _show(self, root: str, done: int, total: int) -> None:
        progress = self._server.work_done_progress
        words = f"{done} of {total} files"
        if not self._token:
            self._token = str(uuid.uuid4())
            progress.create(self._token)
            begin = types.WorkDoneProgressBegin(f"Reading {root}", percentage=0, message=words)
            progress.begin(self._token, begin)
            return
        share = 100 * done // max(total, 1)
        progress.report(self._token, types.WorkDoneProgressReport(percentage=share, message=words))
