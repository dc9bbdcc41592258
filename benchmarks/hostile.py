"""Documents that make a careless reader slow: each for a number of parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Hostile(NamedTuple):
    """A kind of document, of any size."""

    name: str
    parts: int
    """How many parts the smaller document has in a full run; the larger has twice as many."""
    text: Callable[[int], str]


def nested(parts: int) -> str:
    """Return *parts* lines, 30 deep in each of quotes, lists and brackets, which is still read."""
    line = "> " * 30 + "- " * 30 + "[" * 30 + "deep"
    return "# Deep\n" + f"\n{line}\n" * parts


def endless(parts: int) -> str:
    """Return one line, *parts* deep, which is not read."""
    return f"# Deep\n\n{'> ' * parts}{'- ' * parts}deep\n"


def one_line(parts: int) -> str:
    """Return a line of *parts* bytes."""
    return "# Long\n\n" + "word `code` *and* so on " * (parts // 24) + "\n"


def links(parts: int) -> str:
    """Return *parts* links to headings and files, some of them missing."""
    lines = (f"- [{n}](#part-{n % 50}) and [file](part-{n % 7}.md)" for n in range(parts // 2))
    return "# Links\n\n## Part 1\n\n" + "\n".join(lines) + "\n"


def identifiers(parts: int) -> str:
    """Return *parts* requirements."""
    lines = (f"- **FR-{n}**: The lamp MUST answer signal {n}." for n in range(1, parts + 1))
    return "# Feature Specification: Lamps\n\n## Requirements\n\n" + "\n".join(lines) + "\n"


def bait(parts: int) -> str:
    """Return what patterns with several ways to match choke on."""
    words = ("A-" * parts, "FR-" + "1." * parts, "a" * parts + "!", "*_" * parts, "x" + "`" * parts)
    marks = ("[x](" * parts, "[x](a " * parts, "[" * parts + "](b)" * parts, "<!--" * parts)
    return "# Bait\n\n" + "\n\n".join((*words, *marks)) + "\n"


HOSTILE = (
    Hostile("lines deep in quotes, lists and brackets", 2_000, nested),
    Hostile("one line, as deep in quotes and lists", 50_000, endless),
    Hostile("one line, in bytes", 4_900_000, one_line),
    Hostile("links", 50_000, links),
    Hostile("IDs", 50_000, identifiers),
    Hostile("bait for patterns", 20_000, bait),
)
