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
    text: str, references: list[IdReference]
) -> Iterator[tuple[list[IdReference], list[IdReference]]]:
    """Yield pairs of neighbouring steps of a chain: IDs on both sides of an arrow.

    Between an ID and the arrow only its label may stand: ``Setup (T001-T004) → Tests (T005)``.
    """
    steps: list[list[IdReference]] = [[references[0]]]
    seen = {references[0].first}
    for earlier, later in pairwise(references):
        between = text[earlier.end : later.start]
        arrows = len(_ARROW.findall(between))
        if "\n" in between or len(between) > 80:
            yield from _pairs(text, steps)
            steps = [[later]]
        elif arrows == 1 and _is_label(between):
            steps.append([later])
        elif arrows == 0 and not _BETWEEN_IDS.sub("", between) and later.first not in seen:
            steps[-1].append(later)
        else:
            yield from _pairs(text, steps)
            steps = [[later]]
        seen = {later.first} if len(steps) == 1 else seen | {later.first}
    yield from _pairs(text, steps)


def _is_label(between: str) -> bool:
    before, after = _ARROW.split(between, maxsplit=1)
    if _NO_LABEL.search(after):
        return False
    before = re.sub(r"^[\s)*`]*(?:\([^()]*\))?[\s)*`]*$", "", before)
    return not before and not re.search(r"[.;:!?,]", after)


def _pairs(
    text: str, steps: list[list[IdReference]]
) -> Iterator[tuple[list[IdReference], list[IdReference]]]:
    """Yield the neighbours of a chain that rises, or that is called an order of work.

    ``WP03 → WP01`` alone is as often said of what *needs* what.
    """
    pairs = list(pairwise(steps))
    lead = text[max(0, steps[0][0].start - _LEAD) : steps[0][0].start].rpartition("\n")[2]
    if _ORDER.search(lead) or all(_rises(earlier[0], later[0]) for earlier, later in pairs):
        yield from pairs


def _rises(one: IdReference, other: IdReference) -> bool:
    first, second = split_id(one.first), split_id(other.first)
    return first is None or second is None or int(first[1]) < int(second[1])
