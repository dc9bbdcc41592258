"""Between spans of bytes and the lines and characters of a client: all go through here.

A line ends where LSP says that it does: with a line feed, a carriage return, or both. Our own lines
end with line feeds alone, so that a lone carriage return makes a difference.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from lsprotocol import types

from harness_lint.source import Place, Source, Span

Encoding = types.PositionEncodingKind


class Positions(NamedTuple):
    """Counts characters as the client and we have agreed to."""

    encoding: Encoding = Encoding.Utf16

    def range(self, source: Source, span: Span) -> types.Range:
        """Return *span*, of *source*, in lines and characters."""
        return types.Range(self.position(source, span.start), self.position(source, span.end))

    def position(self, source: Source, offset: int) -> types.Position:
        """Return the line and the character of the byte *offset* of *source*, both 0-based.

        An offset behind the end counts as the end.
        """
        starts = source.editor_line_starts
        line = bisect_right(starts, min(offset, len(source.data))) - 1
        return types.Position(line, self.length(source.data[starts[line] : offset]))

    def placed(self, source: Source, place: Place) -> types.Range:
        """Return *place*, whose columns count code points, in lines and characters."""
        line, column, end_line, end_column = place
        start, end = _offset(source, line, column), _offset(source, end_line, end_column)
        return self.range(source, Span(start, end))

    def length(self, data: bytes) -> int:
        """Return how long the client takes *data*, a part of one line, to be."""
        if self.encoding is Encoding.Utf8 or data.isascii():
            return len(data)
        text = data.decode("utf-8", "replace")
        if self.encoding is Encoding.Utf32:
            return len(text)
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def span(self, source: Source, where: types.Range) -> Span:
        """Return the bytes of *source* that *where* names."""
        start = self.offset(source, where.start)
        return Span(start, max(start, self.offset(source, where.end)))

    def offset(self, source: Source, position: types.Position) -> int:
        """Return the byte offset of *position* in *source*.

        What lies behind the end of a line, or of the text, counts as that end; the middle of a
        character as its start.
        """
        starts = source.editor_line_starts
        if position.line >= len(starts):
            return len(source.data)
        start = starts[position.line]
        stop = starts[position.line + 1] if position.line + 1 < len(starts) else len(source.data)
        line = source.data[start:stop].rstrip(b"\r\n")
        return start + self._within(line, position.character)

    def _within(self, line: bytes, character: int) -> int:
        """Return the byte offset of *character* in *line*."""
        if line.isascii():
            return min(character, len(line))
        if self.encoding is Encoding.Utf8:
            return len(line[:character].decode("utf-8", "ignore").encode())
        text = line.decode("utf-8", "replace")
        if self.encoding is Encoding.Utf32:
            return len(text[:character].encode())
        units = text.encode("utf-16-le")[: character * 2]
        return len(units.decode("utf-16-le", "ignore").encode())


def _offset(source: Source, line: int, column: int) -> int:
    """Return the byte offset of a column in code points, 1-based, on one of our own lines."""
    starts = source.line_starts
    if line > len(starts):
        return len(source.data)
    start = starts[line - 1]
    if source.is_ascii:
        return start + column - 1
    stop = starts[line] if line < len(starts) else len(source.data)
    text = source.data[start:stop].decode("utf-8", "replace")
    return start + len(text[: column - 1].encode())
