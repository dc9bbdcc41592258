"""Texts that are open, and what is found in them at once: before the whole project is judged."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from harness_lint.engine.file_state import FileState
from harness_lint.errors import UndecodableError
from harness_lint.findings import Finding
from harness_lint.lsp.buffers import Buffer
from harness_lint.lsp.carrying import carried
from harness_lint.lsp.opening import Opening
from harness_lint.lsp.positions import Positions
from harness_lint.source import Source


class OpenText:
    """A text in the editor, of a file that is to be checked or not."""

    def __init__(self, uri: str, opening: Opening, buffer: Buffer) -> None:
        self.uri = uri
        self.opening = opening
        self.is_checked = opening.takes(buffer.source.path)
        self.put(buffer)
        self.settle(buffer.source.data, ())

    @property
    def is_loose(self) -> bool:
        """Whether it is no file yet, and stands in no project."""
        return not self.uri.startswith("file:")

    @property
    def path(self) -> str:
        """Its path below the root of its project."""
        return self.buffer.source.path

    def put(self, buffer: Buffer) -> None:
        """Take a new version of the text."""
        self.buffer = buffer
        self.glance = self.opening.glance(buffer) if self.is_checked else None
        self.__dict__.pop("findings", None)

    def settle(self, seen: bytes, found: tuple[Finding, ...]) -> None:
        """Take what the project stage has *found* in a text, which may not be the newest one."""
        self._settled = seen, found
        self.__dict__.pop("findings", None)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is found in it, as far as it is known."""
        seen, found = self._settled
        known = carried(found, seen, self.buffer.source)
        state = FileState(self.path) if self.glance is None else self.glance.state
        return self.opening.new(self.opening.settling.findings(state, known))


class Ground:
    """Where the findings of one text, and what is related to them, lie."""

    def __init__(self, text: OpenText, others: dict[str, Source]) -> None:
        """Look at *text*; *others* are the texts that are open in its project, by path."""
        self._text = text
        self._root = text.opening.config.root
        self.positions: Positions = text.opening.positions
        self._sources: dict[str, Source | None] = {**others, text.path: text.buffer.source}

    def source(self, path: str) -> Source | None:
        """Return the text at *path*, of the editor or of the disk; None if there is none."""
        if path not in self._sources:
            try:
                data = Path(self._root, path).read_bytes()
                self._sources[path] = Source.from_bytes(path, data)
            except (OSError, UndecodableError):
                self._sources[path] = None
        return self._sources[path]

    def uri(self, path: str) -> str:
        """Return the address of the file at *path*."""
        is_own = path == self._text.path
        return self._text.uri if is_own else Path(self._root, path).as_uri()
