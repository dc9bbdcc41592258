"""HL115 forbidden-text. Its page and its tests are in `forbidden_text.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.team_texts import areas_of, matches_in
from harness_lint.findings import Violation


@check("HL115", "forbidden-text", subject=Document, since="0.1", needs=("family.texts",))
def forbidden_text(document: Document) -> Iterator[Violation]:
    """A document holds words that a pack of the team's does not want in it."""
    for shape in document.family.texts:
        if not shape.forbid:
            continue
        for area in areas_of(document, shape):
            for at, words in matches_in(document, area, shape.forbid, shape.within):
                yield Violation(at, f"`{' '.join(words.split())}`: {shape.message}")
