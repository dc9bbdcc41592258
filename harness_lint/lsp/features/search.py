"""Search for items in the whole project, by ID and title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from lsprotocol import types

from harness_lint.lsp.features.outline import DEMAND, KINDS
from harness_lint.lsp.features.places import placed
from harness_lint.lsp.features.standing import title_beside_id
from harness_lint.lsp.view import View
from harness_lint.project.trace.values import Item

MOST = 100
"""Symbols that are shown: a person reads no more, and types on."""

_MOST_LETTERS = 60


def workspace_symbols(views: Iterable[View], query: str) -> list[types.WorkspaceSymbol]:
    """Return the items of *views* whose ID and title hold the letters of *query* in order.

    Case does not count. The best come first: those whose ID is the query, or begins with it.
    """
    found = (
        (_rank(item.local.casefold(), name, query), item.local, number, item.id, view, item)
        for number, view in enumerate(views)
        for name, item in _matching(view, query)
    )
    best = nsmallest(MOST, found, key=lambda one: one[:4])
    symbols = (_symbol(view, item) for *_, view, item in best)
    return [symbol for symbol in symbols if symbol is not None]


def _matching(view: View, query: str) -> Iterator[tuple[str, Item]]:
    """Yield each item with the letters of *query*, and its name without capitals."""
    letters = "".join(query.casefold().split())[:_MOST_LETTERS]
    holds = re.compile("".join(f"[^{one}]*{one}" for one in map(re.escape, letters))).match
    graph = view.project.trace
    for name, item in zip(graph.folded_names, graph.items.values(), strict=True):
        if holds(name):
            yield name, item


def _rank(local: str, name: str, query: str) -> int:
    """Return 0 for an ID that is the query, more for what is less like it."""
    words = query.casefold().split()
    folded = " ".join(words)
    if local == folded:
        return 0
    if local.startswith(folded):
        return 1
    if folded in name:
        return 2
    return 3 if all(word in name for word in words) else 4


def _symbol(view: View, item: Item) -> types.WorkspaceSymbol | None:
    place = placed(view, item.at)
    if place is None:
        return None
    return types.WorkspaceSymbol(
        location=place,
        name=f"{item.local} {title_beside_id(item)}".strip(),
        kind=KINDS.get(item.kind, DEMAND),
        tags=[types.SymbolTag.Deprecated] if item.is_gone else None,
        container_name=item.scope or item.at.path,
    )
