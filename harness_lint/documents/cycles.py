"""Cycles in a graph of needs: linear, without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

Graph = Mapping[str, Iterable[str]]


def shortest_cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Yield one shortest cycle for each knot of *graph*: ``("a", "b")`` for a → b → a.

    A knot is a set of nodes that all lead to one another. Knots come in the order in which
    their first node stands in *graph*, and a cycle begins with the first node that it has there.
    """
    order = {node: number for number, node in enumerate(graph)}
    tied = [knot for knot in knots(graph) if len(knot) > 1 or _leads_to_itself(graph, knot[0])]
    for knot in sorted(tied, key=lambda knot: min(order[node] for node in knot)):
        inside = set(knot)
        starts = sorted(inside, key=order.__getitem__)[:_STARTS]
        found = [cycle for start in starts for cycle in _cycle_through(graph, start, inside)]
        yield min(found, key=len)


_STARTS = 50
"""From how many nodes of a knot a shortest cycle is looked for: more would not be linear."""


def needs_from(start: str, needs_of: Callable[[str], Iterable[str]]) -> Iterator[Iterable[str]]:
    """Yield what *start* needs, then what each of these needs, and so on; of each node once."""
    seen, work = {start}, deque([start])
    while work:
        needs = needs_of(work.popleft())
        yield needs
        for need in needs:
            if need not in seen:
                seen.add(need)
                work.append(need)


def _leads_to_itself(graph: Graph, node: str) -> bool:
    return node in graph.get(node, ())


def _cycle_through(graph: Graph, start: str, inside: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield the shortest way from *start* back to it, if there is one."""
    came_from: dict[str, str] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for following in graph.get(node, ()):
            if following == start:
                yield tuple(reversed(_way_back(came_from, start, node)))
                return
            if following in inside and following not in came_from:
                came_from[following] = node
                queue.append(following)


def _way_back(came_from: Mapping[str, str], start: str, end: str) -> list[str]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way


def knots(graph: Graph) -> Iterator[list[str]]:
    """Yield the knots of *graph*, each after all that it leads to; a node alone is one too.

    They are the strongly connected components (Tarjan, on an explicit stack). What no key names is
    a node without edges.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    held: list[str] = []
    is_held: set[str] = set()
    for root in graph:
        if root in order:
            continue
        way = [(root, iter(graph.get(root, ())))]
        order[root] = low[root] = len(order)
        held.append(root)
        is_held.add(root)
        while way:
            node, following = way[-1]
            for one in following:
                if one not in order:
                    order[one] = low[one] = len(order)
                    held.append(one)
                    is_held.add(one)
                    way.append((one, iter(graph.get(one, ()))))
                    break
                if one in is_held and order[one] < low[node]:
                    low[node] = order[one]
            else:
                way.pop()
                if way and low[node] < low[way[-1][0]]:
                    low[way[-1][0]] = low[node]
                if low[node] == order[node]:
                    yield _cut(held, is_held, node)


def _cut(waiting: list[str], on_stack: set[str], node: str) -> list[str]:
    knot: list[str] = []
    while not knot or knot[-1] != node:
        knot.append(waiting.pop())
        on_stack.discard(knot[-1])
    return knot
