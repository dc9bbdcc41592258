"""What is to be renamed: which items, and what each is called then."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from harness_lint.documents.id_ranges import split_id
from harness_lint.renaming.homes import Homes, outwards
from harness_lint.renaming.values import Name


class Wanted:
    """Names with the IDs that they get: all at once, so that two may change places."""

    def __init__(self, homes: Homes, new: Mapping[Name, str]) -> None:
        self.homes = homes
        self.new = {**new, **_numbered_below(homes, new)}
        self._coming = frozenset((name.home, local) for name, local in self.new.items())
        self.locals = frozenset(name.local for name in self.new)

    def local(self, name: Name) -> str:
        """Return what *name* is called when all is renamed."""
        return self.new.get(name, name.local)

    def touches(self, low: str, high: str | None) -> bool:
        """Whether anything changes from *low* to *high*, both included; None: to the end.

        Noughts in front of a number do not count, nor does what stands behind it.
        """
        parts = split_id(low)
        if parts is None:
            return low in self.locals
        numbers = self._changing.get(parts[0], [])
        first = bisect_left(numbers, int(parts[1]))
        last = split_id(high) if high is not None else None
        return first < len(numbers) and (last is None or numbers[first] <= int(last[1]))

    @cached_property
    def _changing(self) -> dict[str, list[int]]:
        """Area → the numbers of IDs that are given up or come."""
        found: dict[str, set[int]] = defaultdict(set)
        for local in (*self.locals, *self.new.values()):
            parts = split_id(local)
            if parts is not None:
                found[parts[0]].add(int(parts[1]))
        return {area: sorted(numbers) for area, numbers in found.items()}

    def comes(self, local: str, path: str) -> bool:
        """Whether an item at home around *path* gets the ID *local*."""
        return any((home, local) in self._coming for home in outwards(path))

    def numbers(self, home: str, area: str) -> frozenset[int]:
        """Return the numbers of *area* that items of *home* have when all is renamed.

        Parts such as ``T002a`` count as what they are parts of.
        """
        here = (Name(home, local) for local in self.homes.locals_of(home, area))
        kept = (name.local for name in here if name not in self.new)
        came = (local for name, local in self.new.items() if name.home == home)
        parts = map(split_id, (*kept, *came))
        return frozenset(int(one[1]) for one in parts if one is not None and one[0] == area)


def _numbered_below(homes: Homes, new: Mapping[Name, str]) -> dict[Name, str]:
    """Return the names that follow: ``US2/AC1`` is the first item in the section of ``US2``."""
    found = {}
    for name, items in homes.items.items():
        if all(item.values.get("shape") == "number" for item in items):
            for mark in ("/AC", "."):
                parent, _, number = name.local.rpartition(mark)
                above = Name(name.home, parent)
                if number.isdecimal() and above in new:
                    found[name] = f"{new[above]}{mark}{number}"
    return found
