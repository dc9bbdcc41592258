"""What is open in the editor: folders and texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import to_fs_path

from harness_lint.cli.project import Where
from harness_lint.errors import HarnessLintError
from harness_lint.lsp.buffers import Buffer, at_path, edited, opened
from harness_lint.lsp.loose import LANGUAGE, SCHEME, loosened, name_of
from harness_lint.lsp.opening import Opening
from harness_lint.lsp.positions import Positions
from harness_lint.lsp.texts import Ground, OpenText
from harness_lint.packs.loader import forget_own_packs
from harness_lint.project.root import leaves


class Address(NamedTuple):
    """Where a file of a project is."""

    opening: Opening
    path: str
    """Below the project's root."""


class Session:
    """All that one editor has open."""

    def __init__(
        self,
        folders: Iterable[str],
        positions: Positions,
        *,
        no_local_code: bool = True,
        refuse: Callable[[HarnessLintError], None] = lambda _: None,
    ) -> None:
        """Begin with *folders*, the paths of the workspace's.

        *refuse* is told, once, why a project cannot be looked at.
        """
        self.folders = [*folders]
        self.positions = positions
        self._no_local_code = no_local_code
        self._refuse = refuse
        self._openings: dict[str, Opening] = {}
        """Root of a project → how it is looked at."""
        self._roots: dict[str, str | None] = {}
        """Folder that files are seen from → the root of their project; None if it is refused."""
        self._loose: Opening | None = None
        """How texts that are no files are looked at, once there was one."""
        self._buffers: dict[str, Buffer] = {}
        self.texts: dict[str, OpenText] = {}
        """By address: those whose project can be looked at."""

    @property
    def has_refused(self) -> bool:
        """Whether there is a project that cannot be looked at."""
        return None in self._roots.values()

    def open(self, document: types.TextDocumentItem) -> OpenText | None:
        """Take a text that is open from now on; None if it cannot be looked at."""
        if document.uri.startswith(SCHEME) and document.language_id != LANGUAGE:
            return None
        self._buffers[document.uri] = opened("", document.text, document.version)
        return self._look_at(document.uri)

    def change(self, params: types.DidChangeTextDocumentParams) -> OpenText | None:
        """Take changes of a text; None if it cannot be looked at."""
        uri, version = params.text_document.uri, params.text_document.version
        text = self.texts.get(uri)
        before = text.buffer if text is not None else self._buffers.get(uri)
        if before is None:
            return None
        buffer = edited(before, params.content_changes, version, self.positions)
        self._buffers[uri] = buffer
        if text is not None:
            text.put(buffer)
        return text

    def close(self, uri: str) -> OpenText | None:
        """Forget the text at *uri*, and return it: what is on disk counts again."""
        self._buffers.pop(uri, None)
        text = self.texts.pop(uri, None)
        if text is not None:
            text.opening.reread.forget(text.path)
        return text

    def ground(self, text: OpenText) -> Ground:
        """Return where findings of *text* lie."""
        others = (one for one in self.texts.values() if one.opening is text.opening)
        return Ground(text, {one.path: one.buffer.source for one in others})

    def reopen(self, folders: Iterable[str] | None = None) -> None:
        """Look for all settings anew, and at every text with them."""
        forget_own_packs()
        self.folders = self.folders if folders is None else [*folders]
        self._openings.clear()
        self._roots.clear()
        self._loose = None
        self.texts.clear()
        for uri in self._buffers:
            self._look_at(uri)

    def openings(self) -> list[Opening]:
        """Return the projects of all folders, and of the texts that are open."""
        for folder in self.folders:
            self.address(Path(folder).as_uri())
        return [*self._openings.values()]

    def address(self, uri: str) -> Address | None:
        """Return where the file or folder at *uri* is; None if it is no file, or is refused."""
        place = to_fs_path(uri) if uri.startswith("file:") else None
        root = self._root(place) if place is not None else None
        if place is None or root is None:
            return None
        opening = self._openings[root]
        path = os.path.relpath(place, opening.config.root).replace(os.sep, "/")
        if leaves(path):
            path = os.path.relpath(os.path.realpath(place), root).replace(os.sep, "/")
        return Address(opening, path)

    def _look_at(self, uri: str) -> OpenText | None:
        address = self._loose_address(uri) if uri.startswith(SCHEME) else self.address(uri)
        if address is None:
            return None
        buffer = at_path(self._buffers[uri], address.path)
        text = self.texts[uri] = OpenText(uri, address.opening, buffer)
        return text

    def _loose_address(self, uri: str) -> Address | None:
        """Return where the text at *uri*, no file, counts as standing; None if that is refused.

        The settings of the first folder hold for it; without folders, the defaults.
        """
        if self._loose is None and self.folders:
            first = self.address(Path(self.folders[0]).as_uri())
            self._loose = loosened(first.opening) if first is not None else None
        elif self._loose is None:
            here = Where((), is_isolated=True, no_local_code=True)
            self._loose = loosened(Opening(here, self.positions))
        return None if self._loose is None else Address(self._loose, name_of(uri))

    def _root(self, place: str) -> str | None:
        """Return the root of the project of *place*; None if that cannot be looked at."""
        start = self._start(place)
        if start not in self._roots:
            where = Where((place,), no_local_code=self._no_local_code, here=start)
            self._roots[start] = None
            try:
                opening = Opening(where, self.positions)
            except HarnessLintError as error:
                self._refuse(error)
                return None
            self._roots[start] = opening.root
            self._openings.setdefault(opening.root, opening)
        return self._roots[start]

    def known(self, uri: str) -> Iterator[Address]:
        """Yield where the file at *uri* is, in each of the projects that hold it."""
        place = to_fs_path(uri) if uri.startswith("file:") else None
        for opening in self._openings.values() if place is not None else ():
            path = os.path.relpath(place or "", opening.config.root).replace(os.sep, "/")
            if not leaves(path):
                yield Address(opening, path)

    def _start(self, place: str) -> str:
        """Return the folder that the file at *place* is seen from: the innermost one."""
        within = [one for one in self.folders if Path(place).is_relative_to(one)]
        return max(within, key=len, default=str(Path(place).parent))


def paths_of(uris: Iterable[str]) -> list[str]:
    """Return the paths of those of *uris* that are files."""
    return [path for uri in uris if uri.startswith("file:") and (path := to_fs_path(uri))]
