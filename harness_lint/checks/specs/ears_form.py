"""HL609 ears-form. Its page and its tests are in `ears_form.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.requirement_texts import requirement_texts
from harness_lint.documents.wording import wording_of
from harness_lint.findings import Severity, Violation


@check(
    "HL609",
    "ears-form",
    subject=Document,
    since="0.1",
    severity=Severity.INFO,
    needs=("family.wording",),
)
def ears_form(document: Document) -> Iterator[Violation]:
    """An acceptance criterion is in none of the five forms of EARS."""
    wording = wording_of(document.family)
    if wording is None or not wording.ears:
        return
    for criterion in requirement_texts(document, wording.ears):
        if criterion.leaves and not wording.is_ears(criterion.words.replace("\n", " ")):
            yield Violation(
                criterion.id.at,
                f"criterion `{criterion.id.value}` is in no form of EARS; write "
                "`WHEN … THE SYSTEM SHALL …`, or begin it with IF, WHILE, WHERE or THE",
            )
