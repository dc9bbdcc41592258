"""Where the facts of a source stood, and where they stand after an edit elsewhere in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
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
    moves: dict[Place, Place] = {}
    offsets: set[tuple[int, int]] = set()
    for before, after in changes:
        if before is not None and after is not None and before.said == after.said:
            for old, new in zip(json.loads(before.places), json.loads(after.places), strict=True):
                moves[tuple(old)] = tuple(new)
                if WHOLE not in (old[:2], new[:2]):
                    offsets |= {(old[0], new[0]), (old[1], new[1])}
    in_order = sorted(offsets)
    keeps_order = all(a < c and b < d for (a, b), (c, d) in pairwise(in_order))
    return moves if keeps_order else None
