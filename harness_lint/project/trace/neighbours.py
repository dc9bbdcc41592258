"""What is defined where an undefined ID was looked for: what may be meant, and what there is."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from harness_lint.documents.id_ranges import split_id
from harness_lint.project.trace.graph import TraceGraph
from harness_lint.project.trace.resolve import area_of, is_slip
from harness_lint.project.trace.values import Item, Link, Status

MOST_COMPARED = 2_000
"""As many IDs of a scope are compared with one that is defined nowhere."""


class Neighbours:
    """The items around the places at which links look for their targets."""

    def __init__(self, graph: TraceGraph) -> None:
        self._graph = graph

    def has_area(self, link: Link) -> bool:
        """Whether an item with the same letters in front of its number is defined there."""
        area = area_of(link.key)
        return any(area_of(item.local) == area for item in self._items(link))

    def nearest(self, link: Link) -> Item | None:
        """Return the one item whose ID differs from the link's by a slip in its letters."""
        area = area_of(link.key)
        items = self._items(link)
        if any(area_of(item.local) == area for item in items):
            return None  # a number that is not there may mean any other
        number = link.key[len(area) :]
        near = [
            item
            for item in items[:MOST_COMPARED]
            if item.local[len(area_of(item.local)) :] == number
            and is_slip(area, area_of(item.local))
        ]
        return near[0] if len(near) == 1 else None

    def home(self, link: Link) -> Item | None:
        """Return the first item of the link's own area, else the first of its kinds."""
        area = area_of(link.key)
        items = self._items(link)
        return next(
            (item for item in items if area_of(item.local) == area), next(iter(items), None)
        )

    def range_of(self, link: Link) -> str:
        """Return in words which IDs are defined in the document of `home`."""
        home = self.home(link)
        if home is None:
            return ""
        area = area_of(home.local)
        alike = [
            item.local
            for item in self._items(link)
            if area_of(item.local) == area and item.at.path == home.at.path
        ]
        name = home.at.path.rpartition("/")[2]
        if len(alike) == 1:
            return f"only `{alike[0]}` is in {name}"
        alike.sort(key=_number)
        return f"`{alike[0]}` to `{alike[-1]}` are in {name}"

    def _items(self, link: Link) -> list[Item]:
        kinds = link.claim.values.get("kinds") or ()
        scope = self._named(link) or str(link.claim.values.get("scope") or "")
        found: list[Item] = []
        for kind in kinds if isinstance(kinds, list | tuple) else ():
            own = self._by_kind.get((str(kind), scope))
            found += own if own is not None else self._of_kind(str(kind), scope)
        return found

    def _named(self, link: Link) -> str:
        """Return the scope that the claim names in front of its ID; empty if none is known."""
        qualifier = str(link.claim.values.get("qualifier") or "")
        if not qualifier:
            return ""
        places = (place for _, place in self._by_kind)
        return next((one for one in places if f"/{one}".endswith(f"/{qualifier}")), "")

    def _of_kind(self, kind: str, scope: str) -> list[Item]:
        shape = self._graph.kinds.get(kind)
        is_open = not scope or (shape is not None and shape.distinctive)
        return [
            item
            for (name, place), items in self._by_kind.items()
            if name == kind and (is_open or place.startswith(f"{scope}/") or not place)
            for item in items
        ]

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Item]]:
        found: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in self._graph.items.values():
            found[item.kind, item.scope].append(item)
        return dict(found)

    @cached_property
    def meant(self) -> frozenset[str]:
        """IDs of the items that an undefined link may have meant: they are no gaps of their own."""
        near = (
            self.nearest(link)
            for link in self._graph.links
            if link.status is Status.UNDEFINED and not link.is_foreign
        )
        return frozenset(item.id for item in near if item is not None)


def _number(local: str) -> tuple[int, str]:
    parts = split_id(local)
    return (int(parts[1]), local) if parts is not None else (0, local)
