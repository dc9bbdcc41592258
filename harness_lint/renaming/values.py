"""What a renaming is made of: names, what is to be written, what is left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from harness_lint.fixing.edits import Replacement
from harness_lint.source import Source, Span

Texts: TypeAlias = Callable[[str], Source | None]
"""Gives the source at a path below the root; None for one that cannot be read."""


class Name(NamedTuple):
    """What an item is called, and where that is so."""

    home: str
    """A folder below the root, ``""`` for all of it, or the path of the one document."""
    local: str


class Left(NamedTuple):
    """A place that may mean an item that is renamed, and stays as it is."""

    path: str
    span: Span
    why: str
    """In words that complete *it is left: …*."""


class Renaming(NamedTuple):
    """All that a renaming writes."""

    edits: Mapping[str, tuple[Replacement, ...]]
    """Path → what is replaced there, by offset: nothing overlaps."""
    left: tuple[Left, ...]
    ids: Mapping[str, str]
    """Qualified ID of each item → what it is then."""
    tests: Mapping[str, str]
    """Name of each test that has an ID in it → what it is called then."""

    @property
    def places(self) -> int:
        """How many places are written."""
        return sum(len(edits) for edits in self.edits.values())
