"""What the project knows of status blocks: those that are there, and those that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.packs.field_shapes import StatusBlockShape
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document
    from harness_lint.documents.status_block import StatusBlock


def status_facts(document: Document) -> Iterator[Said]:
    """Yield the status blocks of *document*, and the one that its family demands in vain."""
    demand = document.family.status
    wanted = demand.block if demand is not None else ""
    for block in document.status_blocks:
        yield _said_block(block, is_demanded=block.shape.name == wanted)
    if demand is None or not demand.required:
        return
    shape = next((shape for shape in document.status_shapes if shape.name == wanted), None)
    if shape is not None and all(block.shape is not shape for block in document.status_blocks):
        yield _said_demand(document, shape)


def _said_block(block: StatusBlock, *, is_demanded: bool) -> Said:
    """Return the fact of *block*; its values are keyed by the names that the pack has."""
    values: dict[str, str] = {}
    for field in block.fields:
        if field.shape is not None:
            values.setdefault(field.shape.name, field.word)
    said = {
        "lead": block.shape.label,
        "template": block.is_template,
        "demanded": is_demanded,
        "values": values,
    }
    return Said("status-block", block.shape.name, block.lead, said)


def _said_demand(document: Document, shape: StatusBlockShape) -> Said:
    title = document.outline.title
    at = title.heading.content if title is not None else Span(0, 0)
    values = {
        "title": document.family.title,
        "lead": shape.lead,
        "form": shape.form,
        "fields": [field.name for field in shape.fields if field.required],
    }
    return Said("status-demand", shape.name, at, values)
