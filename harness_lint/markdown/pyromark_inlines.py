"""The inlines of a leaf, read from pyromark's events when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

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
from harness_lint.source import Span

Event: TypeAlias = tuple[Any, Any]
"""An event (a string, or a dict with one key) and its range of UTF-8 bytes."""

STRENGTHS = {"Emphasis": 1, "Strong": 2, "Strikethrough": 0}
INLINE_TAGS = frozenset(STRENGTHS) | {"Link", "Image"}


@dataclass(slots=True)
class _Open:
    tag: Any
    children: list[Inline] = field(default_factory=list)


def read_inlines(
    events: list[Event], first: int, last: int, data: bytes, base: int
) -> tuple[Inline, ...]:
    """Return the inlines of ``events[first:last]``.

    Ranges count from *base*, the offset in *data* of the text that pyromark was given.
    """
    stack = [_Open(None)]
    for event, where in events[first:last]:
        span = Span(where["start"] + base, where["end"] + base)
        if "Text" in event:
            _add_text(stack[-1].children, span, event["Text"], data)
        elif "Start" in event:
            stack.append(_Open(event["Start"]))
        elif "End" in event:
            opened = stack.pop()
            stack[-1].children.append(_close(opened, span))
        else:
            stack[-1].children.append(_single(event, span, data))
    return tuple(stack[0].children)


def _add_text(found: list[Inline], span: Span, value: str, data: bytes) -> None:
    # pyromark hands out brackets and the like one by one: join what is one in the source
    if found and span.start < span.end:
        before = found[-1]
        if (
            isinstance(before, Text)
            and before.span.end == span.start
            and _is_plain(before.span, before.value, data)
            and _is_plain(span, value, data)
        ):
            found[-1] = Text(Span(before.span.start, span.end), before.value + value)
            return
    found.append(Text(span, value))


def _is_plain(span: Span, value: str, data: bytes) -> bool:
    return data[span.start : span.end] == value.encode()


def _close(opened: _Open, span: Span) -> Inline:
    children = tuple(opened.children)
    if isinstance(opened.tag, str):
        return Emphasis(span, STRENGTHS[opened.tag], children)
    name, facts = next(iter(opened.tag.items()))
    if name == "Image":
        return Image(span, facts["dest_url"], facts["title"], children)
    is_autolink = facts["link_type"] in ("Autolink", "Email")
    return Link(span, facts["dest_url"], facts["title"], children, is_autolink)


def _single(event: Any, span: Span, data: bytes) -> Inline:
    if event == "SoftBreak" or event == "HardBreak":
        return Break(span, event == "HardBreak")
    if "Code" in event:
        return code_span(span, event["Code"], data)
    if "InlineHtml" in event:
        return HtmlInline(span, event["InlineHtml"])
    raise AssertionError(f"unreachable: {event!r}")


def code_span(span: Span, value: str, data: bytes) -> CodeSpan:
    """Return the code span at *span*, whose backticks and padding are left out of the content."""
    words = data[span.start : span.end]
    ticks = len(words) - len(words.lstrip(b"`"))
    start, end = span.start + ticks, span.end - ticks
    if end - start >= 2 and len(value.encode()) < end - start:
        inner = data[start:end]
        if inner[:1] == b" " and inner[-1:] == b" " and inner.strip(b" "):
            start, end = start + 1, end - 1
    return CodeSpan(span, Span(start, end), value)
