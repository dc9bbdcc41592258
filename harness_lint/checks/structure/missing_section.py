"""HL101 missing-section. Its page and its tests are in `missing_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import Missing, missing_sections
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.source import Span


@check("HL101", "missing-section", subject=Document, since="0.1", needs=("family.sections",))
def missing_section(document: Document) -> Iterator[Violation]:
    """A document lacks a section that its family requires."""
    for missing in missing_sections(document):
        if missing.misspelled is None:
            yield Violation(
                _head(document),
                f"section `{missing.shape.name}` is missing; add it {_place(missing)}",
                fix=_insertion(document, missing),
            )


def _head(document: Document) -> Span:
    """Return the title, or the first line if there is none."""
    title = document.outline.title
    if title is not None:
        return title.heading.span
    front_matter = document.front_matter
    return document.source.line_span(1) if front_matter is None else Span(0, len("---"))


def _place(missing: Missing) -> str:
    return f"after `{missing.after.title}`" if missing.after else "as the first of its sections"


def _insertion(document: Document, missing: Missing) -> Fix | None:
    level = document.family.section_level or 2
    heading = f"{'#' * level} {missing.shape.name}\n\nTODO\n"
    data = document.source.data
    if missing.after is None:
        return None
    end = missing.after.span.start + len(
        data[missing.after.span.start : missing.after.span.end].rstrip()
    )
    at = Span(end, end)
    return Fix("Add the section", (Edit(at, f"\n\n{heading.rstrip()}"),), Applicability.UNSAFE)
