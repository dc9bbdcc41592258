"""The second engine: markdown-it's tokens made into our tree, for places without pyromark.

markdown-it gives lines, not offsets. Blocks begin where the prefixes of their containers end, which
is found in the source; inlines are searched from left to right (`markdown_it_inlines`). Behind a
list that is nested too deep, markdown-it gives nothing more: `Root.truncated_at` says where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from harness_lint.markdown.markdown_it_inlines import Parser, place_inlines
from harness_lint.markdown.nodes import (
    Block,
    Cell,
    CodeBlock,
    Heading,
    HtmlBlock,
    Inline,
    Item,
    LateReader,
    ListBlock,
    Paragraph,
    Quote,
    Root,
    Row,
    Rule,
    Table,
)
from harness_lint.markdown.scan import (
    MAX_DEPTH,
    box_at,
    container_end,
    fence_at,
    marker_at,
    split_row,
    stripped,
    trimmed,
    unclosed_block,
)
from harness_lint.pattern import pattern
from harness_lint.source import Span

_LINE_END = pattern(rb"\r\n|\n|\r")
_CONTAINERS = {
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
}
_CLOSERS = frozenset(kind.replace("_open", "_close") for kind in _CONTAINERS)


def read(data: bytes, start: int, end: int) -> Root:
    """Return the tree of the Markdown in ``data[start:end]``."""
    return _Builder(data, start, end).build()


@dataclass(slots=True, eq=False, repr=False)
class _Open:
    kind: str
    start: int
    end: int
    marker_end: int
    children: list[Any] = field(default_factory=list)


class _Builder:
    def __init__(self, data: bytes, base: int, end: int) -> None:
        self.data = data
        self.end = end
        self.md = Parser()
        self.env: dict[str, Any] = {}
        # without a last line end, an open comment in a container is an IndexError (4.3.0)
        self.tokens = self.md.parse(data[base:end].decode("utf-8") + "\n", self.env)
        self.starts = [base, *(base + one.end() for one in _LINE_END.finditer(data[base:end]))]
        self.stack = [_Open("root", base, end, base)]
        self.cursor = base
        self.truncated_at: int | None = None

    def build(self) -> Root:
        at = 0
        while at < len(self.tokens):
            kind = self.tokens[at].type
            if kind in _CONTAINERS:
                at = self._open(at)
            elif kind in _CLOSERS:
                self._close()
                at += 1
            else:
                at = self._leaf(at, kind)
        return Root(tuple(self.stack[0].children), self.truncated_at)

    def _leaf(self, at: int, kind: str) -> int:
        match kind:
            case "paragraph_open":
                return self._paragraph(at)
            case "heading_open":
                return self._heading(at)
            case "fence":
                return self._fence(at)
            case "table_open":
                return self._table(at)
        self._add(self._single(at))
        return at + 1

    def _single(self, at: int) -> Block:
        token, span = self.tokens[at], self._span(at)
        if token.type == "hr":
            return Rule(span)
        if token.type == "html_block":
            value = self._with_line_ends(token.content.strip(), self._lines(at)[0])
            return HtmlBlock(span, value)
        value = self._with_line_ends(token.content, self._lines(at)[0])
        empty = Span(span.start, span.start)
        return CodeBlock(span, span, "", empty, "", is_closed=True, value=value)

    def _lines(self, at: int) -> tuple[int, int]:
        first, last = self.tokens[at].map or (0, 0)
        return first, last

    def _line_end(self, line: int) -> int:
        """Return where the text of the 0-based *line* ends, without blanks."""
        return trimmed(self.data, self.starts[line], self._line_start(line + 1))

    def _position(self, line: int) -> int:
        """Return where a block begins on *line*: behind the prefixes of its containers."""
        start, quotes = self.starts[line], 0
        if self.cursor >= start:
            start = self.cursor
        else:
            quotes = sum(opened.kind == "quote" for opened in self.stack)
        while True:
            byte = self.data[start : start + 1]
            if byte == b">" and quotes:
                quotes -= 1
            elif byte not in (b" ", b"\t"):
                self.cursor = start
                return start
            start += 1

    def _add(self, block: Block | Item) -> None:
        self.cursor = max(self.cursor, block.span.end)
        self.stack[-1].children.append(block)

    def _span(self, at: int) -> Span:
        first, last = self._lines(at)
        start = self._position(first)
        return Span(start, trimmed(self.data, start, self._line_start(last)))

    def _open(self, at: int) -> int:
        first, last = self._lines(at)
        kind = _CONTAINERS[self.tokens[at].type]
        start = self._position(first)
        if len(self.stack) > MAX_DEPTH:
            self.truncated_at = start if self.truncated_at is None else self.truncated_at
            return self._skip(at)
        if kind == "quote":
            self.cursor = start + 1
        elif kind == "item":
            self.cursor = marker_at(self.data, start)[0].end
        self.stack.append(_Open(kind, start, self._line_end(last - 1), self.cursor))
        return at + 1

    def _skip(self, at: int) -> int:
        depth = 0
        while True:
            depth += self.tokens[at].nesting
            at += 1
            if depth == 0:
                return at

    def _close(self) -> None:
        opened = self.stack.pop()
        children = tuple(opened.children)
        floor = max(opened.marker_end, children[-1].span.end if children else 0)
        span = Span(opened.start, container_end(self.data, floor, opened.end))
        if opened.kind == "quote":
            self._add(Quote(span, children))
        elif opened.kind == "item":
            marker, number = marker_at(self.data, opened.start)
            first = children[0] if children else None
            box = box_at(self.data, first.content) if isinstance(first, Paragraph) else None
            self._add(Item(span, marker, number, box, children))
        elif children:  # the items of a list may all be nested too deep
            span = Span(children[0].span.start, children[-1].span.end)
            self._add(ListBlock(span, children[0].number is not None, children))

    def _inlines(self, token: Token, content: Span) -> LateReader:
        return LateReader(partial(place_inlines, token.children or ()), self.data, content)

    def _paragraph(self, at: int) -> int:
        inline = self.tokens[at + 1]
        first, last = self._lines(at)
        # link definitions in front of the text are part of the block's lines
        text = inline.content.split("\n", 1)[0].encode()
        content = self._text_lines(first, last, text, inline.content.count("\n") + 1)
        self._add(Paragraph(content, content, self._inlines(inline, content)))
        return at + 3

    def _text_lines(self, first: int, last: int, text: bytes, count: int) -> Span:
        start = self._position(max(first, last - count))
        end = self._line_end(last - 1)
        found = self.data.find(text, start, end)
        return Span(found if found >= 0 else start, max(start, end))

    def _heading(self, at: int) -> int:
        opening, inline = self.tokens[at], self.tokens[at + 1]
        span = self._span(at)
        is_setext = opening.markup in ("=", "-")
        content = self._heading_text(span, inline, is_setext=is_setext)
        inlines = self._inlines(inline, content)
        level = int(opening.tag[1])
        self._add(Heading(span, content, inlines, level=level, is_setext=is_setext))
        return at + 3

    def _heading_text(self, span: Span, inline: Token, *, is_setext: bool) -> Span:
        if not inline.content:
            return Span(span.end, span.end)
        if is_setext:
            first, last = inline.map or (0, 1)
            start = max(span.start, self.starts[first])
            return Span(start, self._line_end(last - 1))
        words = inline.content.encode()
        start = self.data.find(words, span.start, span.end)
        return Span(start, start + len(words)) if start >= 0 else span

    def _with_line_ends(self, value: str, line: int) -> str:
        """Return *value*, whose first line is the 0-based *line*, with the source's line ends."""
        words = value.split("\n")
        for number in range(len(words) - 1):
            behind = self._line_start(line + number + 1)
            if self.data[behind - 2 : behind] == b"\r\n":
                words[number] += "\r"
        is_cut = line + len(words) - 1 >= len(self.starts)  # markdown-it adds a last line end
        return "\n".join(words[:-1] if is_cut else words)

    def _fence(self, at: int) -> int:
        token = self.tokens[at]
        first, last = self._lines(at)
        start = self._position(first)
        fence, info_span = fence_at(self.data, start)
        inner = token.content.count("\n") + (token.content[-1:] not in ("", "\n"))
        is_closed = last - first - 1 > inner
        value = self._with_line_ends(token.content, first + 1)
        lines = Span(self._line_start(first + 1), self._line_start(first + 1 + inner))
        info = unescapeAll(token.info).strip()
        if not is_closed:
            self._add(unclosed_block(self.data, start, lines, info, value))
            return at + 1
        span = Span(start, self._line_end(last - 1))
        self._add(CodeBlock(span, lines, info, info_span, fence, is_closed=True, value=value))
        return at + 1

    def _line_start(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else self.end

    def _table(self, at: int) -> int:
        span = self._span(at)
        rows: list[Row] = []
        end = at
        while self.tokens[end].type != "table_close":
            if self.tokens[end].type == "tr_open":
                line = self._lines(at)[0] + len(rows) + (1 if rows else 0)
                rows.append(self._row(end, line))
            end += 1
        self._add(Table(span, rows[0], tuple(rows[1:])))
        return end + 1

    def _row(self, at: int, line: int) -> Row:
        start = self._position(line)
        span = Span(start, self._line_end(line))
        self.cursor = span.end
        inlines = self._row_inlines(at)
        cells = []
        for number, cell in enumerate(split_row(self.data, *span)):
            if number < len(inlines):
                cells.append(Cell(cell, cell, self._inlines(inlines[number], cell)))
            else:
                cells.append(Cell(cell, cell, LateReader(self._read_apart, self.data, cell)))
        return Row(span, tuple(cells))

    def _row_inlines(self, at: int) -> Sequence[Token]:
        found = []
        while self.tokens[at].type != "tr_close":
            if self.tokens[at].type == "inline":
                found.append(self.tokens[at])
            at += 1
        return found

    def _read_apart(self, data: bytes, cell: Span) -> tuple[Inline, ...]:
        text = stripped(data, cell.start, cell.end)
        words = data[text.start : text.end].decode("utf-8").replace("\\|", "|")
        (token,) = self.md.parseInline(words, self.env)
        return place_inlines(token.children or (), data, cell)
