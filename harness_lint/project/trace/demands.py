"""What a project's policy demands of its items and does not get, under the gate in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.packs.trace_shapes import Clause
from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import can_be_met
from harness_lint.project.trace.neighbours import Neighbours
from harness_lint.project.trace.values import Item
from harness_lint.project.trace.waivers import excuses, waivers_of


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
    graph = project.trace
    neighbours, waivers = Neighbours(graph), waivers_of(project)
    for identifier, clauses in graph.unmet.clauses.items():
        for clause in clauses:
            if clause.any[0].role not in roles or not (is_full or clause.gate == "integrity"):
                continue
            item = graph.items[identifier]
            is_due = is_full or can_be_met(clause, item, graph)
            if not is_due or item.is_gone or identifier in neighbours.meant:
                continue
            if not excuses(waivers.get(identifier), rule):
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
