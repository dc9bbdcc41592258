"""The first engine: pyromark's events made into our tree."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import pyromark

from harness_lint.markdown.nodes import (
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
from harness_lint.markdown.pyromark_inlines import (
    INLINE_TAGS,
    Events,
    InlineReader,
    Tag,
    is_block,
    read_inlines,
)
from harness_lint.markdown.scan import (
    MAX_DEPTH,
    box_at,
    container_end,
    fenced_block,
    is_atx,
    marked_start,
    marker_at,
    split_row,
    trimmed,
)
from harness_lint.pattern import pattern
from harness_lint.source import Span, made

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH

_EVENT, _RANGE = itemgetter(0), itemgetter(1)

_END_OF_ITEM = {"End": "Item"}
_END_OF_CELL = {"End": "TableCell"}
_BACKSLASH = 0x5C
_RETURN = 0x0D


def read(data: bytes, start: int, end: int) -> Root:
    """Return the tree of the Markdown in ``data[start:end]``."""
    return _Builder(data, start, end).build()


_STEP = 512
_MAY_BE_DEEP = pattern(rb"[> \t]{3}")
_DEEP = pattern(
    rb"(?<![> \t])([ \t]*(?:>[ \t]{0,4}){%d})((?:>[ \t]{0,4}){600,})(?=[-*][ \t])" % (2 * MAX_DEPTH)
)


def _bounded(data: bytes) -> bytes:
    """Return *data* with words in place of quotes that hold a list hundreds of quotes deep.

    The engine looks at all of them again for each item, and nobody reads either.
    """
    if _MAY_BE_DEEP.search(data[::_STEP]) is None:
        return data
    return _DEEP.sub(lambda match: match[1] + b"x" * len(match[2]), data)


def _events(text: str, data: bytes, base: int) -> Events:
    found = list(pyromark.events_with_range(text, options=OPTIONS))
    return Events(list(map(_EVENT, found)), list(map(_RANGE, found)), data, base)


_Reader = Callable[[int, str, Tag], int]
"""Takes the number of an event, what starts there, and its tag."""


class _Open:
    """A container whose end has not come yet."""

    __slots__ = ("children", "end", "name", "start")

    def __init__(self, name: str, start: int, end: int) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.children: list[Any] = []


class _Builder:
    """One pass over the events; the inlines of a leaf are remembered as a slice of them."""

    __slots__ = (
        "base",
        "data",
        "events",
        "has_returns",
        "kinds",
        "ranges",
        "siblings",
        "stack",
        "truncated_at",
    )

    def __init__(self, data: bytes, base: int, end: int) -> None:
        self.data = data
        self.base = base
        self.events = _events(_bounded(data[base:end]).decode("utf-8"), data, base)
        self.kinds = self.events.kinds
        self.ranges = self.events.ranges
        self.has_returns = b"\r" in data
        self.stack = [_Open("Root", base, end)]
        self.siblings = self.stack[0].children
        """The blocks before the next one, in the container that it stands in."""
        self.truncated_at: int | None = None

    def build(self) -> Root:
        kinds, at, size = self.kinds, 0, len(self.kinds)
        readers = self._readers()
        while at < size:
            event = kinds[at]
            if "Start" in event:
                tag = event["Start"]
                name = tag if isinstance(tag, str) else next(iter(tag))
                at = readers[name](at, name, tag)
            elif "End" in event:
                self._close()
                at += 1
            elif event == "Rule":
                self.siblings.append(Rule(self._trimmed(at)))
                at += 1
            else:
                at = self._tight_text(at)
        return Root(tuple(self.siblings), self.truncated_at)

    def _readers(self) -> dict[str, _Reader]:
        """Return what reads each thing that starts, and gives the number of the next event."""
        return {
            **dict.fromkeys(INLINE_TAGS, self._tight_text),
            **dict.fromkeys(("BlockQuote", "List", "Item"), self._open),
            "Paragraph": self._loose_text,
            "Heading": self._heading,
            "CodeBlock": self._code,
            "HtmlBlock": self._html,
            "Table": self._table,
        }

    def _span(self, at: int) -> Span:
        where = self.ranges[at]
        return made(Span, (where["start"] + self.base, where["end"] + self.base))

    def _trimmed(self, at: int) -> Span:
        start, end = self._span(at)
        start = marked_start(self.data, start)  # may be a line end behind an empty marker (0.10.3)
        return made(Span, (start, trimmed(self.data, start, end)))

    # containers

    def _open(self, at: int, name: str, _: Tag) -> int:
        start, end = self._span(at)
        if len(self.stack) > MAX_DEPTH:
            if self.truncated_at is None:
                self.truncated_at = marked_start(self.data, start)
            return self._skip(at)
        opened = _Open(name, start, end)
        self.stack.append(opened)
        self.siblings = opened.children
        return at + 1

    def _skip(self, at: int) -> int:
        depth = 0
        while True:
            event = self.kinds[at]
            depth += ("Start" in event) - ("End" in event)
            at += 1
            if depth == 0:
                return at

    def _close(self) -> None:
        opened = self.stack.pop()
        self.siblings = self.stack[-1].children
        if opened.name == "Item":
            self.siblings.append(self._item(opened))
        elif opened.name == "BlockQuote":
            self.siblings.append(self._quote(opened))
        elif opened.children:  # the items of a list may all be nested too deep
            self.siblings.append(self._list(opened))

    def _end_of(self, opened: _Open, floor: int) -> int:
        if opened.children:
            floor = max(floor, opened.children[-1].span.end)
        return container_end(self.data, floor, opened.end)

    def _quote(self, opened: _Open) -> Quote:
        start = marked_start(self.data, opened.start)
        return Quote(Span(start, self._end_of(opened, start + 1)), tuple(opened.children))

    def _item(self, opened: _Open) -> Item:
        marker, number = marker_at(self.data, opened.start)
        span = made(Span, (marker.start, self._end_of(opened, marker.end)))
        first = opened.children[0] if opened.children else None
        box = box_at(self.data, first.content) if isinstance(first, Paragraph) else None
        return made(Item, (span, marker, number, box, tuple(opened.children)))

    @staticmethod
    def _list(opened: _Open) -> ListBlock:
        items: list[Item] = opened.children
        span = Span(items[0].span.start, items[-1].span.end)
        return ListBlock(span, items[0].number is not None, tuple(items))

    # leaves

    def _content(self, first: int, last: int) -> Span:
        start = self.ranges[first]["start"] + self.base
        # an escaped character's range begins behind its backslash
        if self.data[start - 1] == _BACKSLASH and start > self.base and "Text" in self.kinds[first]:
            start -= 1
        return made(Span, (start, self.ranges[last - 1]["end"] + self.base))

    def _paragraph(self, first: int, last: int) -> int:
        if first < last:
            span = self._content(first, last)
            reader = made(InlineReader, (self.events, first, last))
            self.siblings.append(Paragraph(span, span, reader))
        return last

    def _loose_text(self, at: int, _: str, tag: Tag) -> int:
        last = self.kinds.index({"End": tag}, at)
        return self._paragraph(at + 1, last) + 1

    def _tight_text(self, at: int, *_: Tag) -> int:
        last, kinds = at, self.kinds
        while True:
            event = kinds[last]
            # a look into the dict alone is enough for most events
            if (
                "Text" not in event
                and "Code" not in event
                and (event == _END_OF_ITEM or is_block(event))
            ):
                return self._paragraph(at, last)
            last += 1

    def _heading(self, at: int, name: str, tag: Tag) -> int:
        level: str = tag[name]["level"]
        last = self.kinds.index({"End": {name: level}}, at)
        span = self._trimmed(at)
        content = self._content(at + 1, last) if last > at + 1 else Span(span.end, span.end)
        if content.end > span.end:  # a tab behind a form feed is text
            span = Span(span.start, content.end)
        is_setext = not is_atx(self.data, span.start)
        reader = made(InlineReader, (self.events, at + 1, last))
        self.siblings.append(Heading(span, content, reader, int(level[1]), is_setext))
        return last + 1

    def _html(self, at: int, _: str, tag: Tag) -> int:
        last = self.kinds.index({"End": tag}, at)
        span = self._trimmed(at)
        lines = [self._words(i, "Html") for i in range(at + 1, last) if "Html" in self.kinds[i]]
        self.siblings.append(HtmlBlock(span, "".join(lines).rstrip()))
        return last + 1

    def _words(self, at: int, key: str) -> str:
        # pyromark cuts code before each "\r\n" and leaves the "\r" out
        words: str = self.kinds[at][key]
        start = self.ranges[at]["start"] + self.base
        return "\r" + words if words[:1] == "\n" and self.data[start - 1] == _RETURN else words

    def _code(self, at: int, name: str, tag: Tag) -> int:
        info = tag[name]
        last = self.kinds.index({"End": name}, at)
        if self.has_returns:
            value = "".join([self._words(i, "Text") for i in range(at + 1, last)])
        else:
            value = "".join([event["Text"] for event in self.kinds[at + 1 : last]])
        if info == "Indented":
            span = self._trimmed(at)
            empty = Span(span.start, span.start)
            block = CodeBlock(span, span, "", empty, "", is_closed=True, value=value)
        else:
            end = self._span(last - 1).end if last > at + 1 else None
            whole = Span(marked_start(self.data, self._span(at).start), self._span(at).end)
            block = fenced_block(self.data, whole, end, info["Fenced"], value)
        self.siblings.append(block)
        return last + 1

    # tables

    def _table(self, at: int, name: str, _: Tag) -> int:
        last = self.kinds.index({"End": name}, at)
        rows = []
        first = at + 1
        while first < last:
            end = self.kinds.index({"End": self.kinds[first]["Start"]}, first)
            rows.append(self._row(first, end))
            first = end + 1
        start, end = self._span(at)
        end = (
            rows[-1].span.end if len(rows) > 1 else container_end(self.data, rows[0].span.end, end)
        )
        self.siblings.append(Table(Span(start, end), rows[0], tuple(rows[1:])))
        return last + 1

    def _row(self, first: int, last: int) -> Row:
        span, at = self._trimmed(first), first + 1
        cells = []
        for cell in split_row(self.data, *span):
            if at < last:
                end = self.kinds.index(_END_OF_CELL, at)
                cells.append(Cell(cell, cell, made(InlineReader, (self.events, at + 1, end))))
                at = end + 1
            else:
                cells.append(Cell(cell, cell, LateReader(_read_apart, self.data, cell)))
        return Row(span, tuple(cells))


def _read_apart(data: bytes, cell: Span) -> tuple[Inline, ...]:
    # GFM drops a surplus cell: give it to the engine as the only cell of a table
    lead = b"|a|\n|-|\n|"
    text = (lead + data[cell.start : cell.end] + b" |").decode("utf-8")
    events = _events(text, data, cell.start - len(lead))
    kinds = events.kinds
    head_end = kinds.index({"End": "TableHead"})
    first = kinds.index({"Start": "TableCell"}, head_end) + 1
    last = kinds.index({"End": "TableCell"}, first)
    return read_inlines(events, first, last)
