"""A number that a document states, held against what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from harness_lint.markdown.nodes import Leaf
from harness_lint.source import Span


class Count(NamedTuple):
    """A stated number, the numbers that are there however it is read, and the best of them."""

    at: Span
    """The words that state it."""
    words: str
    stated: int
    readings: frozenset[int]
    actual: str
    """What is there, in words that complete *but …*."""
    related: Span | None = None
    digits: Span | None = None
    """The number itself, where the words hold it in digits."""

    @property
    def is_wrong(self) -> bool:
        """Whether no reading gives the stated number."""
        return self.stated not in self.readings


class Found(NamedTuple):
    """What is there of what is counted."""

    readings: Iterable[int]
    actual: str
    """Completes *but …*."""
    at: Span | None = None
    """Where it is, if that is elsewhere."""


def counted(leaf: Leaf, match: re.Match[str], stated: int, found: Found) -> Count:
    """Return the count that *match* states in the prose of *leaf*, where *found* is there."""
    words = " ".join(match[0].split()).strip("(*: ")
    start = match.start() + len(match[0]) - len(match[0].lstrip("(*: \n"))
    at = leaf.prose.span(start, match.end())
    return Count(
        at, words, stated, frozenset(found.readings), found.actual, found.at, _digits(leaf, match)
    )


def _digits(leaf: Leaf, match: re.Match[str]) -> Span | None:
    groups = match.groupdict()
    name = next((name for name in ("n", "m") if groups.get(name)), None)
    return leaf.prose.span(*match.span(match.re.groupindex[name])) if name is not None else None
