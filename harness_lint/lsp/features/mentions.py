"""IDs in a text, whatever it is written in: words that are the ID of an item nearby.

No grammar is asked: what is an ID is known by what is defined. So an ID is found in running text,
in code, in data, and in what is only half typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname
from typing import NamedTuple

from harness_lint.lsp.features.words import Words, words_around
from harness_lint.lsp.view import View
from harness_lint.pattern import pattern
from harness_lint.project.trace.values import Item
from harness_lint.source import Source, Span

MOST_MEANT = 8
"""A word that may mean more items than these is taken for none of them."""

_FARTHEST = 120
"""Bytes to each side of a place in which the ends of the word around it are looked for."""

_MOST_PARTS = 12
"""Parts of a word, with dashes and dots between them, that are put together to an ID."""

_WORD = pattern(r"\w+(?:[-./:#]\w+)*")
_PART = pattern(r"\w+")
_GOES_ON = pattern(r"\.\d|-[A-Za-z]")
"""What makes an ID a longer one, which is defined nowhere: ``FR-001.2``."""


class Mention(NamedTuple):
    """A word that is the ID of an item."""

    at: Span
    items: tuple[Item, ...]
    """Those that it may mean, the likeliest first."""


def mention_at(view: View, source: Source, offset: int) -> Mention | None:
    """Return the mention that holds *offset* of *source*, or ends there; the longest."""
    words = words_around(source, offset, _FARTHEST)
    for word in _WORD.finditer(words.text):
        if word.start() <= words.cursor <= word.end():
            return _mention(view, source.path, words, word)
    return None


def mentions_of(view: View, source: Source, item: Item) -> Iterator[Span]:
    """Yield where *source* mentions *item*, in order."""
    local = item.local.encode()
    at = source.data.find(local)
    while at >= 0:
        end = at + len(local)
        found = mention_at(view, source, at)
        meant = found.items if found is not None and found.at == (at, end) else ()
        if any(one.id == item.id for one in meant):
            yield Span(at, end)
        at = source.data.find(local, end)


def is_mentionable(local: str) -> bool:
    """Whether *local* is known for an ID by its look: no plain word, no bare number, no phrase."""
    return any(map(str.isdecimal, local)) and not local[0].isdecimal() and " " not in local


def _mention(view: View, path: str, words: Words, word: re.Match[str]) -> Mention | None:
    """Return what the parts of *word* around the cursor mention, as many as possible."""
    parts = [part.span() for part in _PART.finditer(word[0])][:_MOST_PARTS]
    cursor = words.cursor - word.start()
    spans = [
        (first, last)
        for number, (first, _) in enumerate(parts)
        for _, last in parts[number:]
        if first <= cursor <= last
    ]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        if _goes_on(word[0], first, last):
            continue
        items = _meant(view, word[0][first:last], _qualifier(word[0][:first]), path)
        if items:
            return Mention(words.span(word.start() + first, word.start() + last), items)
    return None


def _goes_on(word: str, first: int, last: int) -> bool:
    """Whether ``word[first:last]`` is part of a longer ID; the first of ``T001-T004`` is not."""
    if not _GOES_ON.match(word, last):
        return False
    letters = word[first:last].rstrip("0123456789")
    end = last + 1 + len(letters)
    return word[last + 1 : end] != letters or not word[end : end + 1].isdecimal()


def _qualifier(before: str) -> str:
    """Return the scope that is written in front of an ID: ``001-login`` of ``001-login/FR-001``."""
    return before[:-1] if before.endswith(("/", ":", "#")) else ""


def _meant(view: View, local: str, qualifier: str, path: str) -> tuple[Item, ...]:
    """Return the items that *local* may mean in the file at *path*; empty for a plain word."""
    if not is_mentionable(local):
        return ()
    graph = view.project.trace
    named = [item for item in graph.named(local) if _is_of(item, qualifier)] if qualifier else []
    found = named or graph.called(local, dirname(path))
    here = [item for item in found if item.at.path == path]
    chosen = here or found
    return tuple(chosen) if len(chosen) <= MOST_MEANT else ()


def _is_of(item: Item, scope: str) -> bool:
    return f"/{item.scope}".endswith(f"/{scope}")
