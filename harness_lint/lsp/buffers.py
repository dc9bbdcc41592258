"""Texts that are open in the editor, and what becomes of them as it tells us of changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from harness_lint.lsp.positions import Positions
from harness_lint.source import Source


class Buffer(NamedTuple):
    """A text in the editor."""

    source: Source
    version: int
    """As the editor counts. It rises with each change."""


def opened(path: str, text: str, version: int) -> Buffer:
    """Return the buffer of *text*, which stands at *path*.

    Half a surrogate pair, which no file can hold, becomes three bytes that are no UTF-8: HL001.
    """
    return Buffer(_source(path, text.encode("utf-8", "surrogatepass")), version)


def at_path(buffer: Buffer, path: str) -> Buffer:
    """Return *buffer* as the text of the file at *path*."""
    source = buffer.source
    return buffer._replace(source=Source(path, source.data, source.text))


def edited(
    buffer: Buffer,
    changes: Iterable[types.TextDocumentContentChangeEvent],
    version: int,
    positions: Positions,
) -> Buffer:
    """Return *buffer* after *changes*, each of which sees what those before it have left."""
    source = buffer.source
    for change in changes:
        new = change.text.encode("utf-8", "surrogatepass")
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = positions.span(source, change.range)
            new = source.data[:start] + new + source.data[end:]
        source = _source(source.path, new)
    return Buffer(source, version)


def _source(path: str, data: bytes) -> Source:
    return Source(path, data, data.decode("utf-8", "replace"))
