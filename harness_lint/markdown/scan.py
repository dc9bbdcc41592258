"""What both engines read from the bytes of a document by themselves: markers, boxes, rows, ends."""

from __future__ import annotations

from harness_lint.markdown.nodes import Box, CodeBlock
from harness_lint.pattern import pattern
from harness_lint.source import Span, made

MAX_DEPTH = 100
"""How many quotes, lists and items may stand in each other before the inner ones are cut off."""

_MARKER = pattern(rb"\s*(?:(\d{1,9})[.)]|[-+*])")
_BOX = pattern(rb"\[([ xX~-])\](?=[\s*]|$)")
_FENCE = pattern(rb"`{3,}|~{3,}")
_ATX = pattern(rb"#{1,6}(?=[ \t\r\n]|$)")

_BLANKS = b" \t\r\n"
_BULLETS = b"-+*"
_BACKSLASH = 0x5C
_BRACKET = 0x5B
_NUMBER_SIGN = 0x23


def marker_at(data: bytes, start: int) -> tuple[Span, int | None]:
    """Return the span of the list marker behind the blanks at *start*, and its number if any."""
    if data[start] in _BULLETS:
        return made(Span, (start, start + 1)), None
    match = _MARKER.match(data, start)
    if match is None:
        return Span(start, start), None
    digits, end = match[1], match.end()
    begin = match.start(1) if digits else end - 1
    return made(Span, (begin, end)), int(digits) if digits else None


def marked_start(data: bytes, start: int) -> int:
    """Return *start* moved over blanks and line ends to the marker of the block."""
    while start < len(data) and data[start] in _BLANKS:
        start += 1
    return start


def box_at(data: bytes, content: Span) -> Box | None:
    """Return the box at the start of *content*, the text of an item's first paragraph."""
    if data[content.start] != _BRACKET:
        return None
    match = _BOX.match(data, content.start, content.end)
    return Box(Span(*match.span()), match[1].decode()) if match else None


def is_atx(data: bytes, start: int) -> bool:
    """Whether the heading at *start* begins with number signs (CommonMark 0.31.2, 4.2)."""
    return data[start] == _NUMBER_SIGN and _ATX.match(data, start) is not None


def fence_at(data: bytes, start: int) -> tuple[str, Span]:
    """Return the code fence at *start* and the span of the info string behind it."""
    match = _FENCE.match(data, start)
    behind = match.end() if match else start
    fence = match[0].decode() if match else ""
    return fence, stripped(data, behind, line_end(data, behind))


def line_end(data: bytes, offset: int, limit: int | None = None) -> int:
    """Return the offset of the line end at or behind *offset*, at most *limit*."""
    last = len(data) if limit is None else limit
    newline = data.find(b"\n", offset, last)
    end = last if newline < 0 else newline
    carriage = data.find(b"\r", offset, end)
    return end if carriage < 0 else carriage


def next_line(data: bytes, offset: int, limit: int) -> int:
    """Return the first byte of the line behind the one that holds *offset*, at most *limit*."""
    end = line_end(data, offset, limit)
    width = 2 if data[end : end + 2] == b"\r\n" else 1
    return min(end + width, limit)


def line_start(data: bytes, offset: int, floor: int) -> int:
    """Return the first byte of the line that holds *offset*, at least *floor*."""
    return max(data.rfind(b"\n", floor, offset) + 1, data.rfind(b"\r", floor, offset) + 1, floor)


def stripped(data: bytes, start: int, end: int) -> Span:
    """Return ``[start, end)`` without the blanks and line ends at both sides.

    If there is nothing else, the result is empty and lies at *start*.
    """
    words = data[start:end].strip(_BLANKS)
    if words:
        start = data.index(words, start)
    return made(Span, (start, start + len(words)))


def trimmed(data: bytes, start: int, end: int) -> int:
    """Return *end* moved back over blanks and line ends, at most to *start*."""
    return start + len(data[start:end].rstrip(_BLANKS))


def container_end(data: bytes, floor: int, end: int) -> int:
    """Return the end of a quote, item or list without the blank lines behind it.

    Lines with nothing but quote markers are blank. *floor* is where its last child ends.
    """
    rest = data[floor:end].rstrip(b" \t\r\n>")
    if not rest:
        return floor
    last = floor + len(rest)
    return trimmed(data, last, line_end(data, last, end))


def fenced_block(
    data: bytes, whole: Span, code_end: int | None, info: str, value: str
) -> CodeBlock:
    """Return the fenced block in *whole*, whose code ends at *code_end* (None: it has no line)."""
    fence, info_span = fence_at(data, whole.start)
    content_start = next_line(data, whole.start, whole.end)
    behind = max(content_start, code_end or 0)
    closing = data.find(fence[0].encode(), behind, whole.end)
    if closing >= 0:
        span = Span(whole.start, trimmed(data, whole.start, whole.end))
        content = Span(content_start, line_start(data, closing, content_start))
        return CodeBlock(span, content, info, info_span, fence, is_closed=True, value=value)
    return unclosed_block(data, whole.start, Span(content_start, behind), info, value)


def unclosed_block(data: bytes, start: int, code: Span, info: str, value: str) -> CodeBlock:
    """Return the block of the fence at *start* that is never closed; *code* is what it swallows.

    The blank lines at its end are left out, as they are for other blocks.
    """
    fence, info_span = fence_at(data, start)
    end = trimmed(data, min(code.start, code.end), code.end)
    span = Span(start, end) if end > code.start else Span(start, info_span.end)
    content = Span(code.start, end) if end > code.start else Span(span.end, span.end)
    value = value.rstrip(" \t\r\n")
    return CodeBlock(span, content, info, info_span, fence, is_closed=False, value=value)


def split_row(data: bytes, start: int, end: int) -> list[Span]:
    """Return the spans of the cells of the table row in ``[start, end)``, without blanks around.

    A pipe behind a backslash divides nothing, in code spans as elsewhere (GFM 4.10).
    """
    at = start + 1 if data[start : start + 1] == b"|" else start
    cells = []
    pipe = data.find(b"|", at, end)
    while pipe >= 0:
        if data[pipe - 1] != _BACKSLASH:
            cells.append(stripped(data, at, pipe))
            at = pipe + 1
        pipe = data.find(b"|", pipe + 1, end)
    if at < end:
        cells.append(stripped(data, at, end))
    return cells
