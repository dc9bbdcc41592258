"""What the policy of each kind demands of its items, and they do not have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.packs.trace_shapes import Clause, ItemKind
from harness_lint.project.trace.values import Item, Link

if TYPE_CHECKING:
    from harness_lint.project.trace.graph import TraceGraph


class Unmet(NamedTuple):
    """Of the items whose kind has a policy, by their IDs."""

    live: dict[str, list[Link]]
    """The links that reach an item, of those that count; items without any are left out."""
    clauses: dict[str, tuple[Clause, ...]]
    """The clauses that an item does not meet; none for one that meets them all."""


def unmet_in(graph: TraceGraph) -> Unmet:
    """Return what the items of *graph* lack."""
    found = Unmet({}, {})
    dropped = {item.id for item in graph.items.values() if not item.is_live}
    for item in graph.items.values():
        kind = graph.kinds.get(item.kind)
        if kind is None or not kind.policy:
            continue
        links = graph.incoming.get(item.id, [])
        if dropped:
            links = [link for link in links if link.source not in dropped]
        if links:
            found.live[item.id] = links
        found.clauses[item.id] = _unmet(kind, item, links)
    return found


def _unmet(kind: ItemKind, item: Item, links: list[Link]) -> tuple[Clause, ...]:
    """Return the clauses that apply to *item* and that its *links* do not meet."""
    level = item.level or ""
    return tuple(
        [
            clause
            for clause in kind.policy
            if level in clause.levels
            and (not clause.states or item.state in clause.states)
            and not (links and _is_met(clause, links))
        ]
    )


def _is_met(clause: Clause, links: Iterable[Link]) -> bool:
    for need in clause.any:
        role, kinds = need.role, need.sources
        sources = {
            link.source
            for link in links
            if link.role == role
            and (not kinds or link.source_kind in kinds)
            and link.outcome != "skipped"
        }
        if len(sources) >= need.least:
            return True
    return False
