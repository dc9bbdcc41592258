"""How far each item is covered: claimed, covered, deep, proven, and its one state.

All of it is linear and iterative: an item's depth is read off the knots of the graph (Tarjan), so
neither cycles nor diamonds of many levels cost more than they have links.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from harness_lint.documents.cycles import knots
from harness_lint.packs.trace_shapes import Clause
from harness_lint.project.facts import Fact
from harness_lint.project.trace.graph import TraceGraph
from harness_lint.project.trace.values import Item, Link
from harness_lint.project.trace.work import Progress, is_done


class State(StrEnum):
    """How an item stands; the first that applies."""

    RETIRED = "retired"
    WAIVED = "waived"
    VIOLATED = "violated"
    """A test that verifies it fails, or its own state says so."""
    GAP = "gap"
    """Nothing claims it."""
    PLANNED = "planned"
    """It is claimed, and the work is not done."""
    IMPLEMENTED = "implemented"
    """The work is done, and nothing verifies it."""
    TESTED = "tested"
    """Something verifies it, and no result says that it passes."""
    PROVEN = "proven"


Standing: TypeAlias = tuple[State, str]
"""A state, and why."""


class Measures(NamedTuple):
    """What holds of an item, from the weakest to the strongest."""

    claimed: bool
    """Something claims or implements it."""
    covered: bool
    """Every clause of its policy is met."""
    deep: bool
    """It is covered, and so is all that covers it."""
    proven: bool
    """It is covered, and a test or a review shows that it holds."""


class Coverage(NamedTuple):
    """What is known of one item's coverage."""

    measures: Measures
    state: State
    why: str
    """One sentence."""
    missing: tuple[str, ...]
    """What would cover it, in words: ``a test that verifies it``."""
    unmet: tuple[Clause, ...]
    in_cycle: bool
    waiver: Fact | None = None


def coverage_of(
    graph: TraceGraph, waivers: Mapping[str, Fact], progress: Progress
) -> dict[str, Coverage]:
    """Return the coverage of every item whose kind has a policy. *waivers*: by item ID."""
    reader = _Coverage(graph, waivers, progress)
    return {item.id: reader.of(item) for item in graph.items.values() if reader.is_judged(item)}


class _Coverage:
    def __init__(self, graph: TraceGraph, waivers: Mapping[str, Fact], progress: Progress) -> None:
        self.graph = graph
        self.waivers = waivers
        self.progress = progress
        self.words: dict[tuple[Clause, ...], tuple[str, ...]] = {(): ()}
        """Clauses that are not met → what would meet them."""
        self.live, self.unmet = graph.unmet
        self.shallow = {name for name in self.unmet if self._is_covered(name)}
        self.deep: set[str] = set()
        self.cyclic: set[str] = set()
        self._go_deep()

    def is_judged(self, item: Item) -> bool:
        return item.id in self.unmet

    def of(self, item: Item) -> Coverage:
        links = self.live.get(item.id, ())
        claims = [link for link in links if link.role in ("claims", "implements")]
        proofs = [link for link in links if link.role in ("verifies", "evidences")]
        known = [link for link in proofs if link.outcome is not None]
        passed = bool(known) and any(map(_proves, known))
        failed = item.state == "failed" or (bool(known) and any(map(_fails, known)))
        is_shallow = item.id in self.shallow
        measures = Measures(
            bool(claims), is_shallow, item.id in self.deep, is_shallow and passed and not failed
        )
        waiver = self.waivers.get(item.id)
        state, why = (
            _set_aside(item, waiver)
            or _verified(item, proofs, passed=passed, failed=failed)
            or self._worked_on(claims)
        )
        unmet = self.unmet[item.id]
        if unmet not in self.words:
            self.words[unmet] = tuple(_words(clause) for clause in unmet)
        return Coverage(
            measures, state, why, self.words[unmet], unmet, item.id in self.cyclic, waiver
        )

    def _is_covered(self, identifier: str) -> bool:
        """Whether every clause is met, but for those that nothing in the item's scope could meet.

        Where that leaves some out, more than a state must speak for the item all the same.
        """
        unmet = self.unmet[identifier]
        if not unmet:
            return True
        item = self.graph.items[identifier]
        return any(
            link.source_kind != "state" for link in self.live.get(identifier, ())
        ) and not any(can_be_met(clause, item, self.graph) for clause in unmet)

    def _worked_on(self, claims: list[Link]) -> Standing:
        if not claims:
            return State.GAP, "nothing claims it"
        items = self.graph.items
        done = [
            is_done(items[claim.source], self.progress)
            if claim.source in items
            else claim.role == "implements"
            for claim in claims
            if claim.source in items or claim.role == "implements"
        ]
        if done and all(one is not False for one in done):
            return State.IMPLEMENTED, "all that claims it is done, and nothing verifies it"
        return State.PLANNED, "it is claimed, and the work is not done"

    def _go_deep(self) -> None:
        """Find what is covered all the way down, from the ends of the graph upwards."""
        below: dict[str, list[str]] = {}
        for name, links in self.live.items():
            sources = [
                link.source
                for link in links
                if link.source in self.unmet and link.role != "depends"
            ]
            if sources:
                below[name] = sources
        self.deep = self.shallow.difference(below)
        for knot in knots(below):
            if len(knot) > 1 or knot[0] in below.get(knot[0], ()):
                self.cyclic.update(knot)
                self.deep.difference_update(knot)
            elif knot[0] in below and self.deep.issuperset(below[knot[0]]):
                self.deep.update(self.shallow.intersection(knot))


