"""The trace graph as plain data: what `trace export` writes, and what every other view reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from harness_lint import __version__
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import Coverage, State
from harness_lint.project.trace.values import Item, Link, Status
from harness_lint.project.trace.work import Progress, is_done, progress_of

VERSION = 1
"""Of the format: keys are added, never changed."""

MEASURES = ("claimed", "covered", "deep", "proven")

_NOT_COUNTED = (State.RETIRED, State.WAIVED)


def export(
    project: Project, provenance: Mapping[str, Any], *, judged: bool = False
) -> dict[str, Any]:
    """Return the graph of *project*: items, links, measures. The same input gives the same data.

    With *judged*, of the items only those that have a state.
    """
    graph, progress = project.trace, progress_of(project)
    kinds = {kind.name: n for n, kind in enumerate(project.settings.kinds)}
    suspects = {link.target for link in graph.links if link.status is Status.SUSPECT}
    chosen = [item for item in graph.items.values() if not judged or item.id in project.coverage]
    items = [
        _item(item, project.coverage.get(item.id), progress, is_suspect=item.id in suspects)
        for item in sorted(chosen, key=lambda item: _order(item, kinds))
    ]
    links = sorted((_link(link) for link in graph.links), key=_place)
    return {
        "version": VERSION,
        "tool": {"name": "harness-lint", "version": __version__},
        "provenance": dict(provenance),
        "scopes": _scopes(graph.items.values()),
        "kinds": _kinds(project.settings.kinds, graph.items.values()),
        "items": items,
        "links": links,
        "measures": measures_of(items),
        "states": states_of(items),
    }


def measures_of(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return how many items of each kind, and of all, reach each measure: out of how many.

    Items that are retired, waived or merely optional (``may``) are not counted.
    """
    reached = itemgetter(*MEASURES)
    alike = Counter((item["kind"], reached(item["measures"])) for item in items if _counts(item))
    kinds = dict.fromkeys(kind for kind, _ in alike)
    return [
        {
            "kind": kind,
            "name": name,
            "numerator": sum(count for holds, count in of_kind if holds[number]),
            "denominator": sum(count for _, count in of_kind),
        }
        for kind in (*kinds, *(["all"] if kinds else []))
        for of_kind in [[(h, n) for (own, h), n in alike.items() if kind in (own, "all")]]
        for number, name in enumerate(MEASURES)
    ]


def _counts(item: Mapping[str, Any]) -> bool:
    return (
        item["measures"] is not None
        and item["state"] not in _NOT_COUNTED
        and item["level"] != "may"
    )


def states_of(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many items are in each state, the best first; states of none are left out."""
    counts = Counter(item["state"] for item in items if item["state"] is not None)
    return {state: counts[state] for state in reversed(State) if counts[state]}


def _item(
    item: Item, coverage: Coverage | None, progress: Progress, *, is_suspect: bool
) -> dict[str, Any]:
    flags = ["suspect"] if is_suspect else []
    place = item.at.place
    if coverage is not None:
        flags += ["cycle"] if coverage.in_cycle else []
        flags += ["partial"] if coverage.missing and coverage.measures.claimed else []
    return {
        "id": item.id,
        "local": item.local,
        "kind": item.kind,
        "scope": item.scope,
        "title": item.title,
        "text": item.text,
        "level": item.level,
        "state": str(coverage.state) if coverage is not None else None,
        "flags": flags,
        "measures": coverage.measures._asdict() if coverage is not None else None,
        "missing": list(coverage.missing) if coverage is not None else [],
        "why": coverage.why if coverage is not None else "",
        "done": is_done(item, progress),
        "revision": item.revision,
        "waiver": _waiver(coverage),
        "path": item.at.path,
        "line": place.line,
        "column": place.column,
    }


def _waiver(coverage: Coverage | None) -> dict[str, Any] | None:
    waiver = coverage.waiver if coverage is not None else None
    if waiver is None:
        return None
    return {key: waiver.values.get(key) for key in ("rules", "reason", "until")}


def _link(link: Link) -> dict[str, Any]:
    at = link.at
    return {
        "source": link.source,
        "source_kind": link.source_kind,
        "target": link.target,
        "written": link.key,
        "role": link.role,
        "status": str(link.status),
        "outcome": link.outcome,
        "path": at.path,
        "line": at.place.line,
        "column": at.place.column,
    }


_place = itemgetter("path", "line", "column", "written", "role", "source")


def _scopes(items: Iterable[Item]) -> list[dict[str, str]]:
    names = sorted({item.scope for item in items if item.kind != "test"})
    return [{"id": name, "title": name.rpartition("/")[2] or "the whole project"} for name in names]


def _kinds(kinds: Iterable[ItemKind], items: Iterable[Item]) -> list[dict[str, str]]:
    used = {item.kind for item in items}
    return [
        {"name": kind.name, "title": kind.title, "plural": kind.plural}
        for kind in kinds
        if kind.name in used
    ]


_NUMBER = re.compile(r"(\d+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts ``FR-2`` before ``FR-10``."""
    return tuple(
        [
            (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part)
            for part in _NUMBER.split(text)
            if part
        ]
    )


def _order(item: Item, kinds: Mapping[str, int]) -> tuple[Any, ...]:
    # Tests are many, and their names hold no numbers to count by.
    name = natural(item.local) if item.kind != "test" else ()
    return (item.scope, kinds.get(item.kind, len(kinds)), name, item.id)
