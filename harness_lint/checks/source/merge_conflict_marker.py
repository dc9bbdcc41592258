"""HL007 merge-conflict-marker. Its page and its tests are in `merge_conflict_marker.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

MARKER = pattern(rb"^(?:<{7} [^\r\n]+|={7}|>{7}(?: [^\r\n]*)?)(?=\r?$)", re.MULTILINE)
"""What git writes around the two sides of a conflict, at its default width."""


@check("HL007", "merge-conflict-marker", subject=object, since="0.1")
def merge_conflict_marker(subject: object) -> Iterator[Violation]:
    """A merge conflict was not resolved."""
    source = getattr(subject, "source", None)
    if not isinstance(source, Source) or b"\n>>>>>>>" not in source.data:
        return
    opened: Span | None = None
    is_divided = False
    for match in MARKER.finditer(source.data):
        at, sign = Span(*match.span()), match[0][:1]
        if sign == b"<":
            opened, is_divided = at, False
        elif sign == b"=":
            is_divided = opened is not None
        elif opened is not None and is_divided:
            if not _is_shown(subject, opened):
                yield _violation(source, opened, at)
            opened = None


def _violation(source: Source, opened: Span, closed: Span) -> Violation:
    words = source.slice(opened)
    return Violation(
        opened,
        f"merge conflict `{words}` is not resolved; keep one side and remove the markers",
        related=(Related(closed, "it ends here"),),
    )


def _is_shown(subject: object, at: Span) -> bool:
    """Whether the conflict is an example in a fence."""
    return isinstance(subject, Document) and any(
        block.span.start <= at.start < block.span.end for block in subject.code_blocks
    )
