"""HL311 wrong-count. Its page and its tests are in `wrong_count.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.count import Count
from harness_lint.documents.document import Document
from harness_lint.findings import Fix, Related, Severity, Violation, replacement
from harness_lint.pattern import pattern
from harness_lint.source import Span

_REMARK = pattern(r"[^(\n]{0,40}\([^)\n]{0,40}\d")
"""A remark with numbers: ``(33%)``, ``(30 of the plan, 4 later)``."""


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
            yield Violation(count.at, message, related, _fix(document, count))


def _fix(document: Document, count: Count) -> Fix | None:
    """Return the fix that corrects the number.

    None if it may be read in several ways, or if the words behind it would have to follow.
    """
    source = document.source
    if count.digits is None or len(count.readings) != 1:
        return None
    line = source.line_span(source.line_at(count.digits.end))
    (right,) = count.readings
    behind = source.slice(Span(count.digits.end, line.end))
    is_other_noun = 1 in (right, count.stated) and behind[:2].strip().isalpha()
    if is_other_noun or _REMARK.match(behind) is not None:
        return None
    return replacement(count.digits, source.slice(count.digits), str(count.stated), str(right))
