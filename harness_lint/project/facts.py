"""Facts: all that the project needs to know of one source, as plain rows."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.source import Location, Place, Span, made

json_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""``json_text(value)`` is *value* as short JSON, for ourselves to read again. It is plain ASCII:
what a JSON file says may hold half a surrogate pair."""

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
    return {kind: Rows(json_text(said[kind]), json_text(places[kind])) for kind in said}


def facts_in(path: str, kind: str, rows: Rows) -> Iterator[Fact]:
    """Yield the facts that `rows_by_kind` made *rows* of, in the source at *path*."""
    said, places = _DECODE(rows.said)[0], _DECODE(rows.places)[0]
    for (key, text, values), place in zip(said, places, strict=True):
        at = made(Location, (path, made(Span, place[:2]), made(Place, place[2:]), text))
        yield made(Fact, (kind, key, at, values))


def first_in(path: str, facts: Sequence[Fact]) -> Fact | None:
    """Return the first of *facts*, which are in the order of their paths, that stands in *path*."""
    number = bisect_left(facts, path, key=lambda fact: fact.at.path)
    return facts[number] if number < len(facts) and facts[number].at.path == path else None


_DECODE = json.JSONDecoder().raw_decode
"""Without the search for blanks around each text of `json.loads`: there are many, all short."""
