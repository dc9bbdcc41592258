"""Gaps in skeletons: what they are, and how they are filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from harness_lint.pattern import pattern

GAP = pattern(r"\{\{[ \t]*([^{}|\n]+?)[ \t]*(?:\|([^{}\n]*))?\}\}")


class Gap(NamedTuple):
    """A place of a skeleton that somebody fills."""

    name: str
    words: str
    """What it is filled with if nobody does."""


def gaps_in(text: str) -> Iterator[Gap]:
    """Yield the gaps of *text*, each name once, in order."""
    seen: dict[str, Gap] = {}
    for match in GAP.finditer(text):
        seen.setdefault(match[1], Gap(match[1], match[2] or ""))
    yield from seen.values()


def answers_for(
    gaps: Iterable[Gap], values: Mapping[str, str], ask: Callable[[Gap], str] | None = None
) -> dict[str, str]:
    """Return what each of *gaps* is filled with: what *values* say, or what *ask* gives.

    Without *ask*, a gap takes the words behind its bar.
    """
    answers = dict(values)
    for gap in gaps:
        if gap.name not in answers:
            answers[gap.name] = ask(gap) if ask is not None else gap.words
    return answers


def filled(text: str, answers: Mapping[str, str]) -> str:
    """Return *text* with its gaps filled from *answers*, which hold each of them."""
    return GAP.sub(lambda match: answers[match[1]], text)
