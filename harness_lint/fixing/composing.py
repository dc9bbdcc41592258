"""Several passes of edits as one: in bytes of the text before the first of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import TypeAlias

from harness_lint.fixing.edits import Replacement
from harness_lint.source import Span

_Piece: TypeAlias = Span | bytes
"""A part of a text: a span of the first text that is still there, or what is new."""


def composed(passes: Iterable[Iterable[Replacement]], size: int) -> tuple[Replacement, ...]:
    """Return what *passes* come to, in order; the first text has *size* bytes.

    The replacements of a pass go together, as `Draft` takes them, and are in bytes of what the
    pass before has made.
    """
    pieces: Iterable[_Piece] = (Span(0, size),)
    for replacements in passes:
        pieces = [*_edited(deque(pieces), replacements)]
    return tuple(_differences(pieces, size))


def _edited(pieces: deque[_Piece], replacements: Iterable[Replacement]) -> Iterator[_Piece]:
    at = 0
    for (start, end), text in sorted(replacements, key=attrgetter("span")):
        yield from _taken(pieces, start - at)
        deque(_taken(pieces, end - start), maxlen=0)
        at = end
        yield text
    yield from pieces


def _taken(pieces: deque[_Piece], size: int) -> Iterator[_Piece]:
    """Take the next *size* bytes off *pieces*, and yield them."""
    while size > 0:
        piece = pieces.popleft()
        length = len(piece) if isinstance(piece, bytes) else piece.end - piece.start
        if length > size:
            piece, rest = _cut(piece, size)
            pieces.appendleft(rest)
        yield piece
        size -= length


def _cut(piece: _Piece, size: int) -> tuple[_Piece, _Piece]:
    if isinstance(piece, bytes):
        return piece[:size], piece[size:]
    middle = piece.start + size
    return Span(piece.start, middle), Span(middle, piece.end)


def _differences(pieces: Iterable[_Piece], size: int) -> Iterator[Replacement]:
    """Yield what stands between the spans of the first text that are still there."""
    at, new = 0, b""
    for piece in (*pieces, Span(size, size)):
        if isinstance(piece, bytes):
            new += piece
        elif piece.start > at or new:
            yield Replacement(Span(at, piece.start), new)
            at, new = piece.end, b""
        else:
            at = piece.end
