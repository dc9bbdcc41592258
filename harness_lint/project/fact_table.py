"""The facts of all sources of a project by kind: rows, until somebody asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from harness_lint.project.facts import Fact, Rows, SourceFacts, SourceRows, facts_in, kinds_in


class StoredFacts(Protocol):
    """Facts that an earlier run has left."""

    def rows_of(self, kind: str) -> Iterable[tuple[str, Rows]]:
        """Yield path and rows of every source that has facts of *kind*, in no order."""
        ...

    def rows_at(self, path: str) -> Mapping[str, Rows]:
        """Return the rows of the source at *path* by kind."""
        ...


class FactTable:
    """What was read of a project: the family of each source, and facts by kind.

    Facts come as values, as rows that another process made, or are left where an earlier run has
    put them; only those kinds become values that somebody asks for.
    """

    def __init__(self) -> None:
        self.stored: StoredFacts | None = None
        """Where the facts are that are left there."""
        self.families: dict[str, str] = {}
        """Path of every source that was read → its family."""
        self._left: set[str] = set()
        """Paths of the sources whose facts are where they were stored."""
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._held: dict[str, dict[str, tuple[Fact, ...] | Rows]] = defaultdict(dict)
        self._made: dict[str, list[Fact]] = {}

    def __contains__(self, path: object) -> bool:
        return path in self.families

    def add(self, source: SourceFacts) -> None:
        """Take the facts of *source*."""
        by_kind: dict[str, list[Fact]] = {}
        for fact in source.facts:
            by_kind.setdefault(fact.kind, []).append(fact)
        self._enter(source.path, source.family, kinds_in(source.facts))
        for kind, facts in by_kind.items():
            self._held[kind][source.path] = tuple(facts)

    def add_rows(self, source: SourceRows) -> None:
        """Take the facts of *source*."""
        self._enter(source.path, source.family, source.kinds)
        for kind, rows in source.rows.items():
            self._held[kind][source.path] = rows

    def leave(
        self, paths: Sequence[str], families: Iterable[str], kinds: Iterable[tuple[str, ...]]
    ) -> None:
        """Take the sources at *paths*, whose facts are of *kinds*, as they are stored."""
        self.families.update(zip(paths, families, strict=True))
        self._kinds.update(zip(paths, kinds, strict=True))
        self._left.update(paths)
        self._made.clear()

    def _enter(self, path: str, family: str, kinds: tuple[str, ...]) -> None:
        self.families[path] = family
        self._kinds[path] = kinds
        self._made.clear()

    def kinds(self, paths: Iterable[str] | None = None) -> frozenset[str]:
        """Return the kinds of facts in *paths*, by default in all sources: see `kinds_in`."""
        if paths is None:
            found = set(self._kinds.values())
        else:
            found = {self._kinds[path] for path in paths if path in self._kinds}
        return frozenset().union(*found)

    def of_kind(self, kind: str) -> list[Fact]:
        """Return the facts of *kind*, by path and offset."""
        made = self._made.get(kind)
        if made is None:
            made = self._made[kind] = list(self._facts(kind))
        return made

    def of_kind_in(self, kind: str, path: str) -> list[Fact]:
        """Return the facts of *kind* in the source at *path*, by offset."""
        some = self._held.get(kind, {}).get(path)
        if some is None and self.stored is not None and path in self._left:
            some = self.stored.rows_at(path).get(kind)
        return list(facts_of(path, kind, some)) if some is not None else []

    def kinds_of(self, path: str) -> tuple[str, ...]:
        """Return the kinds of facts in the source at *path*: see `kinds_in`."""
        return self._kinds[path]

    def held(self, kind: str) -> dict[str, tuple[Fact, ...] | Rows]:
        """Return path → facts of *kind* of the sources that have any, in no order."""
        found = dict(self._held.get(kind, {}))
        if self.stored is not None and self._left:
            left = self._left
            found |= {path: rows for path, rows in self.stored.rows_of(kind) if path in left}
        return found

    def _facts(self, kind: str) -> Iterator[Fact]:
        found = self.held(kind)
        for path in sorted(found):
            yield from facts_of(path, kind, found[path])


def facts_of(path: str, kind: str, some: tuple[Fact, ...] | Rows) -> Iterable[Fact]:
    """Return *some* facts of *kind* in the source at *path* as values."""
    return facts_in(path, kind, some) if isinstance(some, Rows) else some
