"""HL117 missing-field. Its page and its tests are in `missing_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.named_fields import demand_on, field_areas, fields_in, head_of
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
