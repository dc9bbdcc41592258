"""HL117 missing-field. Its page and its tests are in `missing_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.named_fields import demand_on, field_areas, fields_in, head_of
from harness_lint.documents.named_rows import NamedRow, named_rows
from harness_lint.findings import Violation


@check("HL117", "missing-field", subject=Document, since="0.1", needs=("family.names_fields",))
def missing_field(document: Document) -> Iterator[Violation]:
    """A document, or a section of it, lacks a field that its family requires."""
    for area in field_areas(document):
        found = fields_in(area)
        where = f"section `{area.section.title}`" if area.section else "the document"
        for shape in area.shapes:
            demand = demand_on(shape, found)
            if shape.name in found or demand is None:
                continue
            if not demand:
                words = f"{where} has no field `{shape.name}`; add it"
                yield Violation(head_of(document, area), words)
            else:
                field = found[demand]
                words = f"`{demand}` is `{field.value.value}`, and there is no field `{shape.name}`"
                yield Violation(field.value.at, f"{words}; add it")
    for row in named_rows(document):
        yield from _empty_cells(row)


def _empty_cells(row: NamedRow) -> Iterator[Violation]:
    """Yield the empty cells of *row* that another of its cells demands."""
    for shape in row.shapes:
        demand, cell = demand_on(shape, row.cells), row.cells.get(shape.name)
        if demand and cell is not None and not cell.value.value:
            words = f"`{demand}` is `{row.cells[demand].value.value}`, and `{shape.name}` is empty"
            yield Violation(cell.value.at, f"{words}; fill it in")
