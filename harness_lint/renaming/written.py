"""IDs as people write them, and how to write them anew.

A range says which items it means, so it is written as the ranges of what these are called then.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.id_ranges import IdReference, find_ids, split_id
from harness_lint.pattern import pattern
from harness_lint.renaming.homes import Meant
from harness_lint.renaming.runs import Extent, Run, runs_of
from harness_lint.renaming.values import Name
from harness_lint.renaming.wanted import Wanted

_ELIDED = pattern(r"(?:[~@+]\d{1,6})?\s*[,/]\s*(-?(\d{1,4}))(?![\w%]|\.\w)")
"""A further number of the ID in front: ``-002`` of ``VAL-RUN-001, -002``."""

_TO_NUMBER = pattern(r"\D*")
_NUMBER_LAST = pattern(r"\d+$")
_ANY_NUMBER = r"\d{1,9}[A-Za-z]?"


class Piece(NamedTuple):
    """``text[start:end]`` is to read *new*."""

    start: int
    end: int
    new: str


def grammars_for(locals_: Iterable[str]) -> tuple[str, ...]:
    """Return patterns of all IDs that look like *locals_*, one for each way to begin.

    Where an ID has no number, or goes on behind it, it is looked for as it is.
    """
    longer: dict[str, list[str]] = {}
    whole: list[str] = []
    for local in sorted(locals_, key=len, reverse=True):
        parts = split_id(local)
        if parts is None:
            whole.append(_escaped(local))
            continue
        known = longer.setdefault(_escaped(parts[0]), [])
        if len(parts[2]) > 1:
            known.append(_escaped(parts[1] + parts[2]))
    numbered = (
        f"{head}(?:{'|'.join([*more, _ANY_NUMBER])})" if more else head + _ANY_NUMBER
        for head, more in longer.items()
    )
    return (*whole, *numbered)


def _escaped(words: str) -> str:
    r"""Return *words* as a pattern in which ``Task \d`` can be seen to begin with a word."""
    return "".join(one if one.isalnum() or one in " _" else f"\\{one}" for one in words)


def references(text: str, grammars: Iterable[str]) -> list[IdReference]:
    """Return the IDs and ranges of *grammars* in *text*, in order; of those at one place one."""
    found = {one.start: one for grammar in grammars for one in find_ids(text, grammar)}
    return [found[start] for start in sorted(found)]


class Rewriter:
    """Writes the references of one text anew.

    *meaning* says what an ID means at an offset of the text.
    """

    def __init__(self, text: str, meaning: Callable[[str, int], Meant], wanted: Wanted) -> None:
        self._text = text
        self._meaning = meaning
        self._wanted = wanted

    def pieces(self, reference: IdReference) -> Iterator[Piece]:
        """Yield what changes at *reference*, and in the numbers of a list behind it."""
        if not self._wanted.touches(reference.first, _end(reference)):
            last = reference.last
        elif reference.is_open or _is_counted(reference):
            last = yield from self._range(reference)
        else:
            first = self._spelled(reference.first, reference.start)
            last = first
            if reference.is_range:
                last = self._spelled(reference.last, reference.start)
            yield from self._ends(reference, first, last)
        yield from self._elided(reference, last)

    def _name(self, local: str, at: int) -> Name | None:
        return self._meaning(local, at).name

    def _spelled(self, written: str, at: int) -> str:
        """Return how what *written* means is called then; *written* itself if it is no item."""
        name = self._name(written, at)
        new = self._wanted.new.get(name) if name is not None else None
        if name is None or new is None:
            return written
        is_part = len(written) == len(name.local) + 1 and written.startswith(name.local)
        return new + written[-1] if is_part else new

    def _range(self, reference: IdReference) -> Generator[Piece, None, str]:
        """Yield what changes in a range, and return what its last ID reads then."""
        low, high = int(_number(reference.first)), int(_number(reference.last))
        members = self._members(reference)
        home = next((name.home for name in members.values() if name is not None), None)
        if home is None:
            return reference.last
        area = _look(reference.first)[0]
        ends = (reference.first, reference.last)
        locals_ = [
            local if name is None else self._wanted.local(name)
            for local, name in members.items()
            if name is not None or local in ends
        ]
        taken = self._wanted.numbers(home, area)
        kept = {int(_number(local)) for local in locals_ if _look(local)[0] == area}
        gone = {int(_number(local)) for local, name in members.items() if name is not None}
        if reference.is_open:
            extent = Extent(low, None, taken - kept)
        else:
            extent = Extent(low, high, (taken | gone) - kept)
        runs = runs_of(locals_, extent)
        is_open = reference.is_open and max(taken, default=0) in kept
        is_range = is_open or runs[0].first != runs[0].last
        if len(runs) == 1 and is_range and is_open is reference.is_open:
            yield from self._ends(reference, *runs[0])
        else:
            yield from self._listed(reference, runs, is_open=is_open)
        return runs[-1].last

    def _members(self, reference: IdReference) -> dict[str, Name | None]:
        """Return the IDs of a range with what they mean, and its parts such as ``T002a``."""
        ids, at = reference.ids(), reference.start
        found = {local: self._name(local, at) for local in ids}
        home = next((name.home for name in found.values() if name is not None), None)
        if home is None:
            return found
        low, high = int(_number(reference.first)), int(_number(reference.last))
        for local in self._wanted.homes.locals_of(home, _look(reference.first)[0]):
            if low <= int(_number(local)) and (reference.is_open or int(_number(local)) <= high):
                found.setdefault(local, Name(home, local))
        return found

    def _ends(self, reference: IdReference, first: str, last: str) -> Iterator[Piece]:
        """Yield the first and the last ID of *reference* where they change."""
        low, high = self._low(reference), self._high(reference)
        yield from self._piece(low, first if self._is_full(reference) else _number(first))
        if high is None:
            return
        if high.new == reference.last:
            yield from self._piece(high, last)
        else:
            yield from self._piece(high, _short(first, last, len(high.new)))

    def _listed(self, reference: IdReference, runs: list[Run], *, is_open: bool) -> Iterator[Piece]:
        """Yield *reference* written as several ranges, the last of them open if *is_open*."""
        low, high = self._low(reference), self._high(reference)
        join = self._text[low.end : high.start] if high is not None else "-"
        shown = str if self._is_full(reference) else _number
        texts = [
            shown(run.first) + (f"{join}{shown(run.last)}" if run.first != run.last else "")
            for run in runs
        ]
        if is_open:
            texts[-1] = f"{shown(runs[-1].first)}+"
        whole = Piece(low.start, reference.end, self._text[low.start : reference.end])
        yield from self._piece(whole, ", ".join(texts))

    def _elided(self, reference: IdReference, last: str) -> Iterator[Piece]:
        """Yield what changes in the numbers behind *reference*, whose *last* ID completes them."""
        parts = split_id(reference.last)
        if parts is None or parts[2] or not parts[0].endswith("-"):
            return
        match = _ELIDED.match(self._text, reference.end)
        while match is not None and len(match[2]) == len(parts[1]):
            local = parts[0] + match[2]
            if self._name(local, match.start(2)) is None:
                return
            new = self._spelled(local, match.start(2))
            if _look(new) == _look(last):
                yield from self._piece(Piece(*match.span(2), match[2]), _number(new))
            else:
                yield from self._piece(Piece(*match.span(1), match[1]), new)
            last = new
            match = _ELIDED.match(self._text, match.end())

    def _is_full(self, reference: IdReference) -> bool:
        """Whether the first ID is written out; it is not in ``Tasks 1-4``."""
        return self._text.startswith(reference.first, reference.start)

    def _low(self, reference: IdReference) -> Piece:
        """Return the first ID of *reference*, or the number that stands for it, as it is."""
        start = reference.start
        written = reference.first
        if not self._is_full(reference):
            lead = _TO_NUMBER.match(self._text, start)
            start = lead.end() if lead is not None else start
            written = _number(written)
        return Piece(start, start + len(written), written)

    def _high(self, reference: IdReference) -> Piece | None:
        """Return the last ID of a range, or the number that stands for it, as it is."""
        if reference.first == reference.last or reference.is_open:
            return None
        end = reference.end
        stop = self._low(reference).end
        if self._text.endswith(reference.last, stop, end):
            return Piece(end - len(reference.last), end, reference.last)
        number = _NUMBER_LAST.search(self._text[stop:end])
        return Piece(stop + number.start(), end, number[0]) if number is not None else None

    def _piece(self, old: Piece, new: str) -> Iterator[Piece]:
        if old.new != new:
            yield old._replace(new=new)


def _end(reference: IdReference) -> str | None:
    return None if reference.is_open else reference.last


def _is_counted(reference: IdReference) -> bool:
    """Whether all IDs between the ends of *reference* are known."""
    low, high = split_id(reference.first), split_id(reference.last)
    if not reference.is_range or low is None or high is None:
        return False
    return low[0] == high[0] and not low[2] and not high[2]


def _short(first: str, last: str, digits: int) -> str:
    """Return how to write *last* behind *first* where so many of its *digits* were enough."""
    if _look(first) != _look(last):
        return last
    low, high = _number(first), _number(last)
    return high[-digits:] if low[:-digits] == high[:-digits] else high


def _number(local: str) -> str:
    parts = split_id(local)
    return parts[1] if parts is not None else local


def _look(local: str) -> tuple[str, int]:
    """Return what must be equal for a bare number to be enough."""
    parts = split_id(local)
    if parts is None:
        return local, -1
    return parts[0], -1 if parts[2] else len(parts[1])
