"""A project that is open in the editor: its view, over texts that are not saved yet."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.config import Config
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.engine.runner import project_of_files, run
from harness_lint.engine.selection import RuleBook
from harness_lint.errors import UndecodableError
from harness_lint.findings import Finding
from harness_lint.lsp.buffers import Buffer
from harness_lint.lsp.positions import Positions
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project
from harness_lint.source import Source


class Opening:
    """How to look at a project: all that does not change while it is open."""

    def __init__(self, where: Where, positions: Positions) -> None:
        """Read the configuration of *where*.

        Raises: ConfigError, PluginError or UsageError.
        """
        self.config, self.registry = configure(where, Flags())
        self.root = os.path.realpath(self.config.root)
        self.packs: PackSet = load_packs(self.config.root, self.config.packs)
        self.positions = positions
        rules = RuleBook(self.config, self.registry)
        engine = self.config.engine
        self.stage = FileStage(self.packs, rules, engine, Clock(enabled=False))


class OpenProject:
    """A `View` of a project, for as long as nothing changes."""

    def __init__(self, opening: Opening, buffers: Mapping[str, Buffer]) -> None:
        """Look at the project of *opening*, with *buffers* by path below its root."""
        self._opening = opening
        self._buffers = buffers
        self._sources: dict[str, Source | None] = {}
        self._documents: dict[str, Document | DataFile | None] = {}

    @property
    def root(self) -> str:
        """The real path of the project's root."""
        return self._opening.root

    @property
    def config(self) -> Config:
        """What the project has set."""
        return self._opening.config

    @property
    def registry(self) -> Registry:
        """The checks."""
        return self._opening.registry

    @property
    def packs(self) -> PackSet:
        """The families of documents, and the kinds of IDs."""
        return self._opening.packs

    @property
    def positions(self) -> Positions:
        """Turns spans into ranges of this client, and back."""
        return self._opening.positions

    @cached_property
    def project(self) -> Project:
        """The facts of the whole project."""
        return project_of_files(self.config, self.registry, self._inputs).project

    def source(self, path: str) -> Source | None:
        """Return the text at *path*, of the editor or of the disk; None if there is none."""
        if path not in self._sources:
            self._sources[path] = self._source(path)
        return self._sources[path]

    def document(self, path: str) -> Document | DataFile | None:
        """Return the document at *path*, read once as long as it stays as it is; None if none."""
        if path not in self._documents:
            source = self.source(path)
            document = self._opening.stage.read(source)[0] if source is not None else None
            self._documents[path] = document
        return self._documents[path]

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return what is found in the file at *path*, in order, as far as it is known."""
        return tuple(one for one in self._report.findings if one.path == path)

    def uri(self, path: str) -> str:
        """Return the address of the file at *path*, as the client writes it."""
        return Path(self.root, path).as_uri()

    def _source(self, path: str) -> Source | None:
        buffer = self._buffers.get(path)
        try:
            data = buffer.source.data if buffer is not None else Path(self.root, path).read_bytes()
            return Source.from_bytes(path, data)
        except (OSError, UndecodableError):
            return None

    @cached_property
    def _inputs(self) -> Inputs:
        overlay = {path: buffer.source.data for path, buffer in self._buffers.items()}
        places = (self.root, *(str(Path(self.root, path)) for path in overlay))
        return inputs_of(find_files(self.config, self.packs, places, overlay))

    @cached_property
    def _report(self) -> Report:
        return run(self.config, self.registry, self._inputs, packs=self.packs)
