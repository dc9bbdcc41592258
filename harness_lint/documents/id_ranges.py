"""IDs in running text: single ones, ranges, lists and open ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import made

MOST_IDS = 5_000
"""A range that spans more is taken for its two ends: no list of tasks is that long."""

MOST_DIGITS = 9

_RANGE = pattern(r"[ \t]*(?:-|–|—|‑|\.\.\.?|…|to|through|thru|bis)[ \t]*")
_ELIDED = pattern(r"[ \t]*(?:-|–|—|‑|\.\.\.?|…)[ \t]*(\d{1,4})(?!\w|\.\w)")
_OPEN = pattern(r"\+(?!\w)")
_WORD = pattern(r"([A-Z][a-z]{1,11}) (?=\\d)")
"""The word that an ID of words begins with, in its pattern: ``Task \\d{1,3}``."""

_PLURAL = pattern(r"\b([A-Za-z]{2,12})s[ \t]+(?=\d)")
_LISTED = pattern(
    r"(\d{1,4})(?![\w%]|\.\d)(?:[ \t]*(?:-|–|—|‑|to|through|thru)[ \t]*(\d{1,4})(?![\w%]|\.\d))?"
)
_AND = pattern(r"[ \t]*(?:,[ \t]*(?:and[ \t]|&)?|\band\b|&|\+|/)[ \t]*(?=\d)")
_JOINS = frozenset("-–—‑.…tb \t")
"""What a range between two IDs may begin with."""

_GOES_ON = frozenset("+-–—‑.… \t")
"""What an elided or an open end may begin with."""


class IdReference(NamedTuple):
    """An ID or a range of IDs at ``text[start:end]``."""

    first: str
    last: str
    """Equal to *first* for a single ID."""
    start: int
    end: int
    is_open: bool = False
    """Whether it is open upwards: ``T018+``."""

    @property
    def is_range(self) -> bool:
        """Whether it names more than one ID."""
        return self.is_open or self.first != self.last

    def ids(self) -> tuple[str, ...]:
        """Return the IDs from first to last; the ends alone for what cannot be counted through."""
        if self.first == self.last:
            return (self.first,)
        low, high = split_id(self.first), split_id(self.last)
        if low is None or high is None or low[0] != high[0] or low[2] or high[2]:
            return (self.first, self.last)
        start, stop = int(low[1]), int(high[1])
        if not start < stop < start + MOST_IDS:
            return (self.first, self.last)
        width = len(low[1])
        return tuple(f"{low[0]}{number:0{width}}" for number in range(start, stop + 1))

    def members(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return the IDs meant, an open end resolved against *known*, all IDs in their order."""
        if not self.is_open:
            return self.ids()
        low = split_id(self.first)
        if low is None:
            return (self.first,)
        above = (
            other
            for other in known
            for parts in (split_id(other),)
            if parts is not None and parts[0] == low[0] and int(parts[1]) >= int(low[1])
        )
        return tuple(above) or (self.first,)


@lru_cache(maxsize=8192)
def split_id(identifier: str) -> tuple[str, str, str] | None:
    """Return what stands before the last number of *identifier*, the number, and what follows.

    None if it has no number, or one that no list counts up to.
    """
    end = len(identifier)
    while end and not identifier[end - 1].isdecimal():
        end -= 1
    start = end
    while start and identifier[start - 1].isdecimal():
        start -= 1
    if not 0 < end - start <= MOST_DIGITS:
        return None
    return identifier[:start], identifier[start:end], identifier[end:]


def find_ids(text: str, pattern: str, start: int = 0, end: int | None = None) -> list[IdReference]:
    """Return the IDs and ranges of IDs in ``text[start:end]`` that *pattern* describes, in order.

    ``T001-T004``, ``T001–004``, ``T0061..63``, ``T001 to T004`` are ranges, ``T018+`` is open;
    lists and slashes give one reference each. Of IDs that are a word and a number, the plural is
    read too: ``Tasks 1-4, 6``.
    """
    singles = _singles(text, pattern, start, len(text) if end is None else end)
    found: list[IdReference] = []
    number = 0
    while number < len(singles):
        reference = singles[number]
        number += 1
        following = singles[number] if number < len(singles) else None
        if following is not None and _joins(text, reference, following):
            found.append(
                IdReference(reference.first, following.first, reference.start, following.end)
            )
            number += 1
            continue
        found.append(_extended(text, reference))
    word = _word_of(pattern)
    if word and f"{word[1:]}s" in text:
        plurals = _plurals(text, word, start, len(text) if end is None else end)
        found = sorted((*found, *plurals), key=lambda one: one.start)
    return found


@lru_cache(maxsize=256)
def _word_of(pattern: str) -> str:
    """Return the word that IDs of *pattern* begin with; empty if they are no words."""
    word = _WORD.match(pattern)
    return word[1] if word is not None else ""


def _plurals(text: str, word: str, start: int, end: int) -> Iterator[IdReference]:
    """Yield what ``Tasks 1-4 and 6`` names, where IDs are *word* and a number."""
    for lead in _PLURAL.finditer(text, start, end):
        if lead[1].casefold() != word.casefold():
            continue
        first, at = lead.start(), lead.end()
        while (match := _LISTED.match(text, at, end)) is not None:
            low, high = match[1], match[2] or match[1]
            if int(low) <= int(high):
                yield IdReference(f"{word} {low}", f"{word} {high}", first, match.end())
            following = _AND.match(text, match.end(), end)
            if following is None:
                break
            first = at = following.end()


def _singles(text: str, pattern: str, start: int, end: int) -> list[IdReference]:
    found: list[IdReference] = []
    for match in compile_pattern(pattern).finditer(text[start:end]):
        first, last = match.start() + start, match.end() + start
        if first > 0 and (text[first - 1].isalnum() or text[first - 1] == "_"):
            continue
        behind = text[last : last + 1]
        if behind.isalnum() or behind == "_":
            continue
        if behind == "." and text[last + 1 : last + 2].isdigit():
            continue  # another ID: `WP3.2` is not `WP3`
        name = match[0]
        found.append(made(IdReference, (name, name, first, last, False)))
    return found


def _joins(text: str, low: IdReference, high: IdReference) -> bool:
    if text[low.end] not in _JOINS:
        return False
    between = _RANGE.fullmatch(text, low.end, high.start)
    if between is None:
        return False
    one, other = split_id(low.first), split_id(high.first)
    return (
        one is not None and other is not None and one[0] == other[0] and int(one[1]) < int(other[1])
    )


def _extended(text: str, reference: IdReference) -> IdReference:
    """Return *reference* with an elided upper end (``T001-004``) or an open one (``T018+``)."""
    if text[reference.end : reference.end + 1] not in _GOES_ON:
        return reference
    if _OPEN.match(text, reference.end):
        return IdReference(
            reference.first, reference.last, reference.start, reference.end + 1, is_open=True
        )
    elided = _ELIDED.match(text, reference.end)
    parts = split_id(reference.first) if elided is not None else None
    if elided is None or parts is None or parts[2] or len(elided[1]) > len(parts[1]):
        return reference
    number = parts[1][: len(parts[1]) - len(elided[1])] + elided[1]
    if int(number) <= int(parts[1]):
        return reference
    return IdReference(reference.first, parts[0] + number, reference.start, elided.end())
