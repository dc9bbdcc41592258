"""HL311 wrong-count. Its page and its tests are in `wrong_count.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Severity, Violation


@check(
    "HL311",
    "wrong-count",
    subject=Document,
    since="0.1",
    needs=("counts",),
    severity=Severity.WARNING,
)
def wrong_count(document: Document) -> Iterator[Violation]:
    """A number that the document states about itself differs from what is there."""
    for count in document.counts:
        if count.is_wrong:
            related = () if count.related is None else (Related(count.related, "counted here"),)
            message = f'"{count.words}", but {count.actual}; correct the number'
            yield Violation(count.at, message, related)
