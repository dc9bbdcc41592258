"""What is open in the editor: folders and texts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import to_fs_path

from harness_lint.cli.project import Where
from harness_lint.lsp.buffers import edited, opened
from harness_lint.lsp.open_project import Opening
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
        self, folders: Iterable[str], positions: Positions, *, no_local_code: bool = True
    ) -> None:
        """Begin with *folders*, the paths of the workspace's."""
        self.folders = [*folders]
        self.positions = positions
        self._no_local_code = no_local_code
        self._openings: dict[str, Opening] = {}
        """Root of a project → how it is looked at."""
        self._roots: dict[str, str] = {}
        """Folder that files are seen from → the root of their project."""
        self.texts: dict[str, OpenText] = {}
        """By address."""

    def open(self, document: types.TextDocumentItem) -> OpenText | None:
        """Take a text that is open from now on; None if it is no file.

        Raises: ConfigError, PluginError or UsageError.
        """
        address = self.address(document.uri)
        if address is None:
            return None
        buffer = opened(address.path, document.text, document.version)
        text = OpenText(document.uri, address.opening, buffer)
        self.texts[document.uri] = text
        return text

    def change(self, params: types.DidChangeTextDocumentParams) -> OpenText | None:
        """Take changes of a text; None if it is none that is open."""
        text = self.texts.get(params.text_document.uri)
        if text is not None:
            version = params.text_document.version
            text.put(edited(text.buffer, params.content_changes, version, self.positions))
        return text

    def close(self, uri: str) -> OpenText | None:
        """Forget the text at *uri*, and return it: what is on disk counts again."""
        return self.texts.pop(uri, None)

    def ground(self, text: OpenText) -> Ground:
        """Return where findings of *text* lie."""
        others = (one for one in self.texts.values() if one.opening is text.opening)
        return Ground(text, {one.path: one.buffer.source for one in others})

    def reopen(self, folders: Iterable[str] | None = None) -> None:
        """Look for all settings anew, and at every text with them.

        Raises: ConfigError, PluginError or UsageError.
        """
        self.folders = self.folders if folders is None else [*folders]
        forget_own_packs()
        self._openings.clear()
        self._roots.clear()
        texts, self.texts = self.texts, {}
        for uri, text in texts.items():
            address = self.address(uri)
            if address is not None:
                source = text.buffer.source
                buffer = opened(address.path, source.text, text.buffer.version)
                self.texts[uri] = OpenText(uri, address.opening, buffer)

    def openings(self) -> list[Opening]:
        """Return the projects of all folders, and of the texts that are open.

        Raises: ConfigError, PluginError or UsageError.
        """
        for folder in self.folders:
            self.address(Path(folder).as_uri())
        return [*self._openings.values()]

    def address(self, uri: str) -> Address | None:
        """Return where the file or folder at *uri* is; None if it is no file.

        Raises: ConfigError, PluginError or UsageError.
        """
        place = to_fs_path(uri) if uri.startswith("file:") else None
        if place is None:
            return None
        start = self._start(place)
        if start not in self._roots:
            where = Where((place,), no_local_code=self._no_local_code, here=start)
            opening = Opening(where, self.positions)
            self._roots[start] = opening.root
            self._openings.setdefault(opening.root, opening)
        opening = self._openings[self._roots[start]]
        path = os.path.relpath(place, opening.config.root).replace(os.sep, "/")
        if leaves(path):
            path = os.path.relpath(os.path.realpath(place), opening.root).replace(os.sep, "/")
        return Address(opening, path)

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
