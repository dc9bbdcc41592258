"""HL003 unclosed-fence. Its page and its tests are in `unclosed_fence.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.source import Span


@check("HL003", "unclosed-fence", subject=Document, since="0.1")
def unclosed_fence(document: Document) -> Iterator[Violation]:
    """A code fence is opened and not closed."""
    end = len(document.source.data.rstrip())
    was_cut_off = False
    for block in document.code_blocks:
        if not block.fence or block.is_closed:
            continue
        if was_cut_off and not block.info:
            continue  # it was meant to close the fence that is reported already
        if block.span.end >= end:
            yield Violation(_opening(block), _words(document, block))
        else:
            was_cut_off = True
            yield _cut_off(document, block)


def _opening(block: CodeBlock) -> Span:
    return Span(block.span.start, block.span.start + len(block.fence))


def _words(document: Document, block: CodeBlock) -> str:
    if block.info or block.value.strip() or not _has_earlier_fence(document, block):
        return (
            "this code fence is not closed: all that follows is code; "
            f"close it with {block.fence} on a line of its own"
        )
    return (
        "this fence closes nothing, it opens code that has no end; "
        "remove it, or mend a fence above that ends too early"
    )


def _has_earlier_fence(document: Document, block: CodeBlock) -> bool:
    return any(other.fence and other is not block for other in document.code_blocks)


def _cut_off(document: Document, block: CodeBlock) -> Violation:
    source = document.source
    line = source.line_at(block.span.end) + 1
    related: tuple[Related, ...] = ()
    while line <= len(source.line_starts) and not source.slice(source.line_span(line)).strip():
        line += 1
    if line <= len(source.line_starts):
        related = (Related(source.line_span(line), "this line ends the list item or quote"),)
    return Violation(
        _opening(block),
        "this code fence is not closed in its list item or quote; "
        "indent all its lines and the closing fence as far as this one",
        related,
    )
