"""HL116 wrong-title. Its page and its tests are in `wrong_title.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Violation
from harness_lint.packs.patterns import compile_pattern


@check("HL116", "wrong-title", subject=Document, since="0.1", needs=("family.title_pattern",))
def wrong_title(document: Document) -> Iterator[Violation]:
    """A document's title is not of the form that its family gives it."""
    family, title = document.family, document.outline.title
    if not family.title_pattern or title is None:
        return
    if not compile_pattern(family.title_pattern).search(title.title):
        example, form = family.title_example, family.title_pattern
        article = "an" if family.title[:1] in "AEIOaeio" else "a"
        right = f"such as `{example}`" if example else f"that matches `{form}`"
        yield Violation(
            title.heading.content,
            f"title `{title.title}` is not that of {article} {family.title}; write one {right}",
        )
