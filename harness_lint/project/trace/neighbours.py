"""What is defined where an undefined ID was looked for: what may be meant, and what there is."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain

from harness_lint.documents.id_ranges import split_id
from harness_lint.project.trace.graph import TraceGraph
from harness_lint.project.trace.resolve import area_of
from harness_lint.project.trace.slips import Slips
from harness_lint.project.trace.values import Item, Link, Status


class _Place:
    """The items that a claim may mean, by area: what stands in front of their numbers."""

    def __init__(self, items: list[Item]) -> None:
        self.first = next(iter(items), None)
        self.areas: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            self.areas[area_of(item.local)].append(item)
        self._ranges: dict[tuple[str, str], str] = {}
        self._highest: dict[str, int] = {}

    def highest(self, area: str) -> int:
        """Return the highest number of *area*; 0 if it has none."""
        if area not in self._highest:
            numbers = (_number(item.local)[0] for item in self.areas.get(area, ()))
            self._highest[area] = max(numbers, default=0)
        return self._highest[area]

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """ID without the letter at its end → the IDs with one: the parts of ``FR-002``."""
        found: dict[str, list[str]] = defaultdict(list)
        for items in self.areas.values():
            for item in items:
                if item.local[-1:].isalpha():
                    found[item.local[:-1]].append(item.local)
        return found

    @cached_property
    def slips(self) -> Slips:
        """The areas, to look for slips among."""
        return Slips(self.areas)

    def range_of(self, home: Item, area: str) -> str:
        """Return which IDs of the area of *home* are in its document, in words.

        Of bare numbers such as ``14.1``, all are told if none has the *area* ``14.``.
        """
        is_number = home.local[:1].isdigit() and area not in self.areas
        key = ("" if is_number else area_of(home.local), home.at.path)
        if key not in self._ranges:
            there = chain.from_iterable(self.areas.values()) if is_number else self.areas[key[0]]
            alike = [item.local for item in there if item.at.path == key[1]]
            if is_number:
                alike = [local for local in alike if "." in local] or alike
            name = home.at.path.rpartition("/")[2]
            alike.sort(key=_numbers if is_number else _number)
            self._ranges[key] = (
                f"only `{alike[0]}` is in {name}"
                if len(alike) == 1
                else f"`{alike[0]}` to `{alike[-1]}` are in {name}"
            )
        return self._ranges[key]


class Neighbours:
    """The items around the places at which links look for their targets."""

    def __init__(self, graph: TraceGraph) -> None:
        self._graph = graph
        self._places: dict[tuple[tuple[str, ...], str], _Place] = {}
        self._scopes: dict[str, str] = {}

    def has_area(self, link: Link) -> bool:
        """Whether an item with the same letters in front of its number is defined there."""
        return area_of(link.key) in self._place(link).areas

    def is_far_beyond(self, link: Link) -> bool:
        """Whether its number is more than twice the highest of its area there."""
        highest = self._place(link).highest(area_of(link.key))
        return _number(link.key)[0] > 2 * highest

    def nearest(self, link: Link) -> Item | None:
        """Return the one item whose ID differs from the link's by a slip in its letters."""
        area, place = area_of(link.key), self._place(link)
        if area in place.areas:
            return None  # a number that is not there may mean any other
        number = link.key[len(area) :]
        near = [
            item
            for other in place.slips.near(area)
            for item in place.areas[other]
            if item.local[len(other) :] == number
        ]
        return near[0] if len(near) == 1 else None

    def home(self, link: Link) -> Item | None:
        """Return the first item of the link's own area, else the first of its kinds."""
        place = self._place(link)
        own = place.areas.get(area_of(link.key))
        return own[0] if own else place.first

    def range_of(self, link: Link) -> str:
        """Return in words which IDs are defined in the document of `home`, or parts of this one."""
        home, place = self.home(link), self._place(link)
        if home is None:
            return ""
        if link.key in place.parts:
            parts = sorted(place.parts[link.key])
            return f"its parts are: `{parts[0]}`" + (f" to `{parts[-1]}`" if parts[1:] else "")
        return place.range_of(home, area_of(link.key))

    def _place(self, link: Link) -> _Place:
        kinds = link.claim.values.get("kinds")
        names = tuple(str(kind) for kind in kinds) if isinstance(kinds, list | tuple) else ()
        scope = self._named(link) or str(link.claim.values.get("scope") or "")
        if (names, scope) not in self._places:
            items = [item for name in names for item in self._items(name, scope)]
            self._places[names, scope] = _Place(items)
        return self._places[names, scope]

    def _named(self, link: Link) -> str:
        """Return the scope that the claim names in front of its ID; empty if none is known."""
        qualifier = str(link.claim.values.get("qualifier") or "")
        if qualifier and qualifier not in self._scopes:
            places = (place for _, place in self._by_kind)
            self._scopes[qualifier] = next(
                (one for one in places if f"/{one}".endswith(f"/{qualifier}")), ""
            )
        return self._scopes.get(qualifier, "")

    def _items(self, kind: str, scope: str) -> list[Item]:
        own = self._by_kind.get((kind, scope))
        if own is not None:
            return own
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


def _numbers(local: str) -> list[int]:
    return [int(part) for part in local.split(".") if part.isdecimal()]
