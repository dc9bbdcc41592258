"""HL206 status-field-order. Its page and its tests are in `status_field_order.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.status_block import StatusBlock
from harness_lint.documents.status_fields import StatusField
from harness_lint.errors import listed
from harness_lint.findings import Edit, Fix, Related, Violation
from harness_lint.source import Source


@check("HL206", "status-field-order", subject=Document, since="0.1", needs=("status_blocks",))
def status_field_order(document: Document) -> Iterator[Violation]:
    """The fields of a status block stand in another order than its kind has."""
    for block in document.status_blocks:
        if block.is_template or not block.shape.is_ordered:
            continue
        fields = [field for field in block.fields if field.meant is not None]
        before: StatusField | None = None
        for field in fields:
            if before is not None and _rank(block, field) < _rank(block, before):
                yield _violation(document.source, block, before, field)
                break
            before = field


def _rank(block: StatusBlock, field: StatusField) -> int:
    return next(i for i, shape in enumerate(block.shape.fields) if shape is field.meant)


def _violation(
    source: Source, block: StatusBlock, before: StatusField, field: StatusField
) -> Violation:
    order = listed(shape.name for shape in block.shape.fields)
    message = f"status field `{field.name.value}` stands after `{before.name.value}`"
    return Violation(
        field.name.at,
        f"{message}; the order is {order}",
        related=(Related(before.name.at, "belongs behind it"),),
        fix=_fix(source, block),
    )


def _fix(source: Source, block: StatusBlock) -> Fix | None:
    """Return the fix that puts the lines into order; None if they cannot be moved unseen."""
    fields = block.fields
    if any(field.meant is None or not field.is_one_line for field in fields):
        return None
    ordered = sorted(fields, key=lambda field: _rank(block, field))
    edits = tuple(
        Edit(old.line, source.slice(new.line))
        for old, new in zip(fields, ordered, strict=True)
        if old is not new
    )
    return Fix("Put the fields into order", edits)
