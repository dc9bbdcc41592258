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
                _head(document, missing),
                f"section `{missing.shape.name}` is missing{_where(missing)}; "
                f"add it {_place(missing)}",
                fix=_insertion(document, missing),
            )


def _head(document: Document, missing: Missing) -> Span:
    """Return the heading of what lacks the section, or the first line if there is none."""
    parent = missing.frame.parent or document.outline.title
    if parent is not None:
        return parent.heading.span
    front_matter = document.front_matter
    return document.source.line_span(1) if front_matter is None else Span(0, len("---"))


def _where(missing: Missing) -> str:
    parent = missing.frame.parent
    return f" in `{parent.title}`" if parent else ""


def _place(missing: Missing) -> str:
    return f"after `{missing.after.title}`" if missing.after else "as the first of its sections"


def _insertion(document: Document, missing: Missing) -> Fix | None:
    if missing.after is None or missing.shape.pattern:
        return None
    heading = f"{'#' * (missing.frame.level or 2)} {missing.shape.name}"
    data, newline = document.source.data, document.source.newline
    end = missing.after.span.start + len(
        data[missing.after.span.start : missing.after.span.end].rstrip()
    )
    at = Span(end, end)
    text = newline.join(("", "", heading, "", "TODO"))
    return Fix("Add the section", (Edit(at, text),), Applicability.UNSAFE)
