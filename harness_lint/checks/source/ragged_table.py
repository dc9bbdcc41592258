"""HL006 ragged-table. Its page and its tests are in `ragged_table.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import Row, Table
from harness_lint.source import Span

FEW = 5
"""How many rows of one table are reported one by one."""


@check("HL006", "ragged-table", subject=Document, since="0.1")
def ragged_table(document: Document) -> Iterator[Violation]:
    """A row of a table has more or fewer cells than its header."""
    if b"|" not in document.source.data:
        return
    for visit in document.visits:
        if isinstance(visit.block, Table):
            yield from _violations(document, visit.block)


def _violations(document: Document, table: Table) -> Iterator[Violation]:
    wanted = len(table.header.cells)
    ragged = [row for row in _meant_rows(document, table) if _is_ragged(row, wanted)]
    if len(ragged) > FEW:
        first, *others = [_place(row, wanted) for row in ragged]
        words = f"this row and {len(others)} more of the table have other numbers of cells"
        related = tuple(Related(at, "here too") for at in others[: FEW - 1])
        yield Violation(first, f"{words} than the header, which has {wanted}", related)
        return
    for row in ragged:
        yield Violation(_place(row, wanted), _words(document, row, wanted))


def _is_ragged(row: Row, wanted: int) -> bool:
    surplus = row.cells[wanted:]
    return len(row.cells) < wanted or any(cell.span.end > cell.span.start for cell in surplus)


def _meant_rows(document: Document, table: Table) -> Iterator[Row]:
    """Yield the rows, but of several lines of text that the table swallows only the first."""
    was_text = False
    for row in table.rows:
        words = document.source.data[row.span.start : row.span.end]
        is_text = b"|" not in words and len(table.header.cells) > 1
        if not (is_text and (was_text or words.lstrip().startswith(b"<"))):
            yield row
        was_text = is_text


def _place(row: Row, wanted: int) -> Span:
    return Span(row.cells[wanted].span.start, row.span.end) if len(row.cells) > wanted else row.span


def _words(document: Document, row: Row, wanted: int) -> str:
    found = len(row.cells)
    if b"|" not in document.source.data[row.span.start : row.span.end]:
        return "this line is read as a row of the table above; put an empty line before it"
    cells = f"{found} cell" if found == 1 else f"{found} cells"
    counts = f"this row has {cells}, the header has {wanted}"
    if found < wanted:
        return f"{counts}; add what is missing, or an empty cell"
    if any(document.source.slice(cell.span).count("`") % 2 for cell in row.cells):
        return f"{counts}: a pipe divides cells in code too; write `\\|`"
    return f"{counts}; what is too much is not shown"
