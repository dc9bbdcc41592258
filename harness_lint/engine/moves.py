"""Where the facts of a source stood, and where they stand after an edit elsewhere in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

from harness_lint.engine.cache import Change

Place = tuple[int, ...]
"""Start and end, line and column of both."""

WHOLE = [0, 0]
"""The span of what is said of a whole file."""


def moves_of(changes: Iterable[Change]) -> dict[Place, Place] | None:
    """Return where facts stood → where they stand, of those kinds that say what they said.

    None if any of them overtook another, or begins or ends beside what it stood apart from.
    """
    return moves_between(
        (json.loads(before.places), json.loads(after.places))
        for before, after in changes
        if before is not None and after is not None and before.said == after.said
    )


def moves_between(
    pairs: Iterable[tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]]],
) -> dict[Place, Place] | None:
    """Return the same of *pairs*: where facts stood that say what they said, and where they do."""
    moves: dict[Place, Place] = {}
    offsets: set[tuple[int, int]] = set()
    for before, after in pairs:
        for old, new in zip(before, after, strict=True):
            moves[tuple(old)] = tuple(new)
            if WHOLE not in ([*old[:2]], [*new[:2]]):
                offsets |= {(old[0], new[0]), (old[1], new[1])}
    in_order = sorted(offsets)
    keeps_order = all(a < c and b < d for (a, b), (c, d) in pairwise(in_order))
    return moves if keeps_order else None
