"""A project that is open in the editor: its view, over texts that are not saved yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

from harness_lint.cli.project import find_files, inputs_of, pool_of
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.engine.file_state import Glance
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.live import LiveProject
from harness_lint.engine.memory import Memory
from harness_lint.errors import UndecodableError, UnusableCacheError
from harness_lint.findings import Finding
from harness_lint.fixing.edits import Replacement
from harness_lint.lsp.buffers import Buffer, laid_over
from harness_lint.lsp.carrying import carried
from harness_lint.lsp.mending import mended_in
from harness_lint.lsp.opening import Opening, ThroughOpening
from harness_lint.project.index import Project
from harness_lint.source import Source

MOST_KEPT = 100
"""So many texts, and documents read of them, are kept at a time."""


class OpenProject(ThroughOpening):
    """A `View` of a project. Not for several threads at once."""

    def __init__(
        self,
        opening: Opening,
        buffers: Mapping[str, Buffer],
        tell: Callable[[int, int], None] = lambda _done, _more: None,
    ) -> None:
        """Look at the project of *opening*, with *buffers* by path below its root.

        *tell* is told how many sources more were read, and how many more are to be.
        """
        super().__init__(opening)
        self._buffers = dict(buffers)
        self._tell = tell
        self.is_behind = False
        """Whether graph and links may be those of a moment ago."""
        self._sources: dict[str, Source | None] = {}
        self._documents: dict[str, Document | DataFile | None] = {}
        self._owes_news = False
        """Whether something else was found than before, and nobody was told."""
        self._seen: dict[str, bytes] = {}
        """Path of each text of the editor → what of it the project checks have seen."""

    @property
    def project(self) -> Project:
        """The facts of the whole project."""
        return self.live.judged if self.is_behind else self.live.project

    def as_judged(self) -> OpenProject:
        """Return the view of the same texts whose graph and links may be those of a moment ago."""
        ahead = self.live  # read by now, for both
        other = copy(self)
        other.live, other.is_behind = ahead, True
        return other

    def project_with(self, texts: Mapping[str, bytes]) -> Project:
        """Return the facts as they would be if *texts*, by path, stood in the files."""
        return self.live.project_with(texts)

    def mended(self, path: str) -> tuple[Replacement, ...]:
        """Return what the safe fixes of the file at *path* come to: what `check --fix` makes."""
        source = self.source(path)
        if source is None or self.live.state(path) is None:
            return ()
        self._owes_news = self.judge()
        made = mended_in(self.live, path, source.data, self.opening.new)
        self.live.crashes += made.crashes
        return made.edits

    def source(self, path: str) -> Source | None:
        """Return the text at *path*, of the editor or of the disk; None if there is none."""
        if path not in self._sources:
            _make_room(self._sources)
            self._sources[path] = self._source(path)
        return self._sources[path]

    def document(self, path: str) -> Document | DataFile | None:
        """Return the document at *path*, read once as long as it stays as it is; None if none."""
        if path not in self._documents:
            _make_room(self._documents)
            source = self.source(path)
            document = self.live.stage.read(source)[0] if source is not None else None
            self._documents[path] = document
        return self._documents[path]

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return what is found in the file at *path*, in order, as far as it is known."""
        live, buffer = self.live, self._buffers.get(path)
        seen = self._seen.get(path)
        state = live.state(path)
        if buffer is None or seen is None or state is None or seen == buffer.source.data:
            return self.opening.new(live.findings(path))
        known = carried(live.found(path), seen, buffer.source)
        return self.opening.new(live.settling.findings(state, known))

    def version(self, path: str) -> int | None:
        """Return the version of the text at *path*, as the client counts; None if not open."""
        buffer = self._buffers.get(path)
        return None if buffer is None else buffer.version

    def uri(self, path: str) -> str:
        """Return the address of the file at *path*, as the client writes it."""
        return Path(self.config.root, path).as_uri()

    # what happens to it

    @cached_property
    def live(self) -> LiveProject:
        """What is found. The first to ask waits until all is read."""
        memory = Memory(self.config, self.registry, self.packs, False, False)
        held, self._buffers = self._buffers, {}  # what is left for later runs is what is on disk
        pool = pool_of(None, apart=True)
        inputs = self._inputs(memory)._replace(memory=memory, tell=self._tell, pool=pool)
        parts = (self.config, self.registry, self.packs)
        try:
            live = LiveProject(*parts, inputs)
        except UnusableCacheError:
            memory.discard()
            live = LiveProject(*parts, inputs._replace(memory=None))
        self._buffers = held
        if held:
            live.catch_up(self._inputs())
            live.judge()
        return live

    def judge(self, is_superseded: Callable[[], bool] = lambda: False) -> bool:
        """Bring what is found up to date, and return whether other files have other findings.

        Raises: SupersededError.
        """
        is_first = "live" not in self.__dict__
        has_news = self.live.judge(is_superseded) or is_first or self._owes_news
        self._owes_news = False
        self._seen = {path: buffer.source.data for path, buffer in self._buffers.items()}
        return has_news

    def take(self, buffer: Buffer, seen: Glance) -> None:
        """Take a text of the editor, and what the file stage has found in it."""
        path = buffer.source.path
        self._buffers[path] = buffer
        self._forget(path)
        if seen.document is not None:
            self._documents[path] = seen.document
        if "live" in self.__dict__:
            self.live.take(seen.whole())
            self.live.note(path)

    def release(self, path: str) -> None:
        """Let the file at *path* be what is on disk."""
        self._buffers.pop(path, None)
        self._forget(path)

    def catch_up(self) -> None:
        """Take notice of what has happened on disk."""
        for path in {*self._sources, *self._documents} - self._buffers.keys():
            self._forget(path)
        self.live.catch_up(self._inputs())

    def _buffer(self, path: str) -> Buffer | None:
        return self._buffers.get(path)

    def _forget(self, path: str) -> None:
        self._sources.pop(path, None)
        gone = self._documents.pop(path, None)
        if gone is not None:
            gone.release()

    def _source(self, path: str) -> Source | None:
        try:
            return Source.from_bytes(path, self._read(path))
        except (OSError, UndecodableError):
            return None

    def _read(self, path: str) -> bytes:
        buffer = self._buffers.get(path)
        return buffer.source.data if buffer is not None else Path(self.root, path).read_bytes()

    def _inputs(self, memory: Memory | None = None) -> Inputs:
        """Return the project as it is on disk, with the texts of the editor over it.

        What *memory* knows is not listed again.
        """
        overlay = {path: buffer.source.data for path, buffer in self._buffers.items()}
        places = (self.root, *(str(Path(self.root, path)) for path in overlay))
        inputs = inputs_of(find_files(self.config, self.packs, places, overlay, memory))
        return laid_over(inputs, self._buffer)._replace(baseline=self.opening.baseline)


def _make_room(kept: dict[str, Any]) -> None:
    """Let go of all that is kept once it is much: a search may look at every file there is."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
