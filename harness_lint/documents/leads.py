"""Texts that may define an item: headings, items, rows, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import Heading, Item, Leaf, Paragraph, Table, Visit
from harness_lint.markdown.outline import Section
from harness_lint.pattern import pattern
from harness_lint.source import Span

_LINE_LEAD = pattern(
    r"[ \t]*(?:(?:(?P<row>\|)|\d{1,3}[.)])[ \t]+(?=[\w(\[])|(?P<number>(?=\d{1,3}\.\d{1,3}[ \t])))"
)
"""A line of a paragraph that means to be a row or an item, the table or the list being cut off; or
that begins with a number like ``2.1``, as the paragraph does."""


class Lead(NamedTuple):
    """A block of text that may define, and how."""

    leaf: Leaf
    shape: str
    region: Span
    section: Section | None
    home: int
    beside: tuple[Leaf, ...] = ()
    """The other cells of a row."""
    begin: int = 0
    """Where in the leaf's prose it begins."""


def leads_of(document: Document) -> Iterator[Lead]:
    """Yield the texts of *document* that may define, in source order; none in quotes."""
    sections = {section.span.start: section for section in document.outline.sections}
    for visit in document.visits:
        block = visit.block
        if visit.is_quoted:
            continue
        if isinstance(block, Paragraph):
            yield from _of_paragraph(document, block, visit)
        elif isinstance(block, Heading):
            section = sections.get(block.span.start)
            yield Lead(block, "heading", _own_region(section, block), section, block.level)
        elif isinstance(block, Table):
            section = document.outline.section_at(block.span.start)
            for row in block.rows:
                if row.cells:
                    start = block.span.start
                    yield Lead(row.cells[0], "row", row.span, section, start, row.cells[1:])


def _of_paragraph(document: Document, block: Paragraph, visit: Visit) -> Iterator[Lead]:
    section = document.outline.section_at(block.span.start)
    parent = visit.parents[-1] if visit.parents else None
    home = section.span.start if section is not None else 0
    if isinstance(parent, Item):
        if parent.paragraph is block:
            yield Lead(block, "item", parent.span, section, home)
    elif parent is None:
        shape = "bold" if _begins_bold(block) else "paragraph"
        yield Lead(block, shape, block.span, section, home)
    yield from _lines(block, section, home)


def _own_region(section: Section | None, heading: Heading) -> Span:
    """Return the heading with the blocks up to the next heading of any level."""
    if section is None or not section.blocks:
        return heading.span
    return Span(heading.span.start, section.blocks[-1].span.end)


def _lines(block: Paragraph, section: Section | None, home: int) -> Iterator[Lead]:
    """Yield the lines of a paragraph that mean to be rows or items."""
    at = 0
    for line in block.prose.value.split("\n"):
        match = _LINE_LEAD.match(line)
        if match is not None and not (at == 0 and match["number"] is not None):
            shape = "row" if match["row"] else "item" if match["number"] is None else "paragraph"
            region = block.prose.span(at, at + len(line))
            yield Lead(block, shape, region, section, home, begin=at + match.end())
        at += len(line) + 1


def _begins_bold(leaf: Leaf) -> bool:
    return leaf.strong_starts[:1] == (0,)
