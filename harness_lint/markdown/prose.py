"""Text as a reader sees it, tied character by character to its source."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from harness_lint.source import Span


class Prose:
    """The words of a leaf without markup: search in `value` or `words`, then ask `span`.

    *pieces*: (words, span in the source, whether it is code), in source order.
    """

    def __init__(self, pieces: tuple[tuple[str, Span, bool], ...]) -> None:
        self.pieces = pieces
        self.value = "".join([words for words, _, _ in pieces])
        """The text: emphasis and link markup gone, code without backticks, breaks as ``\\n``."""

    @cached_property
    def words(self) -> str:
        """`value` with code blanked out by spaces: same length, same indices."""
        return "".join(" " * len(text) if code else text for text, _, code in self.pieces)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for text, _, _ in self.pieces:
            starts.append(at)
            at += len(text)
        return starts

    def is_code(self, index: int) -> bool:
        """Whether the character at *index* of `value` stands in a code span."""
        return bool(self.pieces) and self.pieces[bisect_right(self._starts, index) - 1][2]

    def span(self, start: int, end: int) -> Span:
        """Return the span of ``value[start:end]`` in the source, which may hold markup between.

        An empty stretch gives the empty span at its start.

        Raises: IndexError if the prose is empty.
        """
        first = self._offset(start, at_end=False)
        return Span(first, max(first, self._offset(end, at_end=True)) if end > start else first)

    def _offset(self, index: int, *, at_end: bool) -> int:
        # An end belongs to the piece that it closes, a start to the piece that it opens.
        number = max(0, bisect_right(self._starts, index - 1 if at_end else index) - 1)
        text, span, _ = self.pieces[number]
        inside = index - self._starts[number]
        size = span.end - span.start
        if len(text.encode("utf-8", "replace")) != size:  # an entity or an escape: no finer place
            return span.end if at_end else span.start
        if size == len(text):
            return span.start + inside
        return span.start + len(text[:inside].encode("utf-8"))
