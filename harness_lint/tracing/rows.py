"""The matrix of a trace: one row for each item that must be covered, who leads to it, its state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

ROLES = ("claims", "implements", "verifies", "evidences", "documents")

REACHING = frozenset({"ok", "malformed", "outdated", "predated", "suspect", "excess"})
"""With these a link counts for its target."""


class MatrixRow(NamedTuple):
    """One item, and by role what leads to it."""

    item: Mapping[str, Any]
    sources: Mapping[str, tuple[str, ...]]
    """Role → short names of the items, each once, in order."""


def matrix_rows(export: Mapping[str, Any]) -> Iterator[MatrixRow]:
    """Yield a row for each item of *export* that has a state, in its order."""
    incoming: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for link in export["links"]:
        if link["source_kind"] == "state":
            continue  # the item's own state: what it says is no source
        if link["target"] is not None and link["status"] in REACHING:
            incoming[link["target"]][link["role"]][short_name(link)] = None
    for item in export["items"]:
        if item["state"] is not None:
            found = incoming.get(item["id"], {})
            yield MatrixRow(item, {role: tuple(found.get(role, ())) for role in ROLES})


def short_name(link: Mapping[str, Any]) -> str:
    """Return what people call the source of *link*: its own ID, or the end of a document's path."""
    source: str = link["source"]
    if link["source_kind"] == "test":
        return source.rpartition("::")[2]
    if link["source_kind"] in ("document", "review", "handoff", "code"):
        return "/".join(source.split("/")[-2:])
    name = source.rpartition("/")[2] or source
    document, _, own = name.partition("#")
    return own if own and "." in document else name


def used_roles(rows: Sequence[MatrixRow]) -> tuple[str, ...]:
    """Return the roles that any of *rows* has, in their order."""
    return tuple(role for role in ROLES if any(row.sources[role] for row in rows))


def selected(
    export: Mapping[str, Any], *, scope: str = "", kind: str = "", state: str = ""
) -> dict[str, Any]:
    """Return *export* with the items of a scope (and below), a kind and a state; empty is any.

    Measures and states are those of the items that are left; links and other items stay, so that
    rows still name what leads to them.
    """
    if not (scope or kind or state):
        return dict(export)
    from harness_lint.tracing.export import measures_of, states_of

    def is_wanted(item: Mapping[str, Any]) -> bool:
        return (
            (not scope or item["scope"] == scope or item["scope"].startswith(f"{scope}/"))
            and (not kind or item["kind"] == kind)
            and (not state or item["state"] == state)
        )

    items = [
        item if is_wanted(item) else {**item, "state": None, "measures": None}
        for item in export["items"]
    ]
    return {**export, "items": items, "measures": measures_of(items), "states": states_of(items)}
