"""What is open in the editor: folders, projects and texts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import to_fs_path

from harness_lint.cli.project import Where
from harness_lint.lsp.buffers import Buffer, edited, opened
from harness_lint.lsp.open_project import Opening, OpenProject
from harness_lint.lsp.positions import Positions
from harness_lint.packs.loader import forget_own_packs


class Address(NamedTuple):
    """Where a file of a project is."""

    project: Opening
    path: str
    """Below the project's root."""


class Session:
    """All that one editor has open."""

    def __init__(
        self, folders: Iterable[str], positions: Positions, *, no_local_code: bool = True
    ) -> None:
        """Begin with *folders*, the paths of the workspace's."""
        self._folders = sorted(folders, key=len, reverse=True)
        self._positions = positions
        self._no_local_code = no_local_code
        self._projects: dict[str, Opening] = {}
        """Where a configuration was looked for → what it says."""
        self._buffers: dict[str, Buffer] = {}
        """Path of each text that is open → the text."""
        self._views: dict[str, OpenProject] = {}

    def open(self, document: types.TextDocumentItem) -> None:
        """Take a text that is open from now on."""
        path = to_fs_path(document.uri)
        if path is not None:
            self._take(path, opened(path, document.text, document.version))

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take changes of a text."""
        path = to_fs_path(params.text_document.uri)
        if path in self._buffers:
            version, changes = params.text_document.version, params.content_changes
            self._take(path, edited(self._buffers[path], changes, version, self._positions))

    def close(self, uri: str) -> None:
        """Forget the text at *uri*: what is on disk counts again."""
        self._buffers.pop(to_fs_path(uri) or "", None)
        self._views.clear()

    def forget(self) -> None:
        """Look at everything on disk anew."""
        forget_own_packs()
        self._views.clear()

    def version(self, uri: str) -> int | None:
        """Return the version of the text at *uri*; None if it is not open."""
        buffer = self._buffers.get(to_fs_path(uri) or "")
        return None if buffer is None else buffer.version

    @property
    def open_uris(self) -> list[str]:
        """The addresses of the texts that are open."""
        return [Path(path).as_uri() for path in self._buffers]

    def view(self, uri: str) -> tuple[OpenProject, str] | None:
        """Return the project of the file at *uri*, and its path there; None if it is no file.

        Raises: ConfigError, PluginError or UsageError.
        """
        place = to_fs_path(uri)
        if place is None:
            return None
        project, path = self._address(place)
        if project.root not in self._views:
            self._views[project.root] = OpenProject(project, self._buffers_in(project.root))
        return self._views[project.root], path

    def views(self) -> list[OpenProject]:
        """Return the projects of all folders, and of the texts that are open, each once.

        Raises: ConfigError, PluginError or UsageError.
        """
        uris = [*(Path(folder).as_uri() for folder in self._folders), *self.open_uris]
        found = (self.view(uri) for uri in uris)
        return list({one[0].root: one[0] for one in found if one is not None}.values())

    def _address(self, place: str) -> Address:
        start = self._start(place)
        if start not in self._projects:
            where = Where((place,), no_local_code=self._no_local_code, here=start)
            self._projects[start] = Opening(where, self._positions)
        project = self._projects[start]
        return Address(project, Path(place).resolve().relative_to(project.root).as_posix())

    def _start(self, place: str) -> str:
        """Return the folder that the file at *place* is seen from."""
        within = (one for one in self._folders if Path(place).is_relative_to(one))
        return next(within, str(Path(place).parent))

    def _buffers_in(self, root: str) -> dict[str, Buffer]:
        real = ((Path(path).resolve(), buffer) for path, buffer in self._buffers.items())
        return {
            path.relative_to(root).as_posix(): buffer
            for path, buffer in real
            if path.is_relative_to(root)
        }

    def _take(self, path: str, buffer: Buffer) -> None:
        self._buffers[path] = buffer
        self._views.clear()
