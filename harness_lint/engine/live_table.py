"""The facts of a project that changes while it is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from harness_lint.project.facts import (
    Fact,
    Rows,
    SourceFacts,
    facts_in,
    kinds_in,
    rows_by_kind,
)

Some: TypeAlias = tuple[Fact, ...] | Rows
"""The facts of one kind in one source."""


class Shift(NamedTuple):
    """What became of the facts of one kind in one source."""

    says_the_same: bool
    stays: bool
    """Whether they also stand where they stood."""
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]


class LiveTable:
    """Family and facts of each source, of which some are replaced now and then.

    Facts stay rows until somebody asks for their kind, and are values from then on.
    """

    def __init__(self) -> None:
        self.families: dict[str, str] = {}
        """Path of every source → its family."""
        self.witnesses: set[str] = set()
        """Paths of the sources that only bear witness."""
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._known: frozenset[str] | None = None
        self._held: dict[str, dict[str, Some]] = defaultdict(dict)
        self._made: dict[str, list[Fact]] = {}

    def copy(self) -> LiveTable:
        """Return another table of the same facts, which may go its own way."""
        other = LiveTable()
        other.families = dict(self.families)
        other.witnesses = set(self.witnesses)
        other._kinds = dict(self._kinds)
        other._held.update({kind: dict(held) for kind, held in self._held.items()})
        other._made = dict(self._made)
        return other

    def enter(self, path: str, family: str, kinds: tuple[str, ...]) -> None:
        """Take the source at *path*, whose facts are of *kinds* and follow by `hold`."""
        self.families[path] = family
        if self._kinds.get(path) != kinds:
            self._known = None
        self._kinds[path] = kinds

    def hold(self, kind: str, path: str, some: Some) -> None:
        """Take facts of *kind* in a source that was entered."""
        self._held[kind][path] = some

    def put(self, source: SourceFacts) -> None:
        """Take *source* in place of what stood at its path."""
        self._let_go(source.path)
        self.enter(source.path, source.family, kinds_in(source.facts))
        by_kind: dict[str, list[Fact]] = defaultdict(list)
        for fact in source.facts:
            by_kind[fact.kind].append(fact)
        for kind, facts in by_kind.items():
            self._held[kind][source.path] = tuple(facts)
            self._made.pop(kind, None)

    def remove(self, path: str) -> None:
        """Forget the source at *path*."""
        self.families.pop(path, None)
        self._let_go(path)
        if self._kinds.pop(path, None) is not None:
            self._known = None

    def _let_go(self, path: str) -> None:
        for kind in self._kinds.get(path, ()):
            if self._held.get(kind, {}).pop(path, None) is not None:
                self._made.pop(kind, None)

    def held(self, path: str) -> dict[str, Some]:
        """Return the facts of the source at *path* by kind."""
        kinds = self._kinds.get(path, ())
        return {kind: self._held[kind][path] for kind in kinds if path in self._held.get(kind, {})}

    def kinds(self) -> frozenset[str]:
        """Return the kinds of facts in all sources but witnesses: see `kinds_in`."""
        if self._known is None:
            own = {kinds for path, kinds in self._kinds.items() if path not in self.witnesses}
            self._known = frozenset().union(*own)
        return self._known

    def of_kind(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = list(self._facts(kind))
        return made

    def of_kind_in(self, kind: str, path: str) -> list[Fact]:
        """Return the facts of *kind* in the source at *path*, by offset."""
        return list(_values(path, kind, self._held.get(kind, {}).get(path, ())))

    def _facts(self, kind: str) -> Iterator[Fact]:
        held = self._held.get(kind, {})
        for path in sorted(held):
            some = held[path]
            if isinstance(some, Rows):
                some = held[path] = tuple(facts_in(path, kind, some))
            yield from some


def shifts_of(path: str, before: Mapping[str, Some], after: Mapping[str, Some]) -> dict[str, Shift]:
    """Return what became of each kind of facts in the source at *path*."""
    return {
        kind: _shift(path, kind, before.get(kind, ()), after.get(kind, ()))
        for kind in {**before, **after}
    }


def _shift(path: str, kind: str, before: Some, after: Some) -> Shift:
    was, now = _values(path, kind, before), _values(path, kind, after)
    if was == now:
        return Shift(True, True, was, now)
    if isinstance(before, Rows) or isinstance(after, Rows):  # what was read from rows has lists
        old, new = _rows(kind, before), _rows(kind, after)
        same = old.said == new.said
        return Shift(same, same and old.places == new.places, was, now)
    return Shift(_said(was) == _said(now), False, was, now)


def _values(path: str, kind: str, some: Some) -> tuple[Fact, ...]:
    return tuple(facts_in(path, kind, some)) if isinstance(some, Rows) else some


def _rows(kind: str, some: Some) -> Rows:
    if isinstance(some, Rows):
        return some
    return rows_by_kind(some).get(kind, Rows("[]", "[]"))


def _said(facts: Sequence[Fact]) -> list[object]:
    return [(fact.key, fact.at.text, fact.values) for fact in facts]
