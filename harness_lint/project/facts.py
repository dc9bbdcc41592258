"""Facts: all that the project needs to know of one source, as plain rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.source import Location, Place, Span, made

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


def kinds_in(facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the kinds of *facts*; ``definition:requirement`` too for a defined requirement."""
    found = {fact.kind for fact in facts}
    if "definition" in found:
        found |= {f"definition:{f.values['kind']}" for f in facts if f.kind == "definition"}
    return tuple(sorted(found))


class Rows(NamedTuple):
    """The facts of one kind in one source as JSON: what is said, and apart from it where."""

    said: str
    """A list of ``[key, words at the place, values]``, in the order of the source."""
    places: str
    """A list of ``[start, end, line, column, end line, end column]``, one for each."""


class SourceRows(NamedTuple):
    """The facts of one source as rows."""

    path: str
    family: str
    kinds: tuple[str, ...]
    """See `kinds_in`."""
    rows: Mapping[str, Rows]
    """By the kind of the facts."""


def rows_by_kind(facts: Iterable[Fact]) -> dict[str, Rows]:
    """Return *facts*, of one source, as rows by kind."""
    said: dict[str, list[list[Any]]] = {}
    places: dict[str, list[list[int]]] = {}
    for kind, key, at, values in facts:
        said.setdefault(kind, []).append([key, at.text, {**values}])
        places.setdefault(kind, []).append([*at.span, *at.place])
    return {kind: Rows(_text(said[kind]), _text(places[kind])) for kind in said}


def facts_in(path: str, kind: str, rows: Rows) -> Iterator[Fact]:
    """Yield the facts that `rows_by_kind` made *rows* of, in the source at *path*."""
    for said, place in zip(json.loads(rows.said), json.loads(rows.places), strict=True):
        key, text, values = said
        start, end, *lines = place
        at = made(Location, (path, made(Span, (start, end)), made(Place, lines), text))
        yield made(Fact, (kind, key, at, values))


def _text(rows: list[Any]) -> str:
    return _ENCODE(rows)


_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""Plain ASCII: what a JSON file says may hold half a surrogate pair."""
