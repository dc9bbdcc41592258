"""The inlines of a leaf, read from pyromark's events when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.markdown.nodes import (
    Break,
    CodeSpan,
    Emphasis,
    HtmlInline,
    Image,
    Inline,
    Link,
    Text,
)
from harness_lint.markdown.prose import Piece
from harness_lint.source import Span, made

Event: TypeAlias = Any
"""A string, or a dict with one key. Exact types would cost a cast at each event."""

Range: TypeAlias = Any
"""The UTF-8 bytes of an event: a dict with `start` and `end`."""

Tag: TypeAlias = Any
"""What starts or ends: a name, or a dict with the name as its only key."""


class Events(NamedTuple):
    """The events of a text, their ranges, and where the text stands in the source."""

    kinds: Sequence[Event]
    ranges: Sequence[Range]
    data: bytes
    base: int
    """The offset in *data* of the text that pyromark was given."""


STRENGTHS = {"Emphasis": 1, "Strong": 2, "Strikethrough": 0}
INLINE_TAGS = frozenset(STRENGTHS) | {"Link", "Image"}


_ENDS = ("End", "Start")
_TICK = 0x60


class InlineReader(NamedTuple):
    """Reads the events from *first* to *last*, those of one leaf."""

    events: Events
    first: int
    last: int

    def inlines(self) -> tuple[Inline, ...]:
        """Return them as inlines."""
        return read_inlines(self.events, self.first, self.last)

    def pieces(self) -> tuple[Piece, ...] | None:
        """Return what `prose_of` makes of the inlines, without them; None for struck-out text."""
        return read_pieces(self.events, self.first, self.last)

    def strong_starts(self) -> tuple[int, ...] | None:
        """Return what `strong_starts_of` makes of the inlines; None for struck-out text."""
        return read_strong_starts(self.events.kinds[self.first : self.last])

    @property
    def data(self) -> bytes:
        """The source."""
        return self.events.data

    def moved(self, data: bytes, by: int) -> InlineReader:
        """Return what reads the same text where it stands in *data*, *by* bytes further on."""
        kinds, ranges, _, base = self.events
        events = made(Events, (kinds, ranges, data, base + by))
        return made(InlineReader, (events, self.first, self.last))


def is_block(event: Event) -> bool:
    """Whether *event* starts or ends a block, or is one."""
    if isinstance(event, str):
        return event == "Rule"
    [(name, tag)] = event.items()
    if name not in _ENDS:
        return bool(name != "InlineHtml")
    return (tag if isinstance(tag, str) else next(iter(tag))) not in INLINE_TAGS


def read_pieces(events: Events, first: int, last: int) -> tuple[Piece, ...] | None:
    """Return the pieces of prose of the events from *first* to *last*; None for tildes."""
    data, base = events.data, events.base
    pieces: list[Piece] = []
    text_end = -1
    """Where the last text ends: what follows may be one with it in the source."""
    run: list[str] = []
    """The words behind the last piece that are one with it in the source."""
    for event, where in zip(events.kinds[first:last], events.ranges[first:last], strict=True):
        start, end = where["start"] + base, where["end"] + base
        if (
            text_end == start < end
            and "Text" in event
            and _is_plain(start, end, event["Text"], data)
            and (run or _is_plain(*pieces[-1][1], pieces[-1][0], data))
        ):
            run.append(event["Text"])
            text_end = end
            continue
        if run:
            pieces[-1] = _extended(pieces[-1], run, text_end)
            run = []
        if "Text" in event:
            pieces.append((event["Text"], made(Span, (start, end)), False))
            text_end = end
        elif "Code" in event:
            value = event["Code"]
            pieces.append((value, code_content(start, end, value, data), True))
        elif event in ("SoftBreak", "HardBreak"):
            pieces.append(("\n", made(Span, (start, end)), False))
        elif "Start" in event and event["Start"] == "Strikethrough":
            return None
    if run:
        pieces[-1] = _extended(pieces[-1], run, text_end)
    return tuple(pieces)


def _extended(piece: Piece, run: list[str], end: int) -> Piece:
    """Return *piece* with the words of *run* behind it, up to *end*."""
    words, (start, _), is_code = piece
    return "".join((words, *run)), made(Span, (start, end)), is_code


def read_strong_starts(kinds: Sequence[Event]) -> tuple[int, ...] | None:
    """Return where in the prose of *kinds* strong text begins, outermost alone; None for tildes."""
    starts, at, depth = [], 0, 0
    for event in kinds:
        if "Text" in event:
            at += len(event["Text"])
        elif "Code" in event:
            at += len(event["Code"])
        elif "Start" in event:
            if event["Start"] == "Strikethrough":
                return None
            if event["Start"] == "Strong" and not depth:
                starts.append(at)
            depth += 1
        elif "End" in event:
            depth -= 1
        elif event in ("SoftBreak", "HardBreak"):
            at += 1
    return tuple(starts)


class _Open:
    __slots__ = ("children", "tag")

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        self.children: list[Inline] = []


def read_inlines(events: Events, first: int, last: int) -> tuple[Inline, ...]:
    """Return the inlines of the events from *first* to *last*."""
    data, base = events.data, events.base
    stack = [_Open(None)]
    for event, where in zip(events.kinds[first:last], events.ranges[first:last], strict=True):
        span = made(Span, (where["start"] + base, where["end"] + base))
        if "Text" in event:
            stack[-1].children.append(made(Text, (span, event["Text"])))
        elif "Start" in event:
            stack.append(_Open(event["Start"]))
        elif "End" in event:
            opened = stack.pop()
            if opened.tag == "Strikethrough" and data[span.start : span.start + 2] != b"~~":
                stack[-1].children += _with_tildes(opened, span)
            else:
                stack[-1].children.append(_close(opened, span, data))
        else:
            stack[-1].children.append(_single(event, span, data))
    return _joined(stack[0].children, data)


def _joined(found: list[Inline], data: bytes) -> tuple[Inline, ...]:
    """Return *found* with texts joined that are one in the source."""
    # pyromark hands out brackets and the like one by one
    joined: list[Inline] = []
    run: list[Text] = []
    for inline in found:
        if isinstance(inline, Text):
            if run and not _continues(run, inline, data):
                joined.append(_whole(run))
                run = []
            run.append(inline)
            continue
        if run:
            joined.append(_whole(run))
            run = []
        joined.append(inline)
    if run:
        joined.append(_whole(run))
    return tuple(joined)


def _continues(run: list[Text], text: Text, data: bytes) -> bool:
    """Whether *text* is one with *run* in the source; of a longer run that is known already."""
    (start, end), last = text.span, run[-1]
    return (
        last.span.end == start < end
        and _is_plain(start, end, text.value, data)
        and (len(run) > 1 or _is_plain(*last.span, last.value, data))
    )


def _whole(run: list[Text]) -> Text:
    if len(run) == 1:
        return run[0]
    span = made(Span, (run[0].span.start, run[-1].span.end))
    return made(Text, (span, "".join([text.value for text in run])))


def _with_tildes(opened: _Open, span: Span) -> tuple[Inline, ...]:
    """Return what is struck out between single tildes, with the tildes as text."""
    # GFM strikes it out too, but `~5 files, ~2 hours` means "about"
    before = Text(Span(span.start, span.start + 1), "~")
    behind = Text(Span(span.end - 1, span.end), "~")
    return (before, *opened.children, behind)


def _is_plain(start: int, end: int, value: str, data: bytes) -> bool:
    if value.isascii():  # no entity is as long as the ASCII that it stands for
        return end - start == len(value)
    return data[start:end] == value.encode()


def _close(opened: _Open, span: Span, data: bytes) -> Inline:
    children = _joined(opened.children, data)
    if isinstance(opened.tag, str):
        return Emphasis(span, STRENGTHS[opened.tag], children)
    name, facts = next(iter(opened.tag.items()))
    if name == "Image":
        return Image(span, facts["dest_url"], facts["title"], children)
    is_autolink = facts["link_type"] in ("Autolink", "Email")
    return Link(span, facts["dest_url"], facts["title"], children, is_autolink)


def _single(event: Event, span: Span, data: bytes) -> Inline:
    if event in ("SoftBreak", "HardBreak"):
        return Break(span, event == "HardBreak")
    if "Code" in event:
        value = event["Code"]
        return made(CodeSpan, (span, code_content(*span, value, data), value))
    if "InlineHtml" in event:
        return HtmlInline(span, event["InlineHtml"])
    raise AssertionError(f"unreachable: {event!r}")


def code_content(start: int, end: int, value: str, data: bytes) -> Span:
    """Return the span of *value*, the code in ``[start, end)`` without backticks and padding."""
    ticks = 1
    while data[start + ticks] == _TICK:
        ticks += 1
    start, end = start + ticks, end - ticks
    if len(value) < end - start and len(value.encode()) < end - start:
        inner = data[start:end]
        if inner[:1] == b" " and inner[-1:] == b" " and inner.strip(b" "):
            start, end = start + 1, end - 1
    return made(Span, (start, end))
