"""Inline suppressions: what comments of a document tell the linter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness_lint.markdown.nodes import CodeBlock, HtmlBlock, HtmlInline, Leaf, Visit
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document

MARK = b"harness-lint:"

DIRECTIVE = pattern(
    r"harness-lint:[ \t]*(disable-file|disable-next-line|disable-line|disable|enable)\b"
    r"(?:[ \t]*=[ \t]*([A-Za-z0-9_,\- \t]*?))?"
    r"(?:[ \t]+--[ \t]+([^\n]*?))?[ \t]*(?:-->|$)",
    re.MULTILINE,
)
"""``harness-lint: disable=name, HL302 -- reason``"""


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression. It covers lines *first* to *last*, 1-based and inclusive."""

    action: str
    """``disable``, ``disable-line``, ``disable-next-line``, ``disable-file``, ``enable``."""
    rules: tuple[str, ...]
    """Names and codes as written; empty for all."""
    reason: str
    at: Span
    first: int
    last: int


LAST_LINE = 2**31


def directives_of(document: Document) -> Iterator[Directive]:
    """Yield the directives of a Markdown document: those in HTML comments outside code."""
    if MARK not in document.source.data:
        return
    visits = document.visits
    for number, visit in enumerate(visits):
        block = visit.block
        if isinstance(block, HtmlBlock):
            yield from _directives_in(document.source, block.span, visits, number)
        elif isinstance(block, Leaf) and MARK in _bytes_of(document.source, block.span):
            for inline in block.inlines:
                if isinstance(inline, HtmlInline):
                    yield from _directives_in(document.source, inline.span, visits, number)
        elif hasattr(block, "rows"):
            yield from _directives_in(document.source, block.span, visits, number)


def directives_in_data(source: Source) -> Iterator[Directive]:
    """Yield the directives of a YAML file: those in comments."""
    if MARK not in source.data:
        return
    for match in re.finditer(r"^[^\n]*?#[ \t]*(harness-lint:[^\n]*)", source.text, re.MULTILINE):
        start = len(source.text[: match.start(1)].encode())
        span = Span(start, start + len(match[1].encode()))
        yield from _directives_in(source, span, (), 0)


def _bytes_of(source: Source, span: Span) -> bytes:
    return source.data[span.start : span.end]


def _directives_in(
    source: Source, span: Span, visits: tuple[Visit, ...], number: int
) -> Iterator[Directive]:
    text = source.slice(span)
    for match in DIRECTIVE.finditer(text):
        start = span.start + len(text[: match.start()].encode())
        at = Span(start, start + len(match[0].removesuffix("-->").rstrip().encode()))
        rules = tuple(part.strip() for part in (match[2] or "").split(",") if part.strip())
        line = source.line_at(at.start)
        action = match[1]
        first, last = line, line
        if action == "disable-next-line":
            first, last = _next_lines(source, source.line_at(span.end - 1), visits, number)
        elif action == "disable":
            first, last = line, LAST_LINE
        elif action == "disable-file":
            first, last = 1, LAST_LINE
        yield Directive(action, rules, (match[3] or "").strip(), at, first, last)


def _next_lines(
    source: Source, line: int, visits: tuple[Visit, ...], number: int
) -> tuple[int, int]:
    """Return the next line; before a fence, all of its lines."""
    following = visits[number + 1].block if number + 1 < len(visits) else None
    if isinstance(following, CodeBlock):
        first = source.line_at(following.span.start)
        if first <= line + 2:
            return line + 1, source.line_at(following.span.end)
    return line + 1, line + 1
