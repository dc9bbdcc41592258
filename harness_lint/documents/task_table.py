"""Tables of tasks: which columns they have, and what a row says."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.documents.fields import Field
from harness_lint.documents.task_head import Head, TaskGrammar, read_head
from harness_lint.markdown.nodes import Cell, Row, Table
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.pattern import pattern
from harness_lint.source import Located

_ID_HEADERS = pattern(r"(?i)^(?:(?:sub)?task\s*)?(?:id|#|nr\.?|no\.?)$|^(?:sub)?task(?:\s+id)?$")

_YES = pattern(r"(?i)(?:yes|y|true|x|[✓✔✅☑]\ufe0f?|\[[xXP]\]|是|はい|예|ja|oui|s[ií]|да|نعم)")
"""What says in a column of its own that a task may run beside others."""


class TaskColumns(NamedTuple):
    """Where the columns of a table of tasks stand, from 0; None for those that it has not."""

    id: int
    title: int | None
    depends: int | None = None
    parallel: int | None = None
    status: int | None = None


class TaskRow(NamedTuple):
    """A row that defines a task."""

    head: Head
    leaf: Cell
    """The cell with the ID."""
    fields: dict[str, Field]
    """What the columns of dependencies and status hold, under the first names of such fields."""


def task_columns(table: Table, shape: TaskShape) -> TaskColumns | None:
    """Return the columns of *table*; None if it holds no tasks: by its header and its cells.

    Without titles of columns in the pack, the first column has the IDs, and the second the titles.
    """
    if not table.header.cells or not shape.id:
        return None
    columns = _columns(table, shape)
    grammar = compile_pattern(shape.id)
    if columns is None or not any(
        len(row.cells) > columns.id and grammar.fullmatch(row.cells[columns.id].prose.value.strip())
        for row in table.rows
    ):
        return None
    return columns


def _columns(table: Table, shape: TaskShape) -> TaskColumns | None:
    titles = [cell.prose.value.strip() for cell in table.header.cells]
    if not shape.columns.get("id"):
        if not _ID_HEADERS.match(titles[0]):
            return None
        first = 0
    else:
        named = _column(titles, shape.columns["id"])
        if named is None:
            return None
        first = named
    found = {name: _column(titles, names) for name, names in shape.columns.items() if name != "id"}
    found.setdefault("title", first + 1 if first + 1 < len(titles) else None)
    return TaskColumns(first, **found)


def _column(titles: list[str], names: tuple[str, ...]) -> int | None:
    keys = {title_key(name) for name in names}
    return next((number for number, title in enumerate(titles) if title_key(title) in keys), None)


def task_row(row: Row, columns: TaskColumns, grammar: TaskGrammar) -> TaskRow | None:
    """Return the task that *row* defines; None if it has no ID."""
    leaf = _cell(row, columns.id)
    head = read_head(leaf.prose, grammar) if leaf is not None else None
    if leaf is None or head is None or head.id is None:
        return None
    title = _cell(row, columns.title)
    if title is not None:
        head = head._replace(title=_located(title))
    parallel = _cell(row, columns.parallel)
    if parallel is not None and _is_yes(parallel, grammar.shape):
        head = head._replace(parallel=_located(parallel))
    shape = grammar.shape
    named = ((columns.depends, shape.dependencies.labels), (columns.status, shape.status_names))
    fields: dict[str, Field] = {}
    for number, names in named:
        cell = _cell(row, number)
        if cell is not None and names:
            name = Located(names[0], cell.content)
            fields[title_key(names[0])] = Field(name, _located(cell), cell.span, cell)
    return TaskRow(head, leaf, fields)


def _cell(row: Row, number: int | None) -> Cell | None:
    return row.cells[number] if number is not None and number < len(row.cells) else None


def _located(cell: Cell) -> Located[str]:
    return Located(cell.prose.value.strip(), cell.content)


def _is_yes(cell: Cell, shape: TaskShape) -> bool:
    text = cell.prose.value.strip()
    if _YES.fullmatch(text):
        return True
    return bool(shape.parallel) and compile_pattern(shape.parallel).search(text) is not None


def is_task_table(table: Table, shape: TaskShape) -> bool:
    """Whether *table* holds tasks."""
    return task_columns(table, shape) is not None
