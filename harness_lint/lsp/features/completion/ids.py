"""IDs of the scope, behind the beginning of one, in brackets and in lists of claims."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from posixpath import dirname

from lsprotocol.types import CompletionItemKind

from harness_lint.documents.claims import label_pattern
from harness_lint.documents.id_ranges import split_id
from harness_lint.lsp.features.completion.place import Offer, Place
from harness_lint.lsp.features.standing import standing
from harness_lint.pattern import pattern
from harness_lint.project.listing import parents
from harness_lint.project.trace.values import Item

_BEGUN = pattern(r"(?<![\w./-])[^\W\d_][\w.-]{0,40}$")
"""An ID, the beginning of it typed; that of a sentence looks the same until nothing fits."""

_OPEN = pattern(r"[(\[][ \t]*$|[(\[](?:[\w.-]+,[ \t]*)+$")
"""An opened bracket, or a list in one."""

_LISTED = pattern(r"[*_`]*[ \t]*(?:[\w./-]+(?:[ \t]*,[ \t]*|[ \t]+))*$")
"""What stands between the label of a list of IDs and the one that is typed."""


def offered_ids(place: Place) -> Iterator[Offer]:
    """Yield the IDs that may stand at *place*, those that a list there claims first."""
    begun = _BEGUN.search(place.before)
    word = begun[0] if begun is not None else ""
    front = place.before[: len(place.before) - len(word)]
    kinds = _claimed(place, front)
    if not kinds and not _OPEN.search(front) and not word[:1].isupper():
        return
    folded = word.casefold()
    items = [one for one in items_near(place) if one.local.casefold().startswith(folded)]
    for item in sorted(items, key=lambda item: (item.kind not in kinds, _natural(item))):
        yield offer_of(place, item, len(word))


def offer_of(place: Place, item: Item, typed: int) -> Offer:
    """Return *item* as what may stand in place of the last *typed* characters."""
    kind = place.view.project.trace.kinds.get(item.kind)
    about = " · ".join(
        filter(None, (kind.title if kind else item.kind, standing(place.view, item)))
    )
    return Offer(item.local, place.typed(typed), CompletionItemKind.Reference, about, item.title)


def items_near(place: Place) -> Iterator[Item]:
    """Yield the items that a plain ID at *place* may mean, each once; none that are no more."""
    graph = place.view.project.trace
    seen: set[str] = set()
    for item in chain(graph.items_in.get(place.document.path, ()), _around(place)):
        if item.kind != "test" and item.local not in seen:
            seen.add(item.local)
            if not item.is_gone:
                yield item


def _around(place: Place) -> Iterator[Item]:
    """Yield the items of the folders around the document, and of lists beside it."""
    folder = dirname(place.document.path)
    scopes = {"", folder, *parents(folder), place.document.path}
    for item in place.view.project.trace.items.values():
        is_shared = item.scope or item.id == item.local
        if item.scope in scopes and (is_shared or dirname(item.at.path) == folder):
            yield item


def _claimed(place: Place, front: str) -> frozenset[str]:
    """Return the kinds of items that a list behind a label claims; empty if *front* has none."""
    trace = place.document.family.trace
    found: set[str] = set()
    for shape in trace.claims if trace is not None else ():
        labels = list(label_pattern(shape.labels).finditer(front)) if shape.labels else []
        if labels and _LISTED.fullmatch(front, labels[-1].end()):
            found.update(shape.kinds)
    return frozenset(found)


def _natural(item: Item) -> tuple[str, int, str]:
    """Return what sorts ``T9`` before ``T10``."""
    parts = split_id(item.local)
    return (parts[0], int(parts[1]), parts[2]) if parts is not None else (item.local, 0, "")
