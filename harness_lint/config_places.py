"""Mistakes in a TOML text, and the lines of its keys: `tomllib` does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from harness_lint.pattern import pattern

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top of the file: ``("overrides", 0, "ignore")``."""

_HEADER = pattern(r"[ \t]*(\[\[?)[ \t]*([^\]\n]+?)[ \t]*\]")
_KEY = pattern(r"""[ \t]*((?:"[^"\n]*"|'[^'\n]*'|[\w\-. \t])+?)[ \t]*=""")
_PART = pattern(r""""([^"]*)"|'([^']*)'|([\w\-]+)""")


class Problem(NamedTuple):
    """One mistake in a configuration: where, and one line of words."""

    path: KeyPath
    message: str
    value: str | None = None
    """The wrong string among several under the key, to find its line."""


def describe_problems(path: Path, text: str, problems: Iterable[Problem]) -> str:
    """Return one line per problem, each with the file and its line, in the order of the file."""
    places = KeyPlaces(text)
    placed = []
    for problem in problems:
        if problem.value is None:
            line = places.line(problem.path)
        else:
            line = places.value_line(problem.path, problem.value)
        placed.append((line, problem.message))
    return "\n".join(f"{path}:{line}: {message}" for line, message in sorted(placed))


class KeyPlaces:
    """Lines of the keys of one TOML text. Built only when there is something to complain about."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._by_path: dict[KeyPath, int] = {}
        for path, line in _keys(self._lines):
            self._by_path.setdefault(path, line)

    def line(self, path: KeyPath) -> int:
        """Return the 1-based line of the key at *path*, or of the nearest key around it."""
        for end in range(len(path), 0, -1):
            found = self._by_path.get(path[:end])
            if found is not None:
                return found
        return 1

    def value_line(self, path: KeyPath, value: str) -> int:
        """Return the line on which the string *value* stands, at or below the key at *path*."""
        first = self.line(path)
        for line in range(first, len(self._lines) + 1):
            text = self._lines[line - 1]
            if f'"{value}"' in text or f"'{value}'" in text:
                return line
        return first


def _keys(lines: list[str]) -> Iterator[tuple[KeyPath, int]]:
    table: KeyPath = ()
    arrays: dict[KeyPath, int] = {}
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header is not None:
            table = _parts(header[2])
            if header[1] == "[[":
                arrays[table] = arrays.get(table, -1) + 1
                yield table, number
                table = (*table, arrays[table])
            yield table, number
            continue
        key = _KEY.match(line)
        if key is not None:
            parts = _parts(key[1])
            for end in range(1, len(parts) + 1):
                yield table + parts[:end], number


def _parts(dotted: str) -> KeyPath:
    return tuple(double or single or bare for double, single, bare in _PART.findall(dotted))
