"""Whether tests and their results may bear witness of anything that a project says."""

from __future__ import annotations

from collections.abc import Iterable

from harness_lint.packs.trace_shapes import ItemKind

WITNESSED = frozenset({"handoff", "assertion-state", "test", "result"})
"""Kinds of facts that tests and their results bear witness of."""


def may_be_verified(found: frozenset[str], kinds: Iterable[ItemKind]) -> bool:
    """Whether facts of the kinds *found* may be verified by tests, by the policies of *kinds*."""
    verified = {
        f"definition:{kind.name}"
        for kind in kinds
        if any(need.role == "verifies" for clause in kind.policy for need in clause.any)
    }
    return not found.isdisjoint(WITNESSED | verified)
