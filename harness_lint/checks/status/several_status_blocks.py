"""HL202 several-status-blocks. Its page and its tests are in `several_status_blocks.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.source import Span


@check("HL202", "several-status-blocks", subject=Document, since="0.1", needs=("status_blocks",))
def several_status_blocks(document: Document) -> Iterator[Violation]:
    """A document has more than one status block of the same kind."""
    first: dict[str, Span] = {}
    for block in document.status_blocks:
        if block.is_template:
            continue
        earlier = first.setdefault(block.shape.name, block.lead)
        if earlier is not block.lead:
            yield Violation(
                block.lead,
                f"document already has a `{block.shape.label}` block; keep the one that is true",
                related=(Related(earlier, "the first block"),),
            )
