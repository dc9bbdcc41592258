"""HL004 unclosed-comment. Its page and its tests are in `unclosed_comment.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Violation
from harness_lint.source import Span


@check("HL004", "unclosed-comment", subject=Document, since="0.1")
def unclosed_comment(document: Document) -> Iterator[Violation]:
    """A comment is opened and never closed, so that all behind it is hidden."""
    if b"<!--" not in document.source.data:
        return
    for block in document.html_blocks:
        opened = block.value.rfind("<!--")
        if block.is_comment and opened >= 0 and "-->" not in block.value[opened + 2 :]:
            yield Violation(
                _opening(document, block.span),
                "this comment is not closed and hides all that follows; close it with `-->`",
            )


def _opening(document: Document, span: Span) -> Span:
    start = span.start + document.source.data[span.start : span.end].rfind(b"<!--")
    return Span(start, start + len(b"<!--"))
