"""All that a feature of the server may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from harness_lint.config import Config
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.engine.registry import Registry
from harness_lint.findings import Finding
from harness_lint.fixing.edits import Replacement
from harness_lint.lsp.positions import Positions
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project
from harness_lint.source import Source


class View(Protocol):
    """A project as it stands in the editor: texts that are not saved yet count.

    Paths are those below the root, with forward slashes. It is good for one question: what it
    gives belongs together, and does not change meanwhile.
    """

    @property
    def root(self) -> str:
        """The real path of the project's root."""
        ...

    @property
    def config(self) -> Config:
        """What the project has set."""
        ...

    @property
    def registry(self) -> Registry:
        """The checks."""
        ...

    @property
    def packs(self) -> PackSet:
        """The families of documents, and the kinds of IDs."""
        ...

    @property
    def positions(self) -> Positions:
        """Turns spans into ranges of this client, and back."""
        ...

    @property
    def project(self) -> Project:
        """The facts of the whole project."""
        ...

    def as_judged(self) -> View:
        """Return the view of the same texts whose graph and links may be those of a moment ago.

        For what is asked at every keystroke: in a large project they take long to make anew.
        """
        ...

    def project_with(self, texts: Mapping[str, bytes]) -> Project:
        """Return the facts as they would be if *texts*, by path, stood in the files."""
        ...

    def mended(self, path: str) -> tuple[Replacement, ...]:
        """Return what the safe fixes of the file at *path* come to: what `check --fix` makes.

        In bytes of the text as it stands, in order; nothing to do is empty. It takes longer than
        other things: each fix is proved, and the project is judged with what it makes.
        """
        ...

    def source(self, path: str) -> Source | None:
        """Return the text at *path*, of the editor or of the disk; None if there is none."""
        ...

    def document(self, path: str) -> Document | DataFile | None:
        """Return the document at *path*, read once as long as it stays as it is; None if none."""
        ...

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return what is found in the file at *path*, in order, as far as it is known."""
        ...

    def version(self, path: str) -> int | None:
        """Return the version of the text at *path*, as the client counts; None if not open."""
        ...

    def uri(self, path: str) -> str:
        """Return the address of the file at *path*, as the client writes it."""
        ...
