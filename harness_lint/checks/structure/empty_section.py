"""HL102 empty-section. Its page and its tests are in `empty_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import frames_of, is_empty
from harness_lint.findings import Violation


@check("HL102", "empty-section", subject=Document, since="0.1", needs=("family.sections",))
def empty_section(document: Document) -> Iterator[Violation]:
    """A required section has no content."""
    for frame in frames_of(document):
        for shape in frame.shapes:
            if not shape.required or shape.may_be_empty:
                continue
            for section in frame.named(shape):
                if is_empty(section):
                    words = f"section `{section.title}` is empty; fill it, or write `None.`"
                    yield Violation(section.heading.span, words)
