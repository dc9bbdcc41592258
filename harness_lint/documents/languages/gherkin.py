"""Scenarios in Gherkin, in any of the languages whose keywords its own package knows.

Gherkin is a language of lines, and a file is read line by line: what is wrong in one scenario
leaves the others alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from harness_lint.documents.languages.reading import Marker, Note, Reading, Unit
from harness_lint.pattern import pattern
from harness_lint.source import Span

_LANGUAGE = pattern(rb"(?m)^[ \t]*#[ \t]*language[ \t]*:[ \t]*([\w-]+)")
_LINE = pattern(rb"[^\r\n]+")
_TAG = pattern(rb"@([^\s@#]+)")
_DOC = (b'"""', b"```")
_SKIPS = frozenset(
    (b"skip", b"skipped", b"ignore", b"ignored", b"wip", b"todo", b"pending", b"disabled")
)


class _Keywords(NamedTuple):
    scenario: re.Pattern[bytes]
    suite: re.Pattern[bytes]
    other: re.Pattern[bytes]


class _Open(NamedTuple):
    """A scenario, rule or feature whose end is not reached."""

    start: int
    title: Span
    is_test: bool
    tags: tuple[Span, ...]
    depth: int


def read(data: bytes) -> Reading:
    """Return the scenarios of a feature file."""
    notes: list[Note] = []
    units = tuple(sorted(_units(data, notes)))
    return Reading("gherkin", "gherkin", units, tuple(notes), separator=_SEPARATOR)


_SEPARATOR = ""
"""Results call a scenario by its own name alone."""


def _units(data: bytes, notes: list[Note]) -> Iterator[Unit]:
    keywords = _keywords(_language(data))
    stack: list[_Open] = []
    tags: list[Span] = []
    last, fence = 0, b""
    for line in _LINE.finditer(data):
        words = line[0].strip()
        start = line.end() - len(line[0].lstrip())
        if fence or words.startswith(_DOC):
            fence = _fence(words, fence)
        elif words.startswith(b"#"):
            notes.append(Note(Span(start, start + len(words))))
        elif words.startswith(b"@"):
            tags += [Span(*tag.span(1)) for tag in _TAG.finditer(data, start, line.end())]
        elif words:
            opened = _opened(data, keywords, start, line.end(), tags)
            if opened is not None:
                yield from _closed(data, stack, last, opened.depth)
                stack.append(opened)
                tags = []
            elif keywords.other.match(words):
                yield from _examples_tags(stack, tags)
                tags = []
        if words and not words.startswith((b"@", b"#")):
            last = line.end()
    yield from _closed(data, stack, last, 0)


def _fence(words: bytes, fence: bytes) -> bytes:
    """Return the mark that the doc string, open or not, still waits for."""
    if not fence:
        return words[:3] if not (len(words) > 5 and words.endswith(words[:3])) else b""
    return b"" if words.startswith(fence) else fence


def _opened(
    data: bytes, keywords: _Keywords, start: int, end: int, tags: list[Span]
) -> _Open | None:
    first = tags[0].start - 1 if tags else start
    for depth, words in ((2, keywords.scenario), (0, keywords.suite)):
        match = words.match(data, start, end)
        if match is not None:
            title = Span(match.end(), max(match.end(), start + len(data[start:end].rstrip())))
            is_rule = depth == 0 and match[1] is not None
            return _Open(first, title, depth == 2, tuple(tags), 1 if is_rule else depth)
    return None


def _examples_tags(stack: list[_Open], tags: list[Span]) -> Iterator[Unit]:
    """Give the tags of `Examples` to their scenario."""
    if stack and tags and stack[-1].is_test:
        stack[-1] = stack[-1]._replace(tags=(*stack[-1].tags, *tags))
    yield from ()


def _closed(data: bytes, stack: list[_Open], end: int, depth: int) -> Iterator[Unit]:
    while stack and stack[-1].depth >= depth:
        one = stack.pop()
        names = [data[tag.start : tag.end].lower() for tag in one.tags]
        yield Unit(
            Span(one.start, max(end, one.title.end)),
            data[one.title.start : one.title.end].decode("utf-8", "replace"),
            one.title,
            one.is_test,
            any(name in _SKIPS for name in names),
            (one.title,),
            is_word=False,
            markers=tuple(Marker(tag) for tag in one.tags),
        )


def _language(data: bytes) -> str:
    match = _LANGUAGE.search(data, 0, 400)
    return match[1].decode("ascii", "replace") if match is not None else "en"


@lru_cache(maxsize=8)
def _keywords(language: str) -> _Keywords:
    from gherkin.dialect import Dialect

    dialect = Dialect.for_name(language) or Dialect.for_name("en")
    if dialect is None:
        raise AssertionError("unreachable: English is there")
    scenario = (*dialect.scenario_keywords, *dialect.scenario_outline_keywords)
    other = (*dialect.background_keywords, *dialect.examples_keywords)
    return _Keywords(
        _one_of(scenario),
        re.compile(
            rb"(?:("
            + _words(dialect.rule_keywords)
            + rb")|"
            + _words(dialect.feature_keywords)
            + rb")[ \t]*:[ \t]*"
        ),
        _one_of(other),
    )


def _one_of(words: tuple[str, ...]) -> re.Pattern[bytes]:
    return re.compile(rb"(?:" + _words(words) + rb")[ \t]*:[ \t]*")


def _words(words: list[str] | tuple[str, ...]) -> bytes:
    longest = sorted(words, key=len, reverse=True)
    return b"|".join(re.escape(word.encode()) for word in longest)
