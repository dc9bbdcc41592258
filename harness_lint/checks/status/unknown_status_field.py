"""HL204 unknown-status-field. Its page and its tests are in `unknown_status_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.status_block import StatusBlock
from harness_lint.documents.status_fields import StatusField
from harness_lint.errors import listed
from harness_lint.findings import Applicability, Edit, Fix, Violation


@check("HL204", "unknown-status-field", subject=Document, since="0.1", needs=("status_blocks",))
def unknown_status_field(document: Document) -> Iterator[Violation]:
    """A status block has a field that its kind does not know."""
    for block in document.status_blocks:
        if block.is_template:
            continue
        for field in block.fields:
            if field.shape is None:
                yield _violation(block, field)


def _violation(block: StatusBlock, field: StatusField) -> Violation:
    written = field.name.value
    meant = field.meant
    if meant is None or block.field(meant.name) is not None:
        names = listed(shape.name for shape in block.shape.fields)
        return Violation(
            field.name.at, f"status field `{written}` is unknown; the fields are {names}"
        )
    return Violation(
        field.name.at,
        f"status field `{written}` is unknown; did you mean `{meant.name}`?",
        fix=Fix(
            f"Rename `{written}` to `{meant.name}`",
            (Edit(field.name.at, meant.name),),
            Applicability.UNSAFE,
        ),
    )
