"""One file and the places in it: sources, spans, locations."""

from __future__ import annotations

from bisect import bisect_right
from io import BytesIO
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from harness_lint.errors import UndecodableError
from harness_lint.pattern import pattern

T_co = TypeVar("T_co", covariant=True)

made = tuple.__new__
"""``made(Span, (2, 8))`` is ``Span(2, 8)`` in half the time: for what every ID has one of."""

_LONG = 4096
"""Longer lines that are not plain ASCII are counted through once, not for each place on them."""

_LINE_END = pattern(rb"\r\n|\n|\r")

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of UTF-8 byte offsets, 0-based."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a span lies for a person: 1-based lines and columns, columns in code points.

    The end is exclusive: it names the first column behind the span.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Location(NamedTuple):
    """A span in a named source, with its place worked out: the source is not needed again."""

    path: str
    span: Span
    place: Place
    text: str
    """The first line of the words in the span, at most `LOCATION_TEXT` characters."""


LOCATION_TEXT = 200


class Located(NamedTuple, Generic[T_co]):
    """A value read from a document, with the span that it was read from."""

    value: T_co
    at: Span


class Source:
    """One file: its path below the project's root, its bytes, and its text.

    All offsets are 0-based UTF-8 byte offsets into *data*, which is kept exactly as it was read:
    a byte order mark and carriage returns count.
    """

    __slots__ = (
        "_editor_line_starts",
        "_last_place",
        "_line_starts",
        "data",
        "is_ascii",
        "path",
        "text",
    )

    def __init__(self, path: str, data: bytes, text: str) -> None:
        self.path = path
        """Below the project's root, with forward slashes."""
        self.data = data
        self.text = text
        """*data* decoded. A byte order mark is its first character."""
        self.is_ascii = len(text) == len(data)
        self._line_starts: list[int] | None = None
        self._editor_line_starts: list[int] | None = None
        self._last_place = (-1, 0, 1)
        """Start of a line, an offset in it, and its column: of the place asked for last."""

    @classmethod
    def from_bytes(cls, path: str, data: bytes) -> Source:
        """Return the source of *data*.

        Raises: UndecodableError at the first byte that is not UTF-8, or at the first NUL.
        """
        nul = data.find(b"\0")
        if nul >= 0:
            raise UndecodableError(path, data, nul, "NUL byte")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = f"byte 0x{data[error.start]:02x} is not UTF-8"
            raise UndecodableError(path, data, error.start, reason) from error
        return cls(path, data, text)

    @classmethod
    def from_text(cls, path: str, text: str) -> Source:
        """Return the source of *text*, as an editor holds it.

        Raises: UndecodableError for a lone surrogate, which no UTF-8 file can hold.
        """
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError as error:
            before = text[: error.start].encode("utf-8")
            raise UndecodableError(path, before, len(before), "lone surrogate") from error
        return cls.from_bytes(path, data)

    @property
    def line_starts(self) -> list[int]:
        """Byte offset of each line's first byte. A line ends with a line feed."""
        if self._line_starts is None:
            ends = [*accumulate(map(len, BytesIO(self.data)), initial=0)]
            self._line_starts = ends if self.data.endswith(b"\n") else ends[:-1] or [0]
        return self._line_starts

    @property
    def editor_line_starts(self) -> list[int]:
        """Byte offset of each line's first byte as editors count: a carriage return ends one, too.

        Source: LSP 3.17, Text Documents.
        """
        if b"\r" not in self.data:
            return self.line_starts
        if self._editor_line_starts is None:
            ends = (match.end() for match in _LINE_END.finditer(self.data))
            self._editor_line_starts = [0, *ends]
        return self._editor_line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and 1-based column, in code points, of *offset*.

        The offset at the very end is on the last line. For UTF-16 columns see `utf16_column`.

        Raises: IndexError if *offset* is outside ``0..len(data)``.
        """
        line, start = self._line_of(offset)
        if self.is_ascii:
            return line, offset - start + 1
        return line, self._column(start, offset)

    def _column(self, start: int, offset: int) -> int:
        # Places come in rising order, nearly: on a line of megabytes, counted from the last one.
        last_start, counted, column = self._last_place
        if last_start != start or offset < counted:
            counted, column = start, 1
        column += len(self.data[counted:offset].decode("utf-8", "replace"))
        if self.data[offset : offset + 1] < b"\x80" or self.data[offset : offset + 1] >= b"\xc0":
            self._last_place = (start, offset, column)  # not inside of a character
        return column

    def utf16_column(self, offset: int) -> int:
        """Return the 0-based column of *offset* in UTF-16 code units (LSP 3.17, Position)."""
        _, start = self._line_of(offset)
        return len(self.data[start:offset].decode("utf-8", "replace").encode("utf-16-le")) // 2

    def place(self, span: Span) -> Place:
        """Return the lines and columns of *span*."""
        start, end = span
        return self._plain_place(start, end) or Place(*self.position(start), *self.position(end))

    def _plain_place(self, start: int, end: int) -> Place | None:
        """Return the place of a span on one line, plain ASCII up to its end: of nearly all.

        None for others.
        """
        starts = self._line_starts or self.line_starts
        line = bisect_right(starts, start)
        stop = starts[line] if line < len(starts) else len(self.data) + 1
        if not 0 <= start <= end < stop:
            return None
        first = starts[line - 1]
        if not self.is_ascii and not (end - first < _LONG and self.data[first:end].isascii()):
            return None
        return made(Place, (line, start - first + 1, line, end - first + 1))

    def location(self, span: Span) -> Location:
        """Return *span* with path, place and words, for those who do not have the source."""
        start, end = span
        place = self._plain_place(start, end)
        if place is not None:
            words = self.data[start:end].decode()
        else:
            place = self.place(span)
            line_end = self.data.find(b"\n", start, end)
            words = self.data[start : line_end if line_end >= 0 else end].decode("utf-8", "replace")
        return made(Location, (self.path, span, place, words.strip()[:LOCATION_TEXT]))

    @property
    def newline(self) -> str:
        """What ends its first line, and so what a new line is to end with."""
        end = self.data.find(b"\n")
        return "\r\n" if end > 0 and self.data[end - 1 : end] == b"\r" else "\n"

    def slice(self, span: Span) -> str:
        """Return the text in *span*."""
        start, end = span
        if self.is_ascii:
            return self.text[start:end]
        return self.data[start:end].decode("utf-8", "replace")

    def line_span(self, line: int) -> Span:
        """Return the span of the 1-based *line*, without its line end.

        Raises: IndexError if there is no such line.
        """
        if line < 1:
            raise IndexError(line)
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.data)
        return Span(start, start + len(self.data[start:end].rstrip(b"\r\n")))

    def line_at(self, offset: int) -> int:
        """Return the 1-based line of *offset*."""
        return self._line_of(offset)[0]

    def _line_of(self, offset: int) -> tuple[int, int]:
        if not 0 <= offset <= len(self.data):
            raise IndexError(offset)
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return line, starts[line - 1]
