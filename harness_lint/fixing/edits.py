"""Edits of one text: which go together, and what they make of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from harness_lint.source import Span


class Replacement(NamedTuple):
    """New text for a span, in bytes of the old one. An empty span is a place to insert at."""

    span: Span
    text: bytes

    def clashes(self, other: Replacement) -> bool:
        """Whether the two cannot both be made: they share a byte, or one lies inside the other.

        Two that only touch go together, and so do insertions at one place.
        """
        (start, end), (first, last) = self.span, other.span
        return start < last and first < end


class Draft:
    """Replacements that go together, in the order of the text."""

    __slots__ = ("_taken",)

    def __init__(self) -> None:
        self._taken: list[Replacement] = []

    def takes(self, replacement: Replacement) -> bool:
        """Whether *replacement* goes together with those taken, or is one of them."""
        at = bisect_left(self._taken, replacement.span, key=itemgetter(0))
        near = self._taken[max(0, at - 1) : at + 1]
        return replacement in near or not any(map(replacement.clashes, near))

    def take(self, replacement: Replacement) -> None:
        """Add *replacement*, which goes together with the rest; once, however often it comes.

        What is inserted at one place stands in the order in which it came.
        """
        at = bisect_left(self._taken, replacement.span, key=itemgetter(0))
        while at < len(self._taken) and self._taken[at].span == replacement.span:
            if self._taken[at] == replacement:
                return
            at += 1
        self._taken.insert(at, replacement)

    def made_of(self, data: bytes) -> bytes:
        """Return *data* with everything replaced; all other bytes are as they were."""
        parts, at = [], 0
        for (start, end), text in self._taken:
            parts += [data[at:start], text]
            at = end
        return b"".join([*parts, data[at:]])


def edited(data: bytes, replacements: Iterable[Replacement]) -> bytes:
    """Return *data* after *replacements*, in whatever order they come.

    Raises: ValueError if two of them clash, or if one lies outside of *data*.
    """
    draft = Draft()
    for one in replacements:
        if not 0 <= one.span.start <= one.span.end <= len(data):
            raise ValueError(f"{one.span} lies outside of {len(data)} bytes")
        if not draft.takes(one):
            raise ValueError(f"{one.span} overlaps another edit")
        draft.take(one)
    return draft.made_of(data)
