"""The projects of a session, in a thread of their own: what takes long is done there.

Whoever changes a text goes on at once. What is to be done about it waits here in order, and what
is no longer wanted is given up.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from harness_lint.engine.file_state import Glance
from harness_lint.engine.live_verdicts import SupersededError
from harness_lint.findings import Finding
from harness_lint.lsp.answers import Answered, Feature, answered
from harness_lint.lsp.buffers import Buffer
from harness_lint.lsp.open_project import OpenProject
from harness_lint.lsp.opening import Opening
from harness_lint.lsp.showing import Showing

Tell = Callable[[Opening, int, int], None]
"""Is told how many sources more of a project were read, and how many more are to be."""


class Note(NamedTuple):
    """A text that has changed in the editor, or is closed there."""

    opening: Opening
    path: str
    text: tuple[Buffer, Glance] | None
    """None if it is closed."""


class Settled(NamedTuple):
    """What the project stage has found in a text that is open."""

    path: str
    seen: bytes
    found: tuple[Finding, ...]


class Judged(NamedTuple):
    """What became of a project."""

    opening: Opening
    texts: tuple[Settled, ...]
    crashes: tuple[str, ...]
    has_news: bool
    """Whether anything else is found in any file than before."""
    old: frozenset[str]
    """The methods whose answers about texts that are open have become old: see `Showing`."""


class Workbench:
    """Holds the projects. All but `note` and `mark` is for its one thread."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.showing = Showing()
        self._notes: deque[Note] = deque()
        self._stale: set[str] = set()
        """Roots of projects whose files may have changed on disk."""
        self._projects: dict[Opening, OpenProject] = {}
        self._open: dict[Opening, dict[str, Buffer]] = {}

    def note(self, note: Note) -> None:
        """Remember that a text has changed, until somebody wants to know more."""
        self._notes.append(note)

    def mark(self, opening: Opening) -> None:
        """Remember that files of a project may have changed on disk."""
        self._stale.add(opening.root)

    def view(self, opening: Opening) -> OpenProject:
        """Return the project of *opening* as it is by now."""
        self._take_notes()
        return self._project(opening)

    def answer(self, feature: Feature, opening: Opening, path: str, params: Any) -> Answered:  # noqa: ANN401  see `Answer`
        """Return the answer of *feature* about the file at *path*, and remember what it shows.

        Raises: RefusedError if it is refused.
        """
        view = self.view(opening)
        result = answered(feature, view, path, params)
        self.showing.remember(feature, view, path)
        return Answered(result, view.live.take_crashes())

    def judge(self, openings: Iterable[Opening], is_superseded: Callable[[], bool]) -> list[Judged]:
        """Return what is found in the texts of *openings* by now.

        Of those whose turn has not come when it *is_superseded*, nothing is told.
        """
        self._take_notes()
        openings = [*openings]
        for gone in [one for one in self._projects if one not in openings]:
            del self._projects[gone]
            self._open.pop(gone, None)
        done: list[Judged] = []
        for opening in openings:
            try:
                done.append(self._judged(opening, is_superseded))
            except SupersededError:
                break
        return done

    def catch_up(self, openings: Iterable[Opening]) -> bool:
        """Take notice of what may have changed on disk, and return whether anything may have."""
        self._take_notes()
        stale = [opening for opening in openings if opening.root in self._stale]
        for opening in stale:
            self._stale.discard(opening.root)
            self._project(opening).catch_up()
        return bool(stale)

    def _judged(self, opening: Opening, is_superseded: Callable[[], bool]) -> Judged:
        project = self._project(opening)
        has_news = project.judge(is_superseded)
        buffers: Mapping[str, Buffer] = self._open.get(opening, {})
        texts = (
            Settled(path, buffer.source.data, project.live.found(path))
            for path, buffer in buffers.items()
        )
        old = frozenset[str]() if is_superseded() else self.showing.old(project, buffers)
        return Judged(opening, tuple(texts), project.live.take_crashes(), has_news, old)

    def _project(self, opening: Opening) -> OpenProject:
        if opening not in self._projects:

            def tell(done: int, more: int) -> None:
                self._tell(opening, done, more)

            self._projects[opening] = OpenProject(opening, self._open.get(opening, {}), tell)
            gc.freeze()  # what stays as long as the server is looked through for no garbage
        return self._projects[opening]

    def _take_notes(self) -> None:
        newest: dict[tuple[Opening, str], Note] = {}
        while self._notes:
            note = self._notes.popleft()
            newest[note.opening, note.path] = note
        for opening, path, text in newest.values():
            project = self._project(opening)
            buffers = self._open.setdefault(opening, {})
            if text is None:
                buffers.pop(path, None)
                self.showing.forget(project.uri(path))
                project.release(path)
                self._stale.add(opening.root)
            else:
                buffers[path] = text[0]
                project.take(*text)
