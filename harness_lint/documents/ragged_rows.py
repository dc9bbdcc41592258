"""What makes rows of a table whole again: the edits for each way in which they are ragged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.findings import Edit
from harness_lint.markdown.nodes import Row, Table
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

PIPE = b"|"

_BACKTICKS = pattern(rb"`+")
_BARE_PIPE = pattern(rb"(?<!\\)\|")


def escaped_pipes(source: Source, rows: Sequence[Row], wanted: int) -> tuple[Edit, ...]:
    """Return what escapes the pipes in code, so that each row has *wanted* cells.

    Empty if a row would still have another number of them.
    """
    edits: list[Edit] = []
    for row in rows:
        pipes = [at for code in _code_in(source, row) for at in _pipes_in(source, code)]
        if len(row.cells) - len(pipes) != wanted:
            return ()
        edits += (Edit(Span(at, at), "\\") for at in pipes)
    return tuple(edits)


def _code_in(source: Source, row: Row) -> Iterator[Span]:
    """Yield the code of *row* as it is meant: from backticks to as many of them, across cells."""
    opened: dict[int, int] = {}
    for match in _BACKTICKS.finditer(source.data, *row.span):
        length = match.end() - match.start()
        start = opened.pop(length, None)
        if start is None:
            opened[length] = match.end()
        else:
            opened.clear()
            yield Span(start, match.start())


def _pipes_in(source: Source, code: Span) -> Iterator[int]:
    return (match.start() for match in _BARE_PIPE.finditer(source.data, *code))


def added_cells(rows: Sequence[Row], wanted: int) -> tuple[Edit, ...]:
    """Return what puts an empty cell before the last one of each row.

    Empty if a row would still have another number of cells than *wanted*.
    """
    if any(len(row.cells) != wanted - 1 for row in rows):
        return ()
    starts = (row.cells[-1].span.start for row in rows)
    return tuple(Edit(Span(at, at), "| ") for at in starts)


def added_column(source: Source, table: Table, rows: Sequence[Row]) -> tuple[Edit, ...]:
    """Return what adds a column without a title to *table*, for the surplus cell of *rows*.

    Empty if a row has more than one, or if the header or the line below it ends with no pipe.
    """
    if any(len(row.cells) != len(table.header.cells) + 1 for row in rows):
        return ()
    header = table.header.span
    below = source.line_span(source.line_at(header.start) + 1)
    if not all(
        source.data[span.start : span.end].rstrip().endswith(PIPE) for span in (header, below)
    ):
        return ()
    is_tight = source.data[below.start : below.end].rstrip().endswith((b"-|", b":|"))
    return (
        Edit(_end(source, header), " |"),
        Edit(_end(source, below), "---|" if is_tight else " --- |"),
    )


def _end(source: Source, line: Span) -> Span:
    end = line.start + len(source.data[line.start : line.end].rstrip())
    return Span(end, end)


def parted_text(source: Source, rows: Sequence[Row]) -> tuple[Edit, ...]:
    """Return what puts an empty line before each of *rows*; empty where one is in a quote."""
    edits = []
    for row in rows:
        line = source.line_span(source.line_at(row.span.start))
        if source.data[line.start : row.span.start].strip():
            return ()
        newline = "\r\n" if source.data[line.start - 2 : line.start] == b"\r\n" else "\n"
        edits.append(Edit(Span(line.start, line.start), newline))
    return tuple(edits)
