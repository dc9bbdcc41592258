"""Where an object in JSON takes further entries, and how they are written there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from harness_lint.markdown.data_tree import DataNode, Entry
from harness_lint.source import Source, Span


class Room(NamedTuple):
    """A place for further entries behind the last one."""

    at: Span
    """Empty: the place to insert at."""
    lead: str
    """Stands before each key."""
    before: str
    """Stands between the key and the word."""
    after: str
    """Stands behind the word."""


def room_for_words(source: Source, node: DataNode, keys: Iterable[str]) -> Room | None:
    """Return the room for entries like the last of *node*: a word, or an object with it alone.

    The word of an object stands under one of *keys*. None if the last entry shows no such thing.
    """
    if not source.path.endswith(".json") or not node.entries:
        return None
    last = node.entries[-1]
    at = Span(last.value.span.end, last.value.span.end)
    indent = _indent(source, last)
    lead = ", " if indent is None else f",{source.newline}{indent}"
    if last.value.is_quoted:
        return Room(at, lead, '": "', '"')
    inner = next((one for one in last.value.entries if one.key.text in keys), None)
    if inner is None:
        return None
    deep = _indent(source, inner)
    key = f'"{inner.key.text}": "'
    if indent is None or deep is None:
        return Room(at, lead, f'": {{{key}', '"}')
    newline = source.newline
    return Room(at, lead, f'": {{{newline}{deep}{key}', f'"{newline}{indent}}}')


def _indent(source: Source, entry: Entry) -> str | None:
    """Return what stands before *entry* on its line; None if that is more than blanks."""
    start = source.line_span(source.line_at(entry.key.span.start)).start
    words = source.data[start : entry.key.span.start].decode()
    return None if words.strip() else words
