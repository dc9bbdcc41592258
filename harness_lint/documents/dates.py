"""Dates that a document states about itself: in its fields and in its front matter."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.document import Document, Said
from harness_lint.markdown.nodes import Heading
from harness_lint.markdown.outline import title_key
from harness_lint.pattern import pattern
from harness_lint.source import Span

ANY_DATE = pattern(rb"\b[12]\d{3}-\d\d-\d\d\b")
DATE = pattern(r"[ \t\"'(]*([12]\d{3}-\d\d-\d\d)(?![\d-])")
"""A value that begins with a date, as ISO 8601 writes it. A time may follow."""


def dates_of(document: Document) -> Iterator[Said]:
    """Yield the dates that *document* states, by the folded name of their key or field."""
    if ANY_DATE.search(document.source.data, 0, _head_end(document)):
        yield from _in_front_matter(document)
        yield from _in_fields(document)


def _head_end(document: Document) -> int:
    """Return where the second section begins: fields of the document itself stand before it."""
    headings = 0
    for block in document.markdown.root.children:
        headings += isinstance(block, Heading)
        if headings > 1:
            return block.span.start
    return len(document.source.data)


def _in_front_matter(document: Document) -> Iterator[Said]:
    front_matter = document.front_matter
    if front_matter is None or not front_matter.is_closed:
        return
    content = front_matter.content
    if not ANY_DATE.search(document.source.data, content.start, content.end):
        return
    root = front_matter.root
    for key, value in root.entries if root is not None and root.is_mapping else ():
        match = DATE.match(value.text) if value.is_scalar else None
        if match is not None:
            yield _said(key.text, match[1], value.span)


def _in_fields(document: Document) -> Iterator[Said]:
    for field in document.fields:
        value = field.value
        match = DATE.match(value.value)
        if match is not None and not document.source.data.endswith(b"`", 0, value.at.start):
            yield _said(field.name.value, match[1], value.at)


def _said(name: str, date: str, at: Span) -> Said:
    key = title_key(name.replace("_", " ").replace("-", " "))
    return Said("date", key, at, {"name": name, "date": date})
