"""HL203 missing-status-field. Its page and its tests are in `missing_status_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.status_block import StatusBlock
from harness_lint.findings import Violation
from harness_lint.packs.field_shapes import FieldShape


@check("HL203", "missing-status-field", subject=Document, since="0.1", needs=("status_blocks",))
def missing_status_field(document: Document) -> Iterator[Violation]:
    """A status block lacks a field that it must have, or leaves it empty."""
    for block in document.status_blocks:
        if block.is_template:
            continue
        for shape in block.shape.fields:
            if shape.required:
                yield from _judge(block, shape)


def _judge(block: StatusBlock, shape: FieldShape) -> Iterator[Violation]:
    field = next((field for field in block.fields if field.meant is shape), None)
    if field is None:
        place = _place_of(block, shape)
        yield Violation(block.lead, f"status field `{shape.name}` is missing; add it {place}")
    elif not field.value.value:
        choices = " or ".join(f"`{value}`" for value in shape.values)
        repair = (
            f"write {choices}" if choices else f"say what holds, or `{block.shape.nothing_word}`"
        )
        yield Violation(field.name.at, f"status field `{shape.name}` is empty; {repair}")


def _place_of(block: StatusBlock, missing: FieldShape) -> str:
    """Return where *missing* belongs: behind the nearest field before it that is there."""
    written = {field.meant.name for field in block.fields if field.meant is not None}
    place = f"after `{block.shape.lead}`" if block.shape.lead else _UNLED[block.shape.form]
    for shape in block.shape.fields:
        if shape is missing:
            break
        if shape.name in written:
            place = f"after `{shape.name}`"
    return place


_UNLED = {
    "quote": "at the top of the quote",
    "list": "at the top of the list",
    "table": "at the top of the table",
    "fields": "below the title",
    "front-matter": "to the front matter",
}
"""Where the first field of a block belongs that nothing opens."""
