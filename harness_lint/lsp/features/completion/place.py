"""The place at which somebody types, and what is offered there."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.lsp.features.fields import line_around
from harness_lint.lsp.view import View
from harness_lint.source import Source, Span


class Place(NamedTuple):
    """Where the cursor is."""

    view: View
    document: Document
    offset: int
    line: Span
    before: str
    """What stands on the line in front of the cursor."""
    behind: str

    @property
    def source(self) -> Source:
        """The text."""
        return self.document.source

    def typed(self, length: int) -> Span:
        """Return the place of the last *length* characters in front of the cursor."""
        start = len(self.before) - length
        return Span(self.offset - len(self.before[start:].encode("utf-8", "replace")), self.offset)


class Offer(NamedTuple):
    """Something that may be typed."""

    text: str
    at: Span
    """What it replaces, up to the cursor."""
    kind: types.CompletionItemKind
    about: str = ""
    """A few words, shown beside it."""
    more: str = ""
    """A sentence or two."""
    label: str = ""
    """How it is called, if that is not its text."""


def place_at(view: View, document: Document, offset: int) -> Place:
    """Return the place at *offset* of *document*."""
    source = document.source
    line = line_around(source, offset)
    cut = min(max(offset, line.start), line.end)
    before = source.slice(Span(line.start, cut))
    return Place(view, document, cut, line, before, source.slice(Span(cut, line.end)))
