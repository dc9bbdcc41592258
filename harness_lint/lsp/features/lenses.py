"""Lines above items that say what leads to them, and how they stand."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.lsp.features.items import Use, occurrences
from harness_lint.lsp.features.outline import entries_of
from harness_lint.lsp.features.places import location
from harness_lint.lsp.features.standing import summary, users
from harness_lint.lsp.view import View
from harness_lint.project.trace.values import Item

SHOW_REFERENCES = "harness-lint.showReferences"
"""The command of a lens: the client shows places. It takes a URI, a position and locations."""

MOST = 500
"""Lenses of one text."""

UNLENSED = frozenset({"test"})
"""Kinds of items without lenses: nothing leads to them."""


def code_lenses(view: View, path: str, _: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Return a lens for each item that the file at *path* defines; `resolved` says what of it.

    Of what nothing leads to, and nothing must, there is nothing to say.
    """
    source, document = view.source(path), view.document(path)
    if source is None:
        return None
    known = {item.local: item for item in reversed(_lensed(view, path))}
    if isinstance(document, Document):
        places = {entry.local: entry.at for entry in entries_of(document) if entry.local in known}
    else:
        places = {local: item.at.span for local, item in known.items()}
    return [
        types.CodeLens(
            view.positions.range(source, at),
            data={"uri": view.uri(path), "item": known[local].id},
        )
        for local, at in sorted(places.items(), key=lambda place: place[1])[:MOST]
    ]


def words_in(view: View, path: str) -> frozenset[tuple[str, str, tuple[tuple[str, int], ...]]]:
    """Return what the lenses of the file at *path* say: ID, words, and files and lines that claim.

    Mentions, which take long to find, are left out.
    """
    return frozenset(
        (
            item.id,
            summary(view, item),
            tuple((one.at.path, one.at.place.line) for one in users(view, item)),
        )
        for item in _lensed(view, path)[:MOST]
    )


def _lensed(view: View, path: str) -> list[Item]:
    items = view.project.trace.items_in.get(path, ())
    return [item for item in items if item.kind not in UNLENSED and summary(view, item)]


def resolved(view: View, _: str, lens: types.CodeLens) -> types.CodeLens:
    """Return *lens* with its words, and with the places that it leads to."""
    data: dict[str, Any] = lens.data if isinstance(lens.data, dict) else {}
    item = view.project.trace.items.get(str(data.get("item")))
    if item is None:
        lens.command = types.Command("", "")
        return lens
    places = [
        location(view, one.path, one.at)
        for one in occurrences(view, item)
        if one.use is not Use.DEFINED
    ]
    there = [place for place in places if place is not None]
    title = summary(view, item)
    lens.command = types.Command(
        title, SHOW_REFERENCES if there else "", arguments=[data["uri"], lens.range.start, there]
    )
    return lens
