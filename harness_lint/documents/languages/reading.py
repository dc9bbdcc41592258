"""What the readers of languages give: units, markers and notes, as spans of the file's bytes."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.source import Span


class Marker(NamedTuple):
    """A stretch of text whose IDs are claimed outright: an argument of a decorator, a tag."""

    at: Span
    role: str = "verifies"


class Note(NamedTuple):
    """A comment or a docstring."""

    at: Span
    is_doc: bool = False
    """Whether it stands inside what it describes, as a docstring does."""


class Unit(NamedTuple):
    """A test, or something that holds tests: a class, a module, a `describe`."""

    at: Span
    """All of it, its decorators too."""
    name: str
    """Its own part of the name."""
    name_at: Span
    is_test: bool
    skipped: bool = False
    titles: tuple[Span, ...] = ()
    """Texts for people, in which IDs are written as they are: titles, display names."""
    is_word: bool = True
    """Whether the name is a name of the language, in which ``_`` stands for ``-``."""
    markers: tuple[Marker, ...] = ()


class Reading(NamedTuple):
    """All that one file of tests shows."""

    language: str
    framework: str
    units: tuple[Unit, ...]
    notes: tuple[Note, ...] = ()
    markers: tuple[Marker, ...] = ()
    """Of the whole file."""
    separator: str = "::"
    """Between the parts of a test's qualified name."""
    nests: bool = False
    """Whether a test may hold tests."""
    skipped: bool = False
    """Whether the file as a whole is skipped."""
