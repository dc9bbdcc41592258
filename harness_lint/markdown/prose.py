"""Text as a reader sees it, tied character by character to its source."""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from harness_lint.source import Span, made

Piece: TypeAlias = tuple[str, Span, bool]
"""Words, their span in the source, and whether they are code."""


class Prose:
    """The words of a leaf without markup: search in `value` or `words`, then ask `span`.

    *pieces*: in source order.
    """

    __slots__ = ("_known_starts", "_words", "pieces", "value")

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        self.value = pieces[0][0] if len(pieces) == 1 else "".join([one for one, _, _ in pieces])
        """The text: emphasis and link markup gone, code without backticks, breaks as ``\\n``."""
        self._words: str | None = None
        self._known_starts: list[int] | None = None

    @property
    def words(self) -> str:
        """`value` with code blanked out by spaces: same length, same indices."""
        if self._words is None:
            blanked = [" " * len(text) if code else text for text, _, code in self.pieces]
            self._words = "".join(blanked)
        return self._words

    @property
    def _starts(self) -> list[int]:
        if self._known_starts is None:
            starts, at = [], 0
            for text, _, _ in self.pieces:
                starts.append(at)
                at += len(text)
            self._known_starts = starts
        return self._known_starts

    def is_code(self, index: int) -> bool:
        """Whether the character at *index* of `value` stands in a code span."""
        return bool(self.pieces) and self.pieces[bisect_right(self._starts, index) - 1][2]

    def span(self, start: int, end: int) -> Span:
        """Return the span of ``value[start:end]`` in the source, which may hold markup between.

        An empty stretch gives the empty span at its start.

        Raises: IndexError if the prose is empty.
        """
        starts = self._known_starts or self._starts
        number = bisect_right(starts, start) - 1
        text, (first, last), _ = self.pieces[number]
        low, high = start - starts[number], end - starts[number]
        if 0 <= low < high <= len(text):  # nearly always
            if text.isascii():
                if last - first == len(text):
                    return made(Span, (first + low, first + high))
            elif last - first == _width(text):
                first += _width(text[:low])
                return made(Span, (first, first + _width(text[low:high])))
        first = self._offset(start, at_end=False)
        return Span(first, max(first, self._offset(end, at_end=True)) if end > start else first)

    def _offset(self, index: int, *, at_end: bool) -> int:
        # An end belongs to the piece that it closes, a start to the piece that it opens.
        starts = self._starts
        number = max(0, bisect_right(starts, index - 1 if at_end else index) - 1)
        text, (first, last), _ = self.pieces[number]
        is_ascii = text.isascii()
        length = len(text) if is_ascii else _width(text)
        if length != last - first:  # an entity or an escape: no finer place
            return last if at_end else first
        inside = index - starts[number]
        return first + (inside if is_ascii else _width(text[:inside]))


def _width(text: str) -> int:
    """Return how many bytes *text* has."""
    return len(text.encode("utf-8", "replace"))
