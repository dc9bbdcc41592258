"""HL003 unclosed-fence. Its page and its tests are in `unclosed_fence.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.fences import fence_reading
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import CodeBlock, Visit
from harness_lint.pattern import pattern
from harness_lint.source import Span


@check("HL003", "unclosed-fence", subject=Document, since="0.1", needs=("code_blocks",))
def unclosed_fence(document: Document) -> Iterator[Violation]:
    """A code fence is opened and not closed."""
    unclosed = [
        (visit, visit.block)
        for visit in document.visits
        if isinstance(visit.block, CodeBlock) and visit.block.fence and not visit.block.is_closed
    ]
    closing = _closing_a_nest(document) if unclosed else frozenset()
    end = len(document.source.data.rstrip())
    was_cut_off = False
    for visit, block in unclosed:
        if not block.info and (was_cut_off or block.span.start in closing):
            continue  # it was meant to close a fence that is reported already, here or by HL011
        if block.span.end >= end:
            yield _at_end(document, block)
        else:
            was_cut_off = True
            yield _cut_off(document, visit, block)


def _closing_a_nest(document: Document) -> frozenset[int]:
    """Return where lines stand that were meant to close a fence around others."""
    reading = fence_reading(document)
    return reading.closing if reading.nests else frozenset()


def _opening(block: CodeBlock) -> Span:
    return Span(block.span.start, block.span.start + len(block.fence))


def _at_end(document: Document, block: CodeBlock) -> Violation:
    from harness_lint.documents import unclosed_fences

    source = document.source
    if block.info or block.value.strip() or not _has_earlier_fence(document, block):
        words = (
            "this code fence is not closed: all that follows is code; "
            f"close it with {block.fence} on a line of its own"
        )
        fix = unclosed_fences.closed_at_end(source, block)
        return Violation(_opening(block), words, fix=fix)
    words = (
        "this fence closes nothing, it opens code that has no end; "
        "remove it, or mend a fence above that ends too early"
    )
    return Violation(_opening(block), words, fix=unclosed_fences.removed(source, block))


def _has_earlier_fence(document: Document, block: CodeBlock) -> bool:
    return any(other.fence and other is not block for other in document.code_blocks)


FENCE_LINE = pattern(rb"^[ \t>]*(?:`{3,}|~{3,})[ \t]*([^\s`]*)", re.MULTILINE)

REMEDIES: Mapping[str, str] = {
    "list item": "indent all its lines and the closing fence as far as this one",
    "quote": "begin all its lines and the closing fence with `>`",
}


def _is_closed_further_out(document: Document, block: CodeBlock) -> bool:
    """Whether the next fence behind *block* could be the closing one: it says no language."""
    following = FENCE_LINE.search(document.source.data, block.span.end)
    return following is not None and not following[1]


def _cut_off(document: Document, visit: Visit, block: CodeBlock) -> Violation:
    from harness_lint.documents import unclosed_fences

    source = document.source
    line = source.line_at(block.span.end) + 1
    while line <= len(source.line_starts) and not source.slice(source.line_span(line)).strip():
        line += 1
    ending = source.line_span(line) if line <= len(source.line_starts) else None
    words = source.slice(ending).lstrip() if ending else ""
    container = "quote" if visit.is_quoted and not words.startswith(">") else "list item"
    remedy = REMEDIES[container]
    fix = unclosed_fences.indented(source, block, line) if container == "list item" else None
    if not _is_closed_further_out(document, block):
        remedy, fix = f"add {block.fence} behind its code", None
    return Violation(
        _opening(block),
        f"this code fence is not closed in its {container}; {remedy}",
        (Related(ending, f"this line ends the {container}"),) if ending else (),
        fix,
    )
