"""Whether tests and their results may bear witness of anything that a project says."""

from __future__ import annotations

from collections.abc import Iterable

from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.facts import SourceFacts

WITNESSED = frozenset({"handoff", "assertion-state", "test", "result"})
"""Kinds of facts that tests and their results bear witness of."""


def may_be_verified(sources: Iterable[SourceFacts], kinds: Iterable[ItemKind]) -> bool:
    """Whether anything in *sources* may be verified by tests, by the policies of *kinds*."""
    verified = {
        kind.name
        for kind in kinds
        if any(need.role == "verifies" for clause in kind.policy for need in clause.any)
    }
    return any(
        fact.kind in WITNESSED or (fact.kind == "definition" and fact.values["kind"] in verified)
        for source in sources
        for fact in source.facts
    )


def names_tests(sources: Iterable[SourceFacts]) -> bool:
    """Whether anything in *sources* names tests, whatever these claim."""
    return any(fact.kind == "handoff" for source in sources for fact in source.facts)
