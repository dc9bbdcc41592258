"""HL006 ragged-table. Its page and its tests are in `ragged_table.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.nodes import Cell, CodeSpan, Link, Row, Table
from harness_lint.pattern import pattern
from harness_lint.source import Span

MOST_RELATED = 12
"""How many further rows are shown."""

PIPE = b"|"

CODE = "code"
SURPLUS = "surplus"
SHORT = "short"
TEXT = "text"

REMEDIES: Mapping[str, str] = {
    CODE: "a pipe divides cells in code too; write `\\|`",
    SURPLUS: "what is too much is not shown; add a column to the header, or move it into a cell",
    SHORT: "a cell is missing before the last one; add it, or an empty one",
}

FORMS = (
    ("number", pattern(r"[-+~]?[\d.,]+%?")),
    ("ID", pattern(r"[A-Z]{1,8}-?\d{1,5}[a-z]?")),
)
"""What values of a column may look like."""


@check("HL006", "ragged-table", subject=Document, since="0.1")
def ragged_table(document: Document) -> Iterator[Violation]:
    """A row of a table has more or fewer cells than its header."""
    for table in document.tables:
        yield from _violations(document, table)


def _violations(document: Document, table: Table) -> Iterator[Violation]:
    """Yield one finding for all rows of *table* that are ragged in one way."""
    wanted = len(table.header.cells)
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in _meant_rows(document, table):
        if len(row.cells) != wanted:
            kinds[_kind(document, row, wanted)].append(row)
    if SHORT in kinds:
        kinds[SHORT] = _moved_rows(table, kinds[SHORT])
    for kind, rows in kinds.items():
        if kind and rows:
            related = tuple(Related(_place(row, wanted), "here too") for row in rows[1:])
            words = _words(kind, rows, wanted)
            fix = _fix(document, table, kind, rows)
            yield Violation(_place(rows[0], wanted), words, related[:MOST_RELATED], fix)


def _meant_rows(document: Document, table: Table) -> Iterator[Row]:
    """Yield the rows, but of several lines of text that the table swallows only the first."""
    was_text = False
    for row in table.rows:
        words = document.source.data[row.span.start : row.span.end]
        is_text = PIPE not in words and len(table.header.cells) > 1
        if not (is_text and (was_text or words.lstrip().startswith(b"<"))):
            yield row
        was_text = is_text


def _kind(document: Document, row: Row, wanted: int) -> str:
    """Return in what way *row* is ragged; empty if what is too much holds nothing."""
    if len(row.cells) < wanted:
        is_row = PIPE in document.source.data[row.span.start : row.span.end]
        return SHORT if is_row else TEXT
    if all(cell.span.end == cell.span.start for cell in row.cells[wanted:]):
        return ""
    is_divided = any(document.source.slice(cell.span).count("`") % 2 for cell in row.cells)
    return CODE if is_divided else SURPLUS


def _moved_rows(table: Table, short: Sequence[Row]) -> list[Row]:
    """Return the rows of *short* whose last cell is of a kind that only the last column holds.

    The others may lack what is empty, and read as they are meant.
    """
    wanted = len(table.header.cells)
    whole = [row for row in table.rows if len(row.cells) == wanted]
    forms = [{_form(row.cells[column]) for row in whole} for column in range(wanted)]
    return [
        row
        for row in short
        if row.cells
        and (form := _form(row.cells[-1]))
        and forms[-1] == {form}
        and form not in forms[len(row.cells) - 1]
    ]


def _form(cell: Cell) -> str:
    """Return what *cell* is as a whole: a link, code, a number, an ID; empty for text."""
    inlines = cell.inlines
    if len(inlines) == 1 and isinstance(inlines[0], Link | CodeSpan):
        return type(inlines[0]).__name__
    words = cell.prose.value.strip()
    return next((name for name, form in FORMS if form.fullmatch(words)), "")


def _fix(document: Document, table: Table, kind: str, rows: Sequence[Row]) -> Fix | None:
    from harness_lint.documents import ragged_rows

    wanted, source = len(table.header.cells), document.source
    edits: tuple[Edit, ...]
    match kind:
        case "code":
            title, edits = "Escape the pipes", ragged_rows.escaped_pipes(source, rows, wanted)
        case "surplus":
            title, edits = "Add a column", ragged_rows.added_column(source, table, rows)
        case "short":
            title, edits = "Add empty cells", ragged_rows.added_cells(rows, wanted)
        case _:
            title, edits = "End the table before it", ragged_rows.parted_text(source, rows)
    return Fix(title, edits, Applicability.UNSAFE) if edits else None


def _place(row: Row, wanted: int) -> Span:
    return Span(row.cells[wanted].span.start, row.span.end) if len(row.cells) > wanted else row.span


def _words(kind: str, rows: Sequence[Row], wanted: int) -> str:
    if kind == TEXT:
        return "this line is read as a row of the table above; put an empty line before it"
    found = len(rows[0].cells)
    if len(rows) == 1:
        cells = f"{found} cell" if found == 1 else f"{found} cells"
        return f"this row has {cells}, the header has {wanted}: {REMEDIES[kind]}"
    amount = "fewer" if kind == SHORT else "more"
    rest = f"this row and {len(rows) - 1} more of the table have {amount} cells than the header"
    return f"{rest}, which has {wanted}: {REMEDIES[kind]}"
