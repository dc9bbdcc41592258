"""Homes: which item an ID means that stands anywhere, in running text or in a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from harness_lint.documents.id_ranges import split_id
from harness_lint.errors import listed
from harness_lint.pattern import pattern
from harness_lint.project.index import beside
from harness_lint.project.trace.resolve import area_of
from harness_lint.project.trace.values import Item
from harness_lint.renaming.values import Name

_WORK = frozenset({"task", "package"})
_NUMBER = pattern(r"[\d.]+")
_PART = pattern(r".*\d[a-z]")
"""What may be a part of an item: ``FR-004a``."""

_MOST_NAMED = 3


class Meant(NamedTuple):
    """What an ID means at a place."""

    name: Name | None
    why: str = ""
    """If it may mean an item and nobody can tell: the reason, in words."""


NOTHING = Meant(None)


def is_nameable(item: Item) -> bool:
    """Whether *item* has an ID that it can be told by.

    Tests are called what their language wants, and a task called ``1.2`` is known by its place.
    """
    return item.kind != "test" and not (item.kind in _WORK and _NUMBER.fullmatch(item.local))


class Homes:
    """The items of a project by name, as far as they can have another: see `is_nameable`."""

    def __init__(self, items: Iterable[Item]) -> None:
        named = [item for item in items if is_nameable(item)]
        self._scopes = {
            (item.at.path, item.local): item.scope for item in named if item.kind not in _WORK
        }
        self.items: dict[Name, list[Item]] = defaultdict(list)
        for item in named:
            self.items[self.name_of(item)].append(item)

    def name_of(self, item: Item) -> Name:
        """Return the name of *item*.

        Work that has no scope is at home in its own document, unless that defines the same ID for
        a scope or for all of the project.
        """
        if item.scope or item.kind not in _WORK:
            return Name(item.scope, item.local)
        path = item.at.path
        return Name(self._scopes.get((path, item.local), path), item.local)

    @cached_property
    def by_local(self) -> dict[str, list[str]]:
        """Local ID → the homes that have one."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.items:
            found[name.local].append(name.home)
        return found

    def locals_of(self, home: str, area: str) -> list[str]:
        """Return the IDs of *home* with *area* in front of their numbers."""
        return self._by_area.get((home, area), [])

    @cached_property
    def _by_area(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in self.items:
            parts = split_id(name.local)
            if parts is not None:
                found[name.home, parts[0]].append(name.local)
        return found

    @cached_property
    def _defining(self) -> frozenset[tuple[str, str]]:
        """Homes with the areas that they define."""
        return frozenset((name.home, area_of(name.local)) for name in self.items)

    def meant(self, local: str, path: str, qualifier: str = "") -> Meant:
        """Return what *local* means in the source at *path*.

        That is the item of the nearest home around it; else the only one that there is, unless
        the source has a home of its own with such IDs. *qualifier*: the end of a scope's path, or
        a document beside it.
        """
        homes = self.by_local.get(local, [])
        if not homes:
            return self.meant(local[:-1], path, qualifier) if _PART.fullmatch(local) else NOTHING
        if qualifier:
            named = [home for home in homes if f"/{home}".endswith(f"/{qualifier}")]
            if named:
                return _only(named, local)
            path = self._document(path, qualifier)
        for home in outwards(path):
            if Name(home, local) in self.items:
                return Meant(Name(home, local))
        if any(home and (home, area_of(local)) in self._defining for home in outwards(path)):
            return NOTHING
        return _only(homes, local)

    def _document(self, path: str, qualifier: str) -> str:
        """Return the document that *qualifier* names as seen from *path*; *path* if it is none."""
        target = beside(path, qualifier)
        return target if target is not None and target.endswith(".md") else path


def _only(homes: list[str], local: str) -> Meant:
    if len(homes) == 1:
        return Meant(Name(homes[0], local))
    names = listed((f"{home}/{local}" if home else local for home in homes), _MOST_NAMED)
    return Meant(None, f"it may mean {names}")


def outwards(path: str) -> Iterator[str]:
    """Yield the homes around *path*, from the inside: itself, its folders, the whole project."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield ""
