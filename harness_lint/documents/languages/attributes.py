"""Decorators, annotations and attributes: what they say of the test that they stand at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.languages.reading import Marker
from harness_lint.pattern import pattern
from harness_lint.source import Span

_NAME = pattern(rb"[@#!\[\s]{0,8}(?:[\w.:\\]*[.:\\])?(\w+)")
_STRING = pattern(
    rb"\"([^\"\\\n]*+(?:\\.[^\"\\\n]*+)*)\"|'([^'\\\n]*+(?:\\.[^'\\\n]*+)*)'|`([^`]*)`"
)
_TITLED = pattern(rb"(?i)\b(?:display_?name|test_?name|description|name)\s*[=:]\s*@?(?=[\"'])")
_SKIP_ARGUMENT = pattern(rb"\bSkip\s*=|\benabled\s*=\s*false")

MARKERS = frozenset(
    "ac acceptance assertion assertions category cover covers feature group groups implements"
    " label link property req reqs requirement requirements satisfies spec specs story stories tag"
    " tags testcategory tms trace traces trait traits validates validate verifies verify".split()
)
"""Names whose arguments name what is verified."""

TITLES = frozenset("displayname testdox doc description title label".split())
SKIPS = frozenset(
    "skip skipif skipunless xfail expectedfailure disabled disabledif ignore ignored explicit"
    " disabledonos enabledif".split()
)


class Attribute(NamedTuple):
    """One decorator, annotation or attribute."""

    at: Span
    name: str
    """Its last part, lower case: ``covers`` of ``@pytest.mark.covers``."""


class Attributes:
    """All attributes of a file, to be asked for those of one place."""

    def __init__(self, data: bytes, spans: Iterable[Span]) -> None:
        self.data = data
        self.all = tuple(_attribute(data, at) for at in spans)
        self._starts = [one.at.start for one in self.all]

    def between(self, start: int, end: int) -> tuple[Attribute, ...]:
        """Return those that begin in ``start..end``."""
        if not self.all:
            return ()
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, offset: int) -> tuple[Attribute, ...]:
        """Return those right in front of *offset*, nothing but blanks and comments between."""
        number = end = bisect_left(self._starts, offset)
        at = offset
        while number and _is_gap(self.data[self.all[number - 1].at.end : at]):
            number -= 1
            at = self.all[number].at.start
        return self.all[number:end]


def markers_of(data: bytes, attributes: Iterable[Attribute]) -> tuple[Marker, ...]:
    """Return the strings in those *attributes* that name what is verified."""
    return tuple(
        Marker(at, "implements" if one.name == "implements" else "verifies")
        for one in attributes
        if one.name in MARKERS
        for at in strings_in(data, one.at.start, one.at.end)
    )


def titles_of(data: bytes, attributes: Iterable[Attribute]) -> tuple[Span, ...]:
    """Return the titles for people that *attributes* give."""
    return tuple(at for one in attributes for at in _titles(data, one))


def is_skipped(data: bytes, attributes: Iterable[Attribute]) -> bool:
    """Whether one of *attributes* keeps the test from running, always or at times."""
    return any(
        one.name in SKIPS or _SKIP_ARGUMENT.search(data, one.at.start, one.at.end) is not None
        for one in attributes
    )


def strings_in(data: bytes, start: int, end: int) -> Iterator[Span]:
    """Yield the insides of the string literals in ``start..end``."""
    for match in _STRING.finditer(data, start, end):
        yield Span(*match.span(match.lastindex or 0))


def _titles(data: bytes, one: Attribute) -> Iterator[Span]:
    if one.name in TITLES:
        yield from strings_in(data, one.at.start, one.at.end)
        return
    for match in _TITLED.finditer(data, one.at.start, one.at.end):
        string = _STRING.match(data, match.end(), one.at.end)
        if string is not None:
            yield Span(*string.span(string.lastindex or 0))


def _attribute(data: bytes, at: Span) -> Attribute:
    match = _NAME.match(data, at.start, at.end)
    name = match[1].decode("utf-8", "replace").casefold() if match is not None else ""
    return Attribute(at, name)


def _is_gap(between: bytes) -> bool:
    lines = (line.strip() for line in between.split(b"\n"))
    return len(between) < _MOST_GAP and all(
        not line or line.startswith((b"//", b"/*", b"*", b"#")) for line in lines
    )


_MOST_GAP = 4_000
"""Bytes of comments between an attribute and what it stands at."""
