"""Facts: all that the project needs to know of one source, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.source import Location, Place, Span

Value: TypeAlias = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]


class Fact(NamedTuple):
    """One thing said at one place: a row that project checks query by kind and key."""

    kind: str
    """``skill``, ``prompt``, ``status-block``, ``section``, …: see the readers that emit them."""
    key: str
    """What it is looked up by: an ID, a name, a path."""
    at: Location
    values: Mapping[str, Value]


class SourceFacts(NamedTuple):
    """The facts of one source."""

    path: str
    family: str
    facts: tuple[Fact, ...]


def to_row(fact: Fact) -> list[Any]:
    """Return *fact* as a list that JSON holds; its path is left out, the source has it."""
    at = fact.at
    return [fact.kind, fact.key, *at.span, *at.place, at.text, dict(fact.values)]


def from_row(path: str, row: Sequence[Any]) -> Fact:
    """Return the fact that `to_row` made *row* of, in the source at *path*."""
    kind, key, start, end, line, column, end_line, end_column, text, values = row
    place = Place(line, column, end_line, end_column)
    return Fact(kind, key, Location(path, Span(start, end), place, text), values)
