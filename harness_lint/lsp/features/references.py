"""Find references, and highlight them in the text that is open."""

from __future__ import annotations

from itertools import chain

from lsprotocol import types

from harness_lint.lsp.features.items import Use, named_at, occurrences, occurrences_in
from harness_lint.lsp.features.places import location, offset_of
from harness_lint.lsp.view import View

KINDS = {
    Use.DEFINED: types.DocumentHighlightKind.Write,
    Use.CLAIMED: types.DocumentHighlightKind.Read,
    Use.MENTIONED: types.DocumentHighlightKind.Text,
}


def references(view: View, path: str, params: types.ReferenceParams) -> list[types.Location] | None:
    """Return every place that names the item at the position; None if there is none."""
    named = named_at(view, path, offset_of(view, path, params.position))
    if named is None:
        return None
    with_definition = params.context.include_declaration
    found = dict.fromkeys(
        (one.path, one.at)
        for one in chain.from_iterable(occurrences(view, item) for item in named.items)
        if with_definition or one.use is not Use.DEFINED
    )
    places = (location(view, *place) for place in found)
    return [place for place in places if place is not None]


def highlights(
    view: View, path: str, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    """Return the places of the text that name the item at the position; None if there is none."""
    source = view.source(path)
    named = named_at(view, path, offset_of(view, path, params.position))
    if named is None or source is None:
        return None
    found = {
        one.at: one.use
        for one in chain.from_iterable(occurrences_in(view, source, i) for i in named.items)
    }
    return [
        types.DocumentHighlight(view.positions.range(source, at), KINDS[use])
        for at, use in sorted(found.items())
    ]
