"""What lies between two versions of a text."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.source import Span


class Shift(NamedTuple):
    """What lies between two texts: the first and the last bytes that they share stay together."""

    start: int
    """So many bytes are the same at the beginning."""
    end: int
    """The offset, in the old text, behind which all is the same again."""
    by: int
    """How far that has moved."""

    def span(self, at: Span) -> Span | None:
        """Return where *at* lies in the new text; None if it was touched."""
        if at.end <= self.start:
            return at
        if at.start >= self.end:
            return Span(at.start + self.by, at.end + self.by)
        return None


def shift_between(before: bytes, after: bytes) -> Shift:
    """Return what lies between two texts."""
    start = _shared(before, after)
    rest, other = before[start:], after[start:]
    tail = _shared(rest[::-1], other[::-1])
    return Shift(start, len(before) - tail, len(after) - len(before))


def _shared(one: bytes, two: bytes) -> int:
    """Return how many bytes two texts share at their beginning."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
