"""The fields that a family names, where they stand: in a document's head, or in its sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.documents.fields import FIELD, fields_of
from harness_lint.documents.sections import frames_of
from harness_lint.markdown.nodes import Block, Item, Leaf, ListBlock, Paragraph, Quote, Table
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Located, Span


class NamedField(NamedTuple):
    """A field with its value."""

    name: Located[str]
    value: Located[str]
    """Trimmed and without markup; an empty span where there is none."""


class FieldArea(NamedTuple):
    """A part of a document whose fields its family names."""

    section: Section | None
    """None for the head of the document."""
    shapes: tuple[FieldShape, ...]
    blocks: tuple[Block, ...]


def field_areas(document: Document) -> Iterator[FieldArea]:
    """Yield the parts of *document* whose fields its family names, in source order."""
    if document.family.fields:
        yield FieldArea(None, document.family.fields, _head(document))
    for frame in frames_of(document):
        for shape in frame.shapes:
            if shape.fields:
                for section in frame.named(shape):
                    yield FieldArea(section, shape.fields, section.blocks)


def _head(document: Document) -> tuple[Block, ...]:
    """Return what stands above the first section below the title."""
    outline = document.outline
    sections = outline.sections
    if not sections or sections[0].level > 1:
        return outline.preamble
    return (*outline.preamble, *sections[0].blocks)


def fields_in(area: FieldArea) -> dict[str, NamedField]:
    """Return the fields of *area* by the name of their shape, the first of each.

    A field is a line with a bold name, a line or an item that begins with one of the names and a
    colon, or a row of a table whose first cell is the name.
    """
    found: dict[str, NamedField] = {}
    by_key = {title_key(name): shape.name for shape in area.shapes for name in shape.names}
    for field in _fields(area.blocks, frozenset(by_key)):
        name = by_key.get(title_key(field.name.value.split(" (", 1)[0]))
        if name is not None:
            found.setdefault(name, field)
    return found


def demand_on(shape: FieldShape, found: dict[str, NamedField]) -> str | None:
    """Return why *shape* must be there: an empty text if always, the field that demands it if not.

    None if it need not be there.
    """
    if shape.required:
        return ""
    if not shape.required_when:
        return None
    for name, wanted in shape.required_when.items():
        field = found.get(name)
        if field is None or not compile_pattern(wanted).search(field.value.value):
            return None
    return next(iter(shape.required_when))


def _fields(blocks: Iterable[Block], keys: frozenset[str]) -> Iterator[NamedField]:
    for block in blocks:
        for field in fields_of(block):
            yield NamedField(field.name, field.value)
        if isinstance(block, Table):
            yield from _in_rows(block)
        else:
            for leaf in _leaves(block):
                yield from _plain_lines(leaf, keys)


def _in_rows(table: Table) -> Iterator[NamedField]:
    for row in (table.header, *table.rows):
        if len(row.cells) == 2:
            name, value = row.cells
            yield NamedField(
                Located(name.prose.value.strip().rstrip(":："), name.content),
                Located(value.prose.value.strip(), value.content),
            )


def _leaves(block: Block) -> Iterator[Leaf]:
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield from _of_item(item)
    elif isinstance(block, Quote):
        for child in block.children:
            if isinstance(child, Paragraph | ListBlock):
                yield from _leaves(child)


def _of_item(item: Item) -> Iterator[Leaf]:
    if item.paragraph is not None:
        yield item.paragraph


def _plain_lines(leaf: Leaf, keys: frozenset[str]) -> Iterator[NamedField]:
    """Yield the lines of *leaf* that begin with one of the names and a colon."""
    prose, at = leaf.prose, 0
    for line in prose.value.split("\n"):
        start, at = at, at + len(line) + 1
        match = FIELD.match(prose.value, start, start + len(line))
        if match is None or title_key(match[1].split(" (", 1)[0]) not in keys:
            continue
        value_end = start + len(line.rstrip())
        value_start = min(match.end(), value_end)
        value_start += len(line[value_start - start :]) - len(line[value_start - start :].lstrip())
        name_span = prose.span(match.start(1), match.end(1))
        if value_start < value_end:
            value_span = prose.span(value_start, value_end)
        else:
            value_span = Span(name_span.end, name_span.end)
        yield NamedField(
            Located(match[1], name_span), Located(prose.value[value_start:value_end], value_span)
        )


def head_of(document: Document, area: FieldArea) -> Span:
    """Return where a missing field of *area* is reported: its heading, or the first line."""
    section = area.section or document.outline.title
    return section.heading.span if section is not None else document.source.line_span(1)
