"""The words around a place, found in the text itself: it may be half typed, and read as nothing."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.source import Source, Span


class Words(NamedTuple):
    """A part of one line, around a place."""

    text: str
    start: int
    """Offset of its first byte."""
    cursor: int
    """The index of the place in *text*."""

    def span(self, first: int, last: int) -> Span:
        """Return ``text[first:last]`` as a span of the source."""
        start = self.start + _width(self.text[:first])
        return Span(start, start + _width(self.text[first:last]))


def words_around(source: Source, offset: int, reach: int) -> Words:
    """Return the part of the line of *offset* that is at most *reach* bytes away from it."""
    data = source.data
    offset = min(offset, len(data))
    first, last = max(0, offset - reach), offset + reach
    start = data.rfind(b"\n", first, offset) + 1 or first
    while start < offset and data[start] & 0xC0 == 0x80:  # in the middle of a character
        start += 1
    end = data.find(b"\n", offset, last)
    before = data[start:offset].decode("utf-8", "surrogateescape")
    behind = data[offset : end if end >= 0 else last].decode("utf-8", "surrogateescape")
    return Words(before + behind, start, len(before))


def _width(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