def can_be_met(clause: Clause, item: Item, graph: TraceGraph) -> bool:
    """Whether anything around *item* could meet *clause*; a plan may lie outside the project.

    Tests are looked for everywhere, items of other kinds in the scope of *item*.
    """
    return any(
        source not in graph.kinds or source == "test" or (item.scope, source) in graph.there
        for need in clause.any
        for source in need.sources or ("",)
    )


def _proves(link: Link) -> bool:
    """Whether *link* shows that its target holds: a state is a claim, and an old result is none."""
    return link.outcome == "passed" and link.source_kind in ("test", "review")


def _fails(link: Link) -> bool:
    return link.outcome in ("failed", "error")


def _set_aside(item: Item, waiver: Fact | None) -> Standing | None:
    if item.is_gone:
        return State.RETIRED, "its document says that it is no more"
    if waiver is not None:
        return State.WAIVED, str(waiver.values.get("reason") or "it is waived")
    return None


def _verified(item: Item, proofs: list[Link], *, passed: bool, failed: bool) -> Standing | None:
    if failed:
        return State.VIOLATED, _because(proofs, item)
    if passed:
        return State.PROVEN, "what verifies it has passed"
    if any(link.source_kind in ("test", "review") and link.outcome != "skipped" for link in proofs):
        return State.TESTED, "something verifies it, but no result says that it passes"
    return None


def _because(proofs: list[Link], item: Item) -> str:
    failing = next((link for link in proofs if _fails(link)), None)
    return f"`{failing.source}` fails" if failing is not None else f"its state is `{item.state}`"


_WORDS = {
    "claims": "a {} that claims it",
    "implements": "a {} that implements it",
    "verifies": "a {} that verifies it",
    "evidences": "a {} that shows it",
    "documents": "a {} that documents it",
}

_SOURCES = {
    "claims": "task",
    "implements": "piece of code",
    "verifies": "test",
    "evidences": "piece of evidence",
    "documents": "document",
}


def _words(clause: Clause) -> str:
    """Return what would meet *clause*: ``a test that verifies it or a review that shows it``."""
    parts = [
        _WORDS.get(need.role, "a {} that names it").format(
            " or ".join(need.sources) or _SOURCES.get(need.role, "link")
        )
        for need in clause.any
    ]
    return ", or ".join(dict.fromkeys(parts))
