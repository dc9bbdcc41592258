"""Rows that an index of tasks lacks: what to write, where every cell of theirs is certain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from harness_lint.documents.summary import IndexRow, columns_of
from harness_lint.findings import Edit
from harness_lint.markdown.nodes import Table
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.documents.task import Task

_KNOWN = frozenset(("package", "parallel", "priority", "title"))


def missing_row(
    source: Source, table: Table, rows: Sequence[IndexRow], tasks: Sequence[Task], task: Task
) -> Edit | None:
    """Return what adds the row of *task* to the index, behind those of the *tasks* before it.

    None if a column is of a kind that says more than its task does, or if no other row shows how
    the cell is written.
    """
    columns = columns_of(table)
    number = [one.name for one in tasks].index(task.name)
    before = {one.name for one in tasks[:number]}
    above = next((row for row in reversed(rows) if row.id.value in before), None)
    if above is None or not columns.keys() <= _KNOWN:
        return None
    if not len(columns) + 1 == len(table.header.cells) == len(above.row.cells):
        return None
    raw = [source.slice(cell.content) for cell in above.row.cells]
    cells = [raw[0].replace(above.id.value, task.name)]
    cells += [_cell(name, rows, task) for name in sorted(columns, key=columns.__getitem__)]
    line = source.line_span(source.line_at(above.row.span.start))
    lead, bar, _ = source.slice(line).partition("|")
    if not all(cells) or not bar or lead.strip():
        return None
    text = f"{source.newline}{lead}| {' | '.join(cells)} |"
    return Edit(Span(line.end, line.end), text)


def _cell(name: str, rows: Iterable[IndexRow], task: Task) -> str:
    """Return the words of *task* in the column *name*; empty if they are not certain."""
    package = task.group.id.value if task.group is not None else ""
    if name == "title":
        title = task.title.value
        return "" if "|" in title else title
    if name == "package":
        return package
    if name == "priority":
        same = {
            row.priority.value if row.priority else ""
            for row in rows
            if row.package is not None and row.package.value.upper() == package.upper()
        }
        return same.pop() if len(same) == 1 else ""
    is_parallel = task.parallel is not None
    words = (row.parallel_cell for row in rows if row.parallel is is_parallel)
    return next((cell.prose.value.strip() for cell in words if cell is not None), "")
