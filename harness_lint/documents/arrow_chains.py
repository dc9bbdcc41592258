"""Chains of IDs with arrows between them: an order of work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from harness_lint.documents.id_ranges import IdReference, split_id
from harness_lint.pattern import pattern

_ARROW = pattern(r"[ \t]*(?:→|->|⟶|➜|=>)[ \t]*")
_LEAD = 60
_ORDER = pattern(r"(?i)\b(?:critical path|sequence|(?:execution )?order)\b")
_BETWEEN_IDS = pattern(r"[\s,/&+()*`]|\band\b|\bor\b|\bund\b")
_NO_LABEL = pattern(
    r"[{}]|\b(?:once|after|when|can|until|if|before|requires?|needs?|must|will|runs?|for|with)\b",
    re.IGNORECASE,
)
"""What makes the words behind an arrow a clause and not the label of a step."""


def arrow_steps(
    text: str, references: list[IdReference], *, are_orders: bool
) -> Iterator[tuple[list[IdReference], list[IdReference]]]:
    """Yield pairs of neighbouring steps of a chain: IDs on both sides of an arrow.

    Between an ID and the arrow only its label may stand: ``Setup (T001-T004) → Tests (T005)``.
    *are_orders*: every chain is an order of work, whatever its numbers.
    """

    def pairs(steps: list[list[IdReference]]) -> list[tuple[list[IdReference], list[IdReference]]]:
        found = list(pairwise(steps))
        return found if are_orders or _is_order(text, found) else []

    steps: list[list[IdReference]] = [[references[0]]]
    seen = {references[0].first}
    for earlier, later in pairwise(references):
        between = text[earlier.end : later.start]
        arrows = len(_ARROW.findall(between))
        if "\n" in between or len(between) > 80:
            yield from pairs(steps)
            steps = [[later]]
        elif arrows == 1 and _is_label(between):
            if later.first in {one.first for one in steps[-1][:-1]}:  # `T1 → T3, T2 → T3`
                last = steps[-1].pop()
                yield from pairs(steps)
                steps = [[last]]
            steps.append([later])
        elif arrows == 0 and not _BETWEEN_IDS.sub("", between) and later.first not in seen:
            steps[-1].append(later)
        else:
            yield from pairs(steps)
            steps = [[later]]
        seen = {later.first} if len(steps) == 1 else seen | {later.first}
    yield from pairs(steps)


def _is_label(between: str) -> bool:
    before, after = _ARROW.split(between, maxsplit=1)
    if _NO_LABEL.search(after):
        return False
    before = re.sub(r"^[\s)*`]*(?:\([^()]*\))?[\s)*`]*$", "", before)
    return not before and not re.search(r"[.;:!?,]", after)


def _is_order(text: str, pairs: list[tuple[list[IdReference], list[IdReference]]]) -> bool:
    """Whether a chain rises, or is called an order of work.

    ``WP03 → WP01`` alone is as often said of what *needs* what.
    """
    if all(_rises(earlier[0], later[0]) for earlier, later in pairs):
        return True
    first = pairs[0][0][0].start
    return _ORDER.search(text[max(0, first - _LEAD) : first].rpartition("\n")[2]) is not None


def _rises(one: IdReference, other: IdReference) -> bool:
    first, second = split_id(one.first), split_id(other.first)
    return first is None or second is None or int(first[1]) < int(second[1])
