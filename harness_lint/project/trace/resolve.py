"""Which item a claim means: scopes, qualifiers, near misses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from posixpath import dirname
from typing import NamedTuple

from harness_lint.documents.id_ranges import split_id
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.facts import Fact
from harness_lint.project.trace.items import Items
from harness_lint.project.trace.slips import Slips
from harness_lint.project.trace.values import Item, Status


class Meant(NamedTuple):
    """What a claim resolves to."""

    target: Item | None
    status: Status
    """`OK`, or why there is no certain target."""
    is_foreign: bool = False


_LISTS = (list, tuple)


class Resolver:
    """Resolves claims. What is asked twice is looked up once."""

    def __init__(self, items: Items, kinds: Mapping[str, ItemKind]) -> None:
        self._items = items
        self._kinds = kinds
        self._by_number: dict[tuple[str, int, str], list[Item]] | None = None
        self._areas: dict[tuple[str, str], set[str]] | None = None
        self._known: dict[tuple[str, str, str, tuple[str, ...]], Meant] = {}
        self._around_scope: dict[tuple[tuple[str, ...], str], Slips] = {}
        """Kinds and scope → the areas that are defined there."""
        self._homes = {
            (dirname(item.at.path), item.kind) for item in items.by_id.values() if not item.scope
        }
        """Folders that define items of a kind for the whole project."""

    def meant(self, claim: Fact) -> Meant:
        """Return what *claim* leads to."""
        values = claim.values
        kinds = values.get("kinds")
        wanted = tuple(map(str, kinds)) if isinstance(kinds, _LISTS) else ()
        key = (
            claim.key,
            str(values.get("scope") or ""),
            str(values.get("qualifier") or ""),
            wanted,
        )
        meant = self._known.get(key)
        if meant is None:
            meant = self._known[key] = self._resolve(*key)
        if meant.is_foreign and any(
            (dirname(claim.at.path), kind) in self._homes for kind in wanted
        ):
            return meant._replace(is_foreign=False)  # the contract stands beside it
        return meant

    def called(self, local: str, scope: str) -> list[Item]:
        """Return the items that *local*, a word in a text of *scope*, may mean.

        Those of the nearest folder outwards that has any, else those below it, else all.
        """
        for place in _outwards(scope):
            if found := self._items.by_place.get((place, local)):
                return list(found)
        others = self._items.by_local.get(local, [])
        below = [item for item in others if item.scope.startswith(f"{scope}/")]
        return below or list(others)

    def _resolve(self, local: str, scope: str, qualifier: str, kinds: tuple[str, ...]) -> Meant:
        named = self._qualified(local, qualifier, kinds) if qualifier else None
        return (
            named
            or self._around(local, scope, kinds)
            or self._inside(local, scope, kinds)
            or self._alike(local, scope, kinds)
            or self._elsewhere(local, scope, kinds)
        )

    def _around(self, local: str, scope: str, kinds: tuple[str, ...]) -> Meant | None:
        """Return the item of *scope* itself, or of the nearest folder around it."""
        by_place = self._items.by_place
        for place in _outwards(scope):
            for item in by_place.get((place, local), ()):
                if not kinds or item.kind in kinds:
                    return Meant(item, Status.OK)
        return None

    def _alike(self, local: str, scope: str, kinds: tuple[str, ...]) -> Meant | None:
        near = self._near_miss(local, scope, kinds)
        if near is not None:
            return Meant(near, Status.MALFORMED)
        whole = self._whole(local, scope, kinds)
        return Meant(whole, Status.OK) if whole is not None else None

    def _inside(self, local: str, scope: str, kinds: tuple[str, ...]) -> Meant | None:
        """Return the item below *scope*; of several, the first, and that it is not certain."""
        others = _of_kinds(self._items.by_local.get(local, ()), kinds)
        is_open = not scope or self._is_open(kinds)
        below = [item for item in others if is_open or item.scope.startswith(f"{scope}/")]
        if not below:
            return None
        return Meant(below[0], Status.OK if len(below) == 1 else Status.AMBIGUOUS)

    def _elsewhere(self, local: str, scope: str, kinds: tuple[str, ...]) -> Meant:
        others = _of_kinds(self._items.by_local.get(local, ()), kinds)
        if len(others) == 1 and self._defines(scope, kinds):
            return Meant(others[0], Status.OUT_OF_SCOPE)
        return Meant(None, Status.UNDEFINED, is_foreign=not self._knows_area(local, scope, kinds))

    def _qualified(self, local: str, qualifier: str, kinds: tuple[str, ...]) -> Meant | None:
        """Return what ``qualifier/local`` names: a scope by its path, or by the end of it."""
        named = _of_kinds(self._items.by_local.get(local, ()), kinds)
        found = [item for item in named if _ends_with(item.scope, qualifier)]
        if found:
            return Meant(found[0], Status.OK if len(found) == 1 else Status.AMBIGUOUS)
        is_scope = any(_ends_with(scope, qualifier) for scope in self._scopes)
        return Meant(None, Status.UNDEFINED) if is_scope else None

    @cached_property
    def _scopes(self) -> frozenset[str]:
        return frozenset(scope for scope, _ in self._items.by_place)

    def _near_miss(self, local: str, scope: str, kinds: tuple[str, ...]) -> Item | None:
        """Return the item whose ID is *local* but for zeros in front of the number."""
        parts = split_id(local)
        if parts is None or not all(self._is_padded(kind) for kind in kinds):
            return None
        if self._by_number is None:
            self._by_number = self._numbers()
        key = (parts[0].upper(), int(parts[1]), parts[2].upper())
        found = _of_kinds(self._by_number.get(key, ()), kinds)
        if not scope or self._is_open(kinds):
            return found[0] if len(found) == 1 else None
        places = set(_outwards(scope))
        return next((item for item in found if item.scope in places), None)

    def _whole(self, local: str, scope: str, kinds: tuple[str, ...]) -> Item | None:
        """Return the item that *local* is a part of: ``FR-004`` for ``FR-004a``."""
        parts = split_id(local)
        if parts is None or len(parts[2]) != 1 or not parts[2].isalpha():
            return None
        found = self._around(local[:-1], scope, kinds)
        return found.target if found is not None else None

    def _numbers(self) -> dict[tuple[str, int, str], list[Item]]:
        found: dict[tuple[str, int, str], list[Item]] = defaultdict(list)
        padded = {name for name, kind in self._kinds.items() if kind.padded and name != "test"}
        for item in self._items.by_id.values():
            parts = split_id(item.local) if item.kind in padded else None
            if parts is not None:
                found[parts[0].upper(), int(parts[1]), parts[2].upper()].append(item)
        return found

    def _is_padded(self, kind: str) -> bool:
        shape = self._kinds.get(kind)
        return shape is not None and shape.padded

    def _is_open(self, kinds: tuple[str, ...]) -> bool:
        """Whether IDs of *kinds* are looked for in every scope: nothing else looks like them."""
        shapes = [self._kinds.get(kind) for kind in kinds]
        return bool(shapes) and all(shape is not None and shape.distinctive for shape in shapes)

    def _defines(self, scope: str, kinds: tuple[str, ...]) -> bool:
        """Whether *scope* defines any item of *kinds*."""
        return any((scope, kind) in self._area_index for kind in kinds)

    def _knows_area(self, local: str, scope: str, kinds: tuple[str, ...]) -> bool:
        """Whether items like *local* are defined where the claim looks.

        In the claim's own scope any item of the kind will do; from outside, one of the same area:
        ``VAL-CLOCK-`` of ``VAL-CLOCK-007``.
        """
        if scope and self._defines(scope, kinds):
            return True
        inside = "" if self._is_open(kinds) else scope
        if (kinds, inside) not in self._around_scope:
            self._around_scope[kinds, inside] = Slips(
                area
                for (place, kind), areas in self._area_index.items()
                if kind in kinds
                and (not inside or place == inside or place.startswith(f"{inside}/"))
                for area in areas
            )
        area, known = area_of(local), self._around_scope[kinds, inside]
        return area in known.words or bool(known.near(area))

    @property
    def _area_index(self) -> dict[tuple[str, str], set[str]]:
        if self._areas is None:
            self._areas = defaultdict(set)
            for item in self._items.by_id.values():
                if item.kind != "test":
                    self._areas[item.scope, item.kind].add(area_of(item.local))
        return self._areas


def _ends_with(scope: str, qualifier: str) -> bool:
    """Whether the last folders of *scope* are *qualifier*."""
    return scope == qualifier or scope.endswith(f"/{qualifier}")


def area_of(local: str) -> str:
    """Return what stands in front of the number: ``VAL-CLOCK-`` of ``VAL-CLOCK-007``."""
    parts = split_id(local)
    return parts[0].upper() if parts is not None else local.upper()


@lru_cache(maxsize=512)
def _outwards(scope: str) -> tuple[str, ...]:
    """Return *scope* and the folders around it, the root last."""
    found = []
    while scope:
        found.append(scope)
        scope = dirname(scope)
    return (*found, "")


def _of_kinds(items: Iterable[Item], kinds: tuple[str, ...]) -> list[Item]:
    return [item for item in items if not kinds or item.kind in kinds]
