"""Completion: what is offered at a place, by what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.lsp.features.completion.directives import offered_in_directive
from harness_lint.lsp.features.completion.ids import offered_ids
from harness_lint.lsp.features.completion.place import Offer, Place, place_at
from harness_lint.lsp.features.completion.sections import offered_sections
from harness_lint.lsp.features.completion.values import (
    offered_in_front_matter,
    offered_names,
    offered_values,
)
from harness_lint.lsp.features.keys import is_in_front_matter
from harness_lint.lsp.features.places import offset_of
from harness_lint.lsp.features.prose import plain
from harness_lint.lsp.view import View

TRIGGERS = ("(", "[", "#", ":", "=", ",", "-")

MOST = 200
"""Offers at one place; with more of them, the client asks again as more is typed."""


def completion(
    view: View, path: str, params: types.CompletionParams
) -> types.CompletionList | None:
    """Return what may be typed at the position; None if nothing is known of the place."""
    document = view.document(path)
    if not isinstance(document, Document):
        return None
    place = place_at(view, document, offset_of(view, path, params.position))
    found = list(islice(offers_at(place), MOST + 1))
    items = [_item(place, offer, number) for number, offer in enumerate(found[:MOST])]
    return types.CompletionList(is_incomplete=len(found) > MOST, items=items)


def offers_at(place: Place) -> Iterator[Offer]:
    """Yield what may be typed at *place*, the likeliest first."""
    directive = offered_in_directive(place)
    if directive is not None:
        return directive
    if is_in_front_matter(place.document, place.offset):
        return offered_in_front_matter(place)
    if place.before.startswith("#"):
        return offered_sections(place)
    values = offered_values(place)
    named = offered_names(place) if values is None else values
    return chain(named, offered_ids(place))


def _item(place: Place, offer: Offer, number: int) -> types.CompletionItem:
    label = offer.label or offer.text
    where = place.view.positions.range(place.source, offer.at)
    more = types.MarkupContent(types.MarkupKind.Markdown, plain(offer.more)) if offer.more else None
    return types.CompletionItem(
        label=label,
        kind=offer.kind,
        detail=offer.about or None,
        documentation=more,
        sort_text=f"{number:04}",
        text_edit=types.TextEdit(where, offer.text),
    )
