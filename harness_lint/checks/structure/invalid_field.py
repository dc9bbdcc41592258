"""HL118 invalid-field. Its page and its tests are in `invalid_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.named_fields import NamedField, field_areas, fields_in
from harness_lint.documents.named_rows import named_rows
from harness_lint.errors import listed
from harness_lint.findings import Violation, replacement
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Source


@check("HL118", "invalid-field", subject=Document, since="0.1", needs=("family.names_fields",))
def invalid_field(document: Document) -> Iterator[Violation]:
    """A field has a value that its family does not know."""
    for area in field_areas(document):
        found = fields_in(area)
        for shape in area.shapes:
            field = found.get(shape.name)
            if field is not None and (shape.values or shape.pattern):
                yield from _violations(document.source, field, shape)
    for row in named_rows(document):
        for shape in row.shapes:
            cell = row.cells.get(shape.name)
            if cell is not None:
                yield from _violations(document.source, cell, shape)


def _violations(source: Source, field: NamedField, shape: FieldShape) -> Iterator[Violation]:
    value, at = field.value
    if not value:
        if shape.required:
            yield Violation(field.name.at, f"field `{shape.name}` is empty; write its value")
    elif shape.values and shape.value_of(value) is None:
        near = _near(value, shape)
        yield Violation(
            at,
            f"`{shape.name}` is `{value}`, not one of {listed(shape.values)}"
            + (f"; did you mean `{near}`?" if near else ""),
            fix=replacement(at, source.slice(at), value, near) if near else None,
        )
    elif shape.pattern and not compile_pattern(shape.pattern).fullmatch(value):
        words = f"`{shape.name}` is `{value}`, which does not match `{shape.pattern}`"
        yield Violation(at, words)


def _near(value: str, shape: FieldShape) -> str | None:
    meant = shape.synonyms.get(value.casefold())
    if meant is not None:
        return meant
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in shape.values}
    near = get_close_matches(value.casefold(), folded, n=1, cutoff=0.7)
    return folded[near[0]] if near else None
