"""HL110 skipped-heading-level. Its page and its tests are in `skipped_heading_level.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Severity, Violation


@check("HL110", "skipped-heading-level", subject=Document, since="0.1", severity=Severity.INFO)
def skipped_heading_level(document: Document) -> Iterator[Violation]:
    """A heading is more than one level below the heading that it stands under."""
    for section in document.outline.sections:
        above = section.parent.level if section.parent else 0
        if above and section.level > above + 1:
            yield Violation(
                section.heading.span,
                f"`{section.title}` is of level {section.level} under a heading of level {above}; "
                f"make it level {above + 1}",
            )
