"""Ranges over numbers: what the items of a range are called once some have other numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from harness_lint.documents.id_ranges import split_id


class Run(NamedTuple):
    """IDs from *first* to *last*, which are equal for a single one."""

    first: str
    last: str


class Extent(NamedTuple):
    """What a range held before."""

    low: int
    high: int | None
    """None if it is open upwards."""
    others: frozenset[int]
    """Numbers that are not meant: those of other items, and those that items had before."""

    def joins(self, low: int, high: int) -> bool:
        """Whether a range from *low* to *high* holds no other item, and no gap that is new."""
        if high == low + 1:
            return True
        is_within = self.low <= low and (self.high is None or high <= self.high)
        return is_within and not any(low < other < high for other in self.others)


def runs_of(locals_: Iterable[str], extent: Extent) -> list[Run]:
    """Return *locals_* as the fewest ranges that *extent* allows.

    Parts such as ``T002a`` need no range of their own where there is one that holds ``T002``.
    IDs that begin otherwise than the first one stand alone, last.
    """
    locals_ = tuple(locals_)
    area = _parts(locals_[0])[0]
    plain = {int(_parts(one)[1]): one for one in locals_ if _is_plain(one, area)}
    runs = list(_joined(plain, extent))
    ends = [(int(_parts(run.first)[1]), int(_parts(run.last)[1])) for run in runs]
    covered = [(low, high) for low, high in ends if low < high]
    for one in locals_:
        if not _is_plain(one, area):
            head, number, _ = _parts(one)
            if head != area or not any(low <= int(number) <= high for low, high in covered):
                runs.append(Run(one, one))
    return runs


def _joined(plain: dict[int, str], extent: Extent) -> Iterator[Run]:
    numbers = sorted(plain)
    first = numbers[0] if numbers else 0
    for number, following in zip_longest(numbers, numbers[1:]):
        if following is None or not extent.joins(number, following):
            yield Run(plain[first], plain[number])
            first = following


def _is_plain(local: str, area: str) -> bool:
    head, _, rest = _parts(local)
    return head == area and not rest


def _parts(local: str) -> tuple[str, str, str]:
    return split_id(local) or (local, "0", "")
