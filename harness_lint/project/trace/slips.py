"""Slips of the pen: words that differ in one letter, found without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 6
"""Shorter words are no evidence of a slip: `FR-` and `NFR-` are two areas."""

_MOST_ALIKE = 50
"""So many words that are spelled alike but for one letter are looked at."""


class Slips:
    """Words among which those that a slip may have meant are found."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_variant: dict[str, list[str]] = defaultdict(list)
        self.words = dict.fromkeys(words)
        """The words, each once."""
        for word in self.words:
            if len(word) >= SHORTEST:
                for variant in _variants(word):
                    alike = self._by_variant[variant]
                    if len(alike) < _MOST_ALIKE:
                        alike.append(word)

    def near(self, word: str) -> list[str]:
        """Return the words that one slip makes *word* of, each once, in their order."""
        if len(word) < SHORTEST:
            return []
        found = dict.fromkeys(
            other for variant in _variants(word) for other in self._by_variant.get(variant, ())
        )
        return [other for other in found if is_slip(word, other)]


def is_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two exchanged make *one* of *other*."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    )


def _variants(word: str) -> Iterator[str]:
    """Yield *word* and what is left of it without each of its letters.

    Two words between which there is one slip have one of these in common.
    """
    yield word
    yield from dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))
