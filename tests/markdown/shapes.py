"""What two engines must agree on: blocks as comparable rows, and headings as plain text."""

from __future__ import annotations

from harness_lint.markdown.nodes import (
    CodeBlock,
    Heading,
    HtmlBlock,
    Item,
    Leaf,
    ListBlock,
    Table,
)
from harness_lint.markdown.parser import Markdown


def shape(markdown: Markdown) -> list[tuple]:
    """Return (depth, kind, first line, last line, detail) of every block in source order."""
    line = markdown.source.line_at
    rows = []
    for visit in markdown.root.walk():
        span = visit.block.span
        last = line(max(span.start, span.end - 1))
        detail = _detail(visit.block)
        rows.append(
            (len(visit.parents), type(visit.block).__name__, line(span.start), last, detail)
        )
    return rows


def _detail(block) -> object:
    match block:
        case Heading():
            return block.level, block.is_setext, plain(block)
        case CodeBlock():
            return block.info, block.fence, block.is_closed, block.value
        case HtmlBlock():
            return block.is_comment, " ".join(block.value.split())
        case Item():
            return block.number, block.box.mark if block.box else None
        case ListBlock():
            return block.is_ordered, len(block.items)
        case Table():
            return [[plain(cell) for cell in row.cells] for row in (block.header, *block.rows)]
        case Leaf():
            return plain(block)
    return None


def plain(leaf: Leaf) -> str:
    """Return the words of *leaf* with runs of blanks folded."""
    return " ".join(leaf.prose.value.split())
