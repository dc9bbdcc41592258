"""HL114 missing-text. Its page and its tests are in `missing_text.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.team_texts import Area, areas_of, matches_in
from harness_lint.findings import Violation
from harness_lint.source import Span


@check("HL114", "missing-text", subject=Document, since="0.1", needs=("family.texts",))
def missing_text(document: Document) -> Iterator[Violation]:
    """A document lacks words that a pack of the team's wants in it."""
    for shape in document.family.texts:
        if not shape.require:
            continue
        for area in areas_of(document, shape):
            if next(matches_in(document, area, shape.require, shape.within), None) is None:
                name = f"section `{area.section.title}`" if area.section else "the document"
                words = f"{name} holds nothing that matches `{shape.require}`: {shape.message}"
                yield Violation(_head(document, area), words)


def _head(document: Document, area: Area) -> Span:
    section = area.section or document.outline.title
    return section.heading.span if section else document.source.line_span(1)
