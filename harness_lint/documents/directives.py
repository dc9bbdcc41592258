"""What comments of a document tell the linter: suppressions of findings, and waivers of items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.nodes import CodeBlock, HtmlBlock, HtmlInline, Leaf, Table, Visit
from harness_lint.packs.shape import Family
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document

MARK = b"harness-lint:"

WAIVE = "waive"
"""``waive=untested-item FR-009 until=2026-12-31 -- reason``: excuses items, suppresses nothing."""

ACTIONS = ("disable", "disable-line", "disable-next-line", "disable-file", "enable", WAIVE)

NAME = MARK.decode()
COMMENT_START, COMMENT_END = "<!--", "-->"

HEAD = pattern(r"([\w-]+)(?:[ \t]*=[ \t]*(.*))?", re.DOTALL)
"""``disable=name, HL302``: what stands before the reason."""

MOST_EMPTY_LINES = 2
"""How many empty lines may stand between a comment and the next line, which it covers."""


_LIST = pattern(r"[ \t\n]*,[ \t\n]*")
_UNTIL = "until="


class Directive(NamedTuple):
    """One suppression or waiver. It covers lines *first* to *last*, 1-based and inclusive."""

    action: str
    """One of `ACTIONS`, or what stands in its place."""
    rules: tuple[str, ...]
    """Names and codes as written; empty for all; one empty name if none follows the ``=``."""
    reason: str
    at: Span
    first: int
    last: int
    waived: tuple[str, ...] = ()
    """Of a waiver: the IDs of the items, as written."""
    until: str = ""
    """Of a waiver: the last day on which it holds, as written; empty for none."""
    extent: Span | None = None
    """What to remove if it is to go, without a trace and without a change elsewhere."""


LAST_LINE = 2**31


def directives_of(document: Document) -> Iterator[Directive]:
    """Yield the directives of a Markdown document, in source order.

    They stand in comments of HTML outside code, and in comments of the front matter.
    """
    data = document.source.data
    if MARK not in data:
        return
    front_matter = document.front_matter
    if front_matter is not None:
        yield from _in_yaml(document.source, front_matter.content)
    for number, visit in enumerate(document.visits):
        block = visit.block
        if isinstance(block, HtmlBlock):
            yield from _in_html(document, block.span, number)
        elif isinstance(block, Leaf) and data.find(MARK, *block.span) >= 0:
            yield from _in_leaf(document, block, number)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                if data.find(MARK, *row.span) >= 0:
                    for cell in row.cells:
                        yield from _in_leaf(document, cell, number)


def directives_in_data(source: Source) -> Iterator[Directive]:
    """Yield the directives of a YAML file: those in comments."""
    if MARK in source.data:
        yield from _in_yaml(source, Span(0, len(source.data)))


def _in_yaml(source: Source, span: Span) -> Iterator[Directive]:
    from harness_lint.documents.directive_extent import extent_in_yaml

    data = source.data
    at = data.find(MARK, *span)
    while at >= 0:
        end = data.find(b"\n", at, span.end)
        end = span.end if end < 0 else end
        start = data.rfind(b"\n", span.start, at) + 1 or span.start
        if _opens_comment(data[start:at].decode("utf-8", "replace")):
            for directive in _read(source, Span(at, end), (), 0):
                yield directive._replace(extent=extent_in_yaml(source, directive.at))
        at = data.find(MARK, end, span.end)


def _opens_comment(before: str) -> bool:
    """Whether *before*, the start of a line of YAML, ends with the sign that opens a comment."""
    text = before.rstrip()
    if not text.endswith("#") or text[-2:-1].strip():
        return False
    quote, last = "", ""
    for sign in text[:-1]:
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and last in ("", ":", "-", "[", ",", "{"):
            quote = sign
        elif sign == "#":
            return False
        last = sign if sign.strip() else last
    return not quote


def _in_leaf(document: Document, leaf: Leaf, number: int) -> Iterator[Directive]:
    for inline in leaf.inlines:
        if isinstance(inline, HtmlInline):
            yield from _in_html(document, inline.span, number)


def _in_html(document: Document, span: Span, number: int) -> Iterator[Directive]:
    from harness_lint.documents.directive_extent import extent_in_html

    data = document.source.data
    opening, closing = COMMENT_START.encode(), COMMENT_END.encode()
    at = data.find(opening, *span)
    while at >= 0:
        inner = at + len(opening)
        end = data.find(closing, inner, span.end)
        if end < 0:
            return
        if data[inner:end].lstrip().startswith(MARK):
            comment = Span(at, end + len(closing))
            for one in _read(document.source, Span(inner, end), document.visits, number):
                extent = extent_in_html(document.source, one.at, comment)
                yield one._replace(extent=extent)
        at = data.find(opening, end, span.end)


def _read(
    source: Source, comment: Span, visits: tuple[Visit, ...], number: int
) -> Iterator[Directive]:
    """Yield the directives in *comment*, one to a line; it stands in visit *number*."""
    at = comment.start
    for line in source.slice(comment).splitlines(keepends=True):
        words = line.strip()
        if words.startswith(NAME):
            start = at + len(line[: line.index(NAME)].encode())
            yield _directive(
                source, Span(start, start + len(words.encode())), comment.end, visits, number
            )
        at += len(line.encode())


def _directive(
    source: Source, at: Span, end: int, visits: tuple[Visit, ...], number: int
) -> Directive:
    words = source.slice(at).removeprefix(NAME)
    said, dashes, reason = f"{words} ".partition(" -- ")
    line = source.line_at(at.start)
    reason = reason.strip() if dashes else ""
    if is_waiver(said):
        return _waiver(said, Directive(WAIVE, (), reason, at, line, line))
    head = HEAD.fullmatch(said.strip())
    if head is None:
        return Directive(said.strip(), (), "", at, line, line)
    names = () if head[2] is None else tuple(name.strip() for name in head[2].split(","))
    first, last = line, line
    if head[1] == "disable":
        last = LAST_LINE
    elif head[1] == "disable-file":
        first, last = 1, LAST_LINE
    elif head[1] == "disable-next-line":
        first, last = _next_lines(source, source.line_at(end), visits, number)
    return Directive(head[1], names, reason, at, first, last)


def is_waiver(said: str) -> bool:
    """Whether *said*, what stands in front of the reason, is a waiver."""
    return said.lstrip().partition("=")[0].split()[:1] == [WAIVE]


def _waiver(said: str, directive: Directive) -> Directive:
    """Return *directive* with the rules, the items and the date that *said* names.

    Rules are joined by commas; items stand behind them, with commas or without.
    """
    words = _LIST.sub(",", said.strip()).removeprefix(WAIVE).lstrip()
    rules, items = "", words
    if words.startswith("="):
        rules, _, items = words[1:].lstrip().partition(" ")
    named = items.replace(",", " ").split()
    return directive._replace(
        rules=tuple(rules.split(",")) if words.startswith("=") else (),
        waived=tuple(dict.fromkeys(name for name in named if not name.startswith(_UNTIL))),
        until=next((name.removeprefix(_UNTIL) for name in named if name.startswith(_UNTIL)), ""),
    )


def _next_lines(
    source: Source, line: int, visits: tuple[Visit, ...], number: int
) -> tuple[int, int]:
    """Return the next line that is not empty; before a fence, all of its lines."""
    last = line + 1
    for _ in range(MOST_EMPTY_LINES):
        if last < len(source.line_starts) and not source.slice(source.line_span(last)).strip():
            last += 1
    following = visits[number + 1].block if number + 1 < len(visits) else None
    if isinstance(following, CodeBlock) and source.line_at(following.span.start) == last:
        last = source.line_at(following.span.end)
    return line + 1, last


def said_directive(directive: Directive, path: str, family: Family) -> Iterator[Said]:
    """Yield the fact of *directive*, and of a waiver each item that it excuses."""
    values: dict[str, object] = {
        "rules": list(directive.rules),
        "reason": directive.reason,
        "first": directive.first,
        "last": directive.last,
    }
    yield Said("directive", directive.action, directive.at, values)
    if directive.action != WAIVE:
        if directive.extent is not None:
            yield Said("directive-extent", directive.action, directive.extent, {})
        return
    values = {
        "rules": list(directive.rules),
        "until": directive.until,
        "reason": directive.reason,
        "scope": scope_of(path, family),
    }
    for identifier in directive.waived or ("",):
        yield Said("waiver", identifier, directive.at, values)
