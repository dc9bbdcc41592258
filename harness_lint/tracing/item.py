"""One item with all that is known of it, and what a change of it touches."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item, Link
from harness_lint.reporters.terminal import Paint, safe
from harness_lint.tracing.matrix import MARKS


def show(project: Project, item: Item, paint: Paint) -> Iterator[str]:
    """Yield where *item* is defined, its state and why, what leads to it, where it is named."""
    graph = project.trace
    place = item.at.place
    yield f"{paint.bold(safe(item.id))}  {safe(item.title)}".rstrip()
    yield f"  {item.kind}, defined at {safe(item.at.path)}:{place.line}:{place.column}"
    coverage = project.coverage.get(item.id)
    if coverage is not None:
        yield f"  {MARKS[coverage.state]} {coverage.state}: {safe(coverage.why)}"
        for missing in coverage.missing:
            yield f"  missing: {missing}"
    yield from _links("what leads to it", _leading_to(graph.links, item.id), paint)
    yield from _links("what it leads to", graph.outgoing.get(item.id, ()), paint, outwards=True)
    mentions = [
        fact
        for fact in project.facts("mention")
        if fact.key == item.local
        and _is_near(fact.values.get("scope"), item.scope)
        and (fact.at.path, fact.at.span.start) != (item.at.path, item.at.span.start)
    ]
    claimed = {(link.at.path, link.at.span) for link in graph.links}
    others = [fact for fact in mentions if (fact.at.path, fact.at.span) not in claimed]
    if others:
        yield paint.bold("mentioned")
        yield from (f"  {safe(f.at.path)}:{f.at.place.line}:{f.at.place.column}" for f in others)


def _leading_to(links: Iterable[Link], identifier: str) -> Iterator[Link]:
    return (link for link in links if link.target == identifier)


def _is_near(scope: object, own: str) -> bool:
    return scope == own or not own or not scope


def _links(
    title: str, links: Iterable[Link], paint: Paint, *, outwards: bool = False
) -> Iterator[str]:
    found = list(links)
    if not found:
        return
    yield paint.bold(title)
    for link in found:
        name = (link.target or link.key) if outwards else link.source
        place = link.at.place
        status = "" if link.status == "ok" else f"  [{link.status}]"
        outcome = f"  {link.outcome}" if link.outcome else ""
        where = f"{safe(link.at.path)}:{place.line}:{place.column}"
        yield f"  {link.role:<10} {safe(name)}  {paint.dim(where)}{outcome}{status}"


def impact(export: Mapping[str, Any], start: Iterable[str]) -> list[tuple[int, str, str]]:
    """Return what a change of the items or paths *start* touches: (steps, name, role).

    All that leads to them, and what leads to that, each once with the fewest steps.
    """
    towards: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for link in export["links"]:
        if link["target"] is not None:
            towards[link["target"]].append((link["source"], link["role"]))
    by_path: dict[str, list[str]] = defaultdict(list)
    for item in export["items"]:
        by_path[item["path"]].append(item["id"])
    first = [name for one in start for name in (one, *by_path.get(one, ()))]
    seen = set(first)
    queue = deque((0, name) for name in dict.fromkeys(first))
    found: list[tuple[int, str, str]] = []
    while queue:
        steps, name = queue.popleft()
        for source, role in towards.get(name, ()):
            if source not in seen:
                seen.add(source)
                found.append((steps + 1, source, role))
                queue.append((steps + 1, source))
    return found
