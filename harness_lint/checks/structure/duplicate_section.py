"""HL103 duplicate-section. Its page and its tests are in `duplicate_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.markdown.outline import Section


@check("HL103", "duplicate-section", subject=Document, since="0.1", needs=("family.sections",))
def duplicate_section(document: Document) -> Iterator[Violation]:
    """A section that a document has once stands in it twice."""
    for shape in document.family.sections:
        if shape.repeatable:
            continue
        first: dict[tuple[str, int, Section | None], Section] = {}
        for section in document.sections_of(shape):
            key = (section.key, section.level, section.parent)
            earlier = first.setdefault(key, section)
            if earlier is not section:
                yield Violation(
                    section.heading.span,
                    f"section `{section.title}` stands here a second time; join the two",
                    related=(Related(earlier.heading.span, "the first one"),),
                )
