"""Which item stands at a place of a source: what an editor renames there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.trace_ids import qualifier_before
from harness_lint.renaming.meanings import Meanings
from harness_lint.renaming.values import Name
from harness_lint.source import Source, Span

_MOST_AROUND = 300
"""So many bytes around a place are looked at, on its line."""


class NameAt(NamedTuple):
    """A name, and the stretch of the source that it is written in."""

    name: Name
    span: Span


def name_at(meanings: Meanings, source: Source, offset: int) -> NameAt | None:
    """Return the item that is written at *offset* of *source*, or right in front of it.

    None if there is none, or if several may be meant. The span is that of the ID, or of the
    number that makes it where it is made of words: ``User Story 1``.
    """
    for span, name in meanings.defined.get(source.path, ()):
        if span.start <= offset <= span.end and name in meanings.homes.items:
            return NameAt(name, span)
    found = (_meant(meanings, source, span) for span in _words_at(meanings, source, offset))
    return next(filter(None, found), None)


def _words_at(meanings: Meanings, source: Source, offset: int) -> Iterator[Span]:
    """Yield the stretches around *offset* that are spelled like an item, the longest first."""
    line = source.line_span(source.line_at(offset))
    start = max(line.start, offset - _MOST_AROUND)
    around = source.data[start : min(line.end, offset + _MOST_AROUND)]
    text = around.decode("utf-8", "replace")
    near = [local for local in meanings.homes.by_local if local in text]
    for local in sorted(near, key=len, reverse=True):
        word = local.encode()
        at = around.find(word)
        while at >= 0:
            span = Span(start + at, start + at + len(word))
            if span.start <= offset <= span.end and _stands_alone(source.data, span):
                yield span
            at = around.find(word, at + 1)


def _meant(meanings: Meanings, source: Source, span: Span) -> NameAt | None:
    before = source.data[max(0, span.start - _MOST_AROUND) : span.start]
    line = before.rpartition(b"\n")[2].decode("utf-8", "replace")
    qualifier = qualifier_before(line, len(line), 0) if line[-1:] in ("/", "#") else ""
    local = source.slice(span)
    meant = meanings.meant(local, source.path, span.start, qualifier.rstrip("/:#"))
    return NameAt(meant.name, span) if meant.name is not None else None


def _stands_alone(data: bytes, span: Span) -> bool:
    around = data[max(0, span.start - 1) : span.start] + data[span.end : span.end + 1]
    return not any(one in _WORD for one in around)


_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
