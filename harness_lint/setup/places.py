"""Where a new document goes: beside the others of its family, or where its pack says."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from harness_lint.packs.shape import Family
from harness_lint.pattern import pattern

NUMBERED = pattern(r"^(\d{2,4})-")
"""The number that leads the name of a folder or a file: ``007-lamps``."""

BRACES = pattern(r"\{([^{},]+)(?:,[^{}]*)?\}")

NAME = "{{name}}"
NUMBER = "{{number}}"


class NewPlace(NamedTuple):
    """Where a document goes."""

    path: str
    """Below the root; it may have gaps of its own."""
    number: str
    """The number in it, or that it would have: the next that is free."""


def place_of(family: Family, name: str, siblings: Iterable[str]) -> NewPlace:
    """Return where a document called *name* goes; *siblings* are the paths of its family so far.

    It goes into the folder that most of them are in.
    """
    form = _form(family)
    head, tail = _split(form)
    others = list(siblings)
    bases = Counter(_base(path, tail) for path in others)
    base = min(bases, key=lambda one: (-bases[one], one)) if bases else head
    number = _next([path for path in others if _base(path, tail) == base], base)
    path = posixpath.join(base, tail).replace(NUMBER, number).replace(NAME, name)
    return NewPlace(posixpath.normpath(path), number)


def _form(family: Family) -> str:
    """Return the path with its gaps: the one that the pack gives, or one made from a glob."""
    if family.new is not None and family.new.path:
        return family.new.path
    glob = family.paths[0] if family.paths else f"docs/{family.name}/*.md"
    plain = BRACES.sub(r"\1", glob).replace("**/", "")
    before, star, behind = plain.rpartition("*")
    head = before.replace("*", family.name).replace("?", "1")
    return f"{head}{NAME}{behind}" if star else plain


def _split(form: str) -> tuple[str, str]:
    """Return the folder of *form* that has no gap, and the rest."""
    parts = form.split("/")
    first = next((n for n, part in enumerate(parts) if "{{" in part), len(parts) - 1)
    return "/".join(parts[:first]), "/".join(parts[first:])


def _base(path: str, tail: str) -> str:
    """Return the folder of *path* that stands for the one before *tail*."""
    return "/".join(path.split("/")[: -len(tail.split("/"))])


def _next(paths: Iterable[str], base: str) -> str:
    """Return the number behind the highest that leads a name in *base*, as wide as it is there."""
    depth = len(base.split("/")) if base else 0
    names = {parts[depth] for path in paths if len(parts := path.split("/")) > depth}
    numbers = [match[1] for name in names if (match := NUMBERED.match(name))]
    if not numbers:
        return "001"
    highest = max(numbers, key=int)
    return f"{int(highest) + 1:0{len(highest)}d}"
