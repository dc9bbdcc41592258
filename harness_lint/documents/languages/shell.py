"""Tests in shell: bats and shunit2. Read line by line, as bats itself reads its tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.languages.reading import Marker, Note, Reading, Unit
from harness_lint.pattern import pattern
from harness_lint.source import Span

_LINE = pattern(rb"[^\r\n]+")
_TEST = pattern(
    rb"[ \t]*@test[ \t]+(?:\"([^\"\\]*+(?:\\.[^\"\\]*+)*)\"|'([^']*)'|(\S+))[ \t]*\{[ \t]*$"
)
_FUNCTION = pattern(rb"(?:function[ \t]+)?(test\w*)[ \t]*\(\)")
_HEREDOC = pattern(rb"(?<!<)<<-?[ \t]*[\"']?([A-Za-z_]\w*)")
_SKIP = pattern(rb"[ \t\r\n{]*(?:skip|startSkipping)\b")
_TAGS = pattern(rb"[ \t]*#[ \t]*bats[ \t]+(file_)?(?:test_)?tags=([^\r\n]*)")


class _Lines(NamedTuple):
    """What a script's lines show."""

    units: list[Unit]
    notes: list[Note]
    markers: list[Marker]


def read(data: bytes) -> Reading:
    """Return the tests of a shell script."""
    lines = _read_lines(data)
    is_bats = any(not unit.is_word for unit in lines.units)
    units = tuple(unit for unit in lines.units if unit.is_word is not is_bats)
    return Reading(
        "bash", "bats" if is_bats else "shunit2", units, tuple(lines.notes), tuple(lines.markers)
    )


def _read_lines(data: bytes) -> _Lines:
    found = _Lines([], [], [])
    tags: list[Marker] = []
    until = b""
    for line in _LINE.finditer(data):
        words = line[0].strip()
        if until:
            until = b"" if words == until else until
        elif words.startswith(b"#"):
            tag = _TAGS.match(line[0])
            if tag is not None:
                at = Span(line.start() + tag.start(2), line.start() + tag.end(2))
                (tags if tag[1] is None else found.markers).append(Marker(at))
            start = line.end() - len(line[0].lstrip())
            found.notes.append(Note(Span(start, start + len(words))))
        else:
            for unit in _unit(data, line.start(), line[0], tuple(tags)):
                _close(found.units, line.start())
                found.units.append(unit)
                tags = []
            if line[0].startswith(b"}"):
                _close(found.units, line.start() + 1)
            heredoc = _HEREDOC.search(line[0]) if b"<<" in line[0] else None
            until = heredoc[1] if heredoc is not None else b""
    _close(found.units, len(data))
    return found


def _unit(data: bytes, start: int, line: bytes, tags: tuple[Marker, ...]) -> Iterator[Unit]:
    """Yield the test that *line* opens, with no end as yet."""
    test = _TEST.match(line)
    match = test or _FUNCTION.match(line)
    if match is None:
        return
    group = match.lastindex or 0
    name_at = Span(start + match.start(group), start + match.end(group))
    yield Unit(
        Span(start, _OPEN),
        match[group].decode("utf-8", "replace"),
        name_at,
        is_test=True,
        skipped=_SKIP.match(data, start + match.end()) is not None,
        titles=(name_at,) if test is not None else (),
        is_word=test is None,
        markers=tags,
    )


_OPEN = -1


def _close(units: list[Unit], end: int) -> None:
    if units and units[-1].at.end == _OPEN:
        units[-1] = units[-1]._replace(at=Span(units[-1].at.start, end))
