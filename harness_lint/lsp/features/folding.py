"""What may be folded: sections, front matter, fences, comments."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.lsp.view import View
from harness_lint.source import Span

MOST = 5_000
"""Ranges of one text."""


def folding_ranges(
    view: View, path: str, _: types.FoldingRangeParams
) -> list[types.FoldingRange] | None:
    """Return what may be folded in the file at *path*; None if it is no Markdown."""
    document = view.document(path)
    if not isinstance(document, Document):
        return None
    found = {(*_lines(view, document, at), kind) for at, kind in _spans(document)}
    return [
        types.FoldingRange(start_line=first, end_line=last, kind=kind)
        for first, last, kind in sorted(found)[:MOST]
        if first < last
    ]


def _spans(document: Document) -> Iterator[tuple[Span, types.FoldingRangeKind]]:
    if document.front_matter is not None:
        yield document.front_matter.span, types.FoldingRangeKind.Region
    for section in document.outline.sections:
        yield section.span, types.FoldingRangeKind.Region
    for code in document.code_blocks:
        yield code.span, types.FoldingRangeKind.Region
    for block in document.html_blocks:
        if block.is_comment:
            yield block.span, types.FoldingRangeKind.Comment


def _lines(view: View, document: Document, at: Span) -> tuple[int, int]:
    """Return the first and the last line of *at*, 0-based, blank lines at its end left out."""
    data = document.source.data
    end = at.start + len(data[at.start : at.end].rstrip())
    where = view.positions.range(document.source, Span(at.start, end))
    return where.start.line, where.end.line
