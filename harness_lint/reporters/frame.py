"""A source line with a mark under the words that a finding is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from harness_lint.reporters.terminal import cells, drawn
from harness_lint.source import Place

CUT = "..."
"""Stands for the part of a long line that is not shown."""

_LEAD_SHARE = 3
"""A cut line shows up to one third of its width before the marked words."""


class MarkedLine(NamedTuple):
    """One line of source as it is shown, and where its mark stands, in columns from its start."""

    text: str
    indent: int
    length: int


class Sources:
    """The lines of the files that findings lie in, read again; the last few are kept."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._lines: dict[str, list[str]] = {}

    def line(self, path: str, number: int) -> str | None:
        """Return the 1-based line *number* of *path*; None if it cannot be had any more."""
        lines = self._lines.get(path)
        if lines is None:
            if len(self._lines) >= 4:
                self._lines.clear()
            lines = self._lines[path] = self._read_lines(path)
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else None

    def _read_lines(self, path: str) -> list[str]:
        try:
            return self._read(path).decode("utf-8", "replace").split("\n")
        except OSError:
            return []


def mark(line: str, place: Place, width: int) -> MarkedLine:
    """Return *line* cut to *width* columns around the words at *place*, with the mark under them.

    Of a place of several lines the part on the first one is marked; an empty one gets one column.
    """
    start, end = _columns(line, place)
    parts = _whole(line, start, end, width) or _cut(line, start, end, width)
    before, words, after = parts
    return MarkedLine((before + words + after).rstrip(), cells(before), max(1, cells(words)))


def _columns(line: str, place: Place) -> tuple[int, int]:
    """Return the 0-based stretch of *line* to mark."""
    start = min(place.column - 1, len(line))
    end = place.end_column - 1 if place.end_line == place.line else len(line.rstrip())
    return start, max(end, start + 1)


def _whole(line: str, start: int, end: int, width: int) -> tuple[str, str, str] | None:
    """Return the three parts of *line*, drawn; None if they do not fit *width*."""
    if len(line) > 2 * width:
        return None
    parts = _drawn(line[:start]), _drawn(line[start:end]), _drawn(line[end:])
    return parts if cells("".join(parts)) <= width else None


def _cut(line: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    room = width - 2 * len(CUT)
    near = line[max(0, start - room) : start]
    before = _fitting(near[::-1], room // _LEAD_SHARE, is_reversed=True)
    words = _fitting(line[start : min(end, start + room)], room - cells(before), is_reversed=False)
    rest = room - cells(before + words) if words == _drawn(line[start:end][:room]) else 0
    after = _fitting(line[end : end + room], rest, is_reversed=False)
    is_cut_before = cells(before) < cells(_drawn(near))
    is_cut_after = cells(words + after) < cells(_drawn(line[start : start + 2 * width]))
    return CUT * is_cut_before + before, words, after + CUT * is_cut_after


def _drawn(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(drawn(character) for character in text)


def _fitting(text: str, width: int, *, is_reversed: bool) -> str:
    """Return as much of *text*, drawn, as fits *width*; a reversed text is turned again."""
    if text.isascii() and text.isprintable():
        fitting = text[: max(0, width)]
        return fitting[::-1] if is_reversed else fitting
    taken: list[str] = []
    used = 0
    for character in text:
        one = drawn(character)
        used += cells(one)
        if used > width:
            break
        taken.append(one)
    return "".join(reversed(taken)) if is_reversed else "".join(taken)
