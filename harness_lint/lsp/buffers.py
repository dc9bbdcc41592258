"""Texts that are open in the editor, and what becomes of them as it tells us of changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from harness_lint.engine.inputs import Inputs
from harness_lint.lsp.positions import Positions
from harness_lint.project.stamps import Stamp
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


def laid_over(inputs: Inputs, buffer_at: Callable[[str], Buffer | None]) -> Inputs:
    """Return *inputs* with texts of the editor, whenever there is one, in place of the disk's."""

    def read(path: str) -> bytes:
        buffer = buffer_at(path)
        return inputs.read(path) if buffer is None else buffer.source.data

    def stamps(paths: Iterable[str]) -> Iterator[Stamp | None]:
        paths = [*paths]
        for path, stamp in zip(paths, inputs.stamps(paths), strict=True):
            buffer = buffer_at(path)
            yield stamp if buffer is None else _stamp(buffer)

    return inputs._replace(read=read, stamps=stamps)


def _stamp(buffer: Buffer) -> Stamp:
    """Return what tells a text of the editor from its earlier versions, and from files."""
    return Stamp(len(buffer.source.data), buffer.version, 0, 0)


def _source(path: str, data: bytes) -> Source:
    return Source(path, data, data.decode("utf-8", "replace"))
