"""What a project's policy demands of its items and does not get, under the gate in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.packs.trace_shapes import Clause
from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import State, can_be_met
from harness_lint.project.trace.neighbours import Neighbours
from harness_lint.project.trace.values import Item
from harness_lint.project.trace.waivers import excuses


class Demand(NamedTuple):
    """A clause that an item does not meet."""

    item: Item
    clause: Clause


def demands_of(project: Project, roles: tuple[str, ...], rule: str) -> Iterator[Demand]:
    """Yield what is demanded and not met; *roles* are those of a clause's first need.

    Under the gate `integrity` a clause counts only where its pack demands it always. Items that are
    retired, or waived from *rule*, are excused, and so are those that a misspelled claim meant.
    """
    is_full = project.settings.gate == "full"
    meant = Neighbours(project.trace).meant
    graph = project.trace
    for identifier, coverage in project.coverage.items():
        if coverage.state is State.RETIRED or identifier in meant or excuses(coverage.waiver, rule):
            continue
        item = graph.items[identifier]
        for clause in coverage.unmet:
            is_due = is_full or (clause.gate == "integrity" and can_be_met(clause, item, graph))
            if is_due and clause.any[0].role in roles:
                yield Demand(item, clause)


def in_words(clause: Clause) -> str:
    """Return who could meet *clause*: ``feature``, ``test or review``."""
    sources = [source for need in clause.any for source in need.sources or _USUAL[need.role]]
    return " or ".join(dict.fromkeys(sources))


_USUAL = {
    "claims": ("task",),
    "implements": ("code",),
    "verifies": ("test",),
    "evidences": ("evidence",),
    "documents": ("document",),
    "depends": ("item",),
    "supersedes": ("item",),
}
