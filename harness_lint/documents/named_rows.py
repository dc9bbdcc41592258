"""The rows of tables whose columns a family names, each cell read as a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.documents.named_fields import NamedField
from harness_lint.documents.sections import frames_of
from harness_lint.markdown.nodes import Cell, Table
from harness_lint.markdown.outline import title_key
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.source import Located


class NamedRow(NamedTuple):
    """A row of a table that has all columns that its family names."""

    shapes: tuple[FieldShape, ...]
    cells: dict[str, NamedField]
    """By the names of their columns; a cell that the row lacks is absent."""


def named_rows(document: Document) -> Iterator[NamedRow]:
    """Yield the rows of *document* of whose cells its family says anything, in source order."""
    for frame in frames_of(document):
        for shape in frame.shapes:
            if not any(one.demands_something for one in shape.columns):
                continue
            for section in frame.named(shape):
                for block in section.all_blocks():
                    if isinstance(block, Table):
                        yield from _rows(block, shape.columns)


def lacking_columns(table: Table, columns: tuple[FieldShape, ...]) -> list[str]:
    """Return the names of those of *columns* that *table* has not, in their order."""
    found = _places(table, columns)
    return [one.name for one in columns if one.name not in found]


def _places(table: Table, columns: tuple[FieldShape, ...]) -> dict[str, int]:
    """Return where each of *columns* stands in *table*, from 0."""
    titles = [title_key(cell.prose.value) for cell in table.header.cells]
    by_title = {title: number for number, title in reversed(list(enumerate(titles)))}
    return {
        shape.name: by_title[key]
        for shape in columns
        for key in map(title_key, reversed(shape.names))
        if key in by_title
    }


def _rows(table: Table, columns: tuple[FieldShape, ...]) -> Iterator[NamedRow]:
    places = _places(table, columns)
    if len(places) < len(columns):
        return
    for row in table.rows:
        cells = {
            name: _field(name, row.cells[number])
            for name, number in places.items()
            if number < len(row.cells)
        }
        yield NamedRow(columns, cells)


def _field(name: str, cell: Cell) -> NamedField:
    text = cell.prose.value.strip()
    at = cell.content if text else cell.span
    return NamedField(Located(name, at), Located(text, at))
