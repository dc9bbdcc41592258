"""Texts that are no files yet: what is found in them alone, and what can be said of that."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.engine.file_stage import is_markdown
from harness_lint.findings import Finding
from harness_lint.fixing.edits import Replacement
from harness_lint.fixing.proving import Prover
from harness_lint.lsp.answers import Answered, Feature, answered
from harness_lint.lsp.buffers import opened
from harness_lint.lsp.mending import Mender
from harness_lint.lsp.opening import Opening, ThroughOpening
from harness_lint.lsp.texts import OpenText
from harness_lint.memory_run import MemoryTree
from harness_lint.project.index import Project, Surroundings, project_of
from harness_lint.source import Source

SCHEME = "untitled:"
"""Of addresses that editors give to texts that were never saved."""

LANGUAGE = "markdown"
"""What a text must be for its editor: it has no name that would tell."""


def name_of(uri: str) -> str:
    """Return the name of a file that the text at *uri*, which is none, could have."""
    name = unquote(uri.removeprefix(SCHEME)).rpartition("/")[2]
    return name if is_markdown(name) else f"{name}.md"


class LooseView(ThroughOpening):
    """A `View` of a text that is no file: of a project with nothing else in it."""

    def __init__(self, text: OpenText) -> None:
        """Look at *text* as it stands."""
        self._text = text
        super().__init__(text.opening)
        self.crashes: tuple[str, ...] = ()
        """What our own code has failed on, in words."""

    @cached_property
    def project(self) -> Project:
        """A project without any facts, for the text stands nowhere."""
        return project_of((), Surroundings(MemoryTree.of(()), date.min))

    def as_judged(self) -> LooseView:
        """Return this view."""
        return self

    def project_with(self, texts: Mapping[str, bytes]) -> Project:  # noqa: ARG002  a view's
        """Return the project, to which nothing belongs."""
        return self.project

    def source(self, path: str) -> Source | None:
        """Return the text, if *path* is the name that it has here."""
        return self._text.buffer.source if path == self._text.path else None

    def document(self, path: str) -> Document | DataFile | None:
        """Return the document, if *path* is the name that it has here."""
        glance = self._text.glance
        return glance.document if glance is not None and path == self._text.path else None

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return what is found in the text alone."""
        return self._text.findings if path == self._text.path else ()

    def mended(self, path: str) -> tuple[Replacement, ...]:
        """Return what the safe fixes of the text come to."""
        source = self.source(path)
        if source is None:
            return ()
        prover = Prover(self.config, self.registry, self.packs)
        made = Mender(path, source.data, self._found, prover).mended()
        self.crashes += tuple(crash.words for crash in made.crashes)
        return made.edits

    def _found(self, data: bytes) -> tuple[Finding, ...]:
        text = self._text
        return OpenText(text.uri, text.opening, opened(text.path, data.decode(), 0)).findings

    def version(self, path: str) -> int | None:
        """Return the version of the text, as the client counts."""
        return self._text.buffer.version if path == self._text.path else None

    def uri(self, path: str) -> str:  # noqa: ARG002  there is one alone
        """Return the address of the text."""
        return self._text.uri


def answered_alone(feature: Feature, text: OpenText, params: Any) -> Answered:  # noqa: ANN401  see `Answer`
    """Return the answer of *feature* about *text*, which stands in no project.

    Raises: RefusedError if it is refused.
    """
    view = LooseView(text)
    result = answered(feature, view, text.path, params)
    return Answered(result, view.crashes)


def loosened(opening: Opening) -> Opening:
    """Return *opening* for texts that are no files: without rules that look at the project.

    Settings for some paths do not hold, nor does the baseline.
    """
    other = copy(opening)
    of_projects = (one.code for one in opening.registry.checks if one.subject == Project.__name__)
    selection = opening.config.selection
    ignored = selection._replace(ignore=(*selection.ignore, *of_projects))
    other.follow(opening.config._replace(selection=ignored, overrides=()))
    other.baseline = None
    return other
