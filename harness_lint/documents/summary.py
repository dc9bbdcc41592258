"""Tables that sum up a task list: an index of tasks, an overview of phases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.id_ranges import IdReference, find_ids
from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_table import is_task_table
from harness_lint.markdown.nodes import Cell, Row, Table
from harness_lint.pattern import pattern
from harness_lint.source import Located

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

YES = frozenset(
    (
        "yes",
        "y",
        "true",
        "x",
        "✓",
        "✔",
        "✅",
        "[p]",
        "p",
        "parallel",
        "ja",
        "oui",
        "sí",
        "是",
        "はい",
    )
)
NO = frozenset(
    ("no", "n", "false", "-", "—", "–", "✗", "✘", "❌", "nein", "non", "sequential", "否")
)

_COLUMNS = {
    "package": pattern(r"(?i)^(?:work packages?|wps?)$"),
    "parallel": pattern(r"(?i)^(?:parallel(?:isable|izable)?\??|\[p\])$"),
    "priority": pattern(r"(?i)^prio(?:rity|rität)?\.?$"),
    "title": pattern(r"(?i)^(?:summary|description|title|beschreibung|task)$"),
    "tasks": pattern(r"(?i)^(?:tasks?|task ids?|range|aufgaben)$"),
}
_PRIORITY = pattern(r"(?i)\b(p[0-5]|critical|highest|high|medium|low|lowest)\b")


class IndexRow(NamedTuple):
    """A row of an index: what it says of one task. None where it says nothing certain."""

    id: Located[str]
    row: Row
    package: Located[str] | None
    parallel: bool | None
    parallel_cell: Cell | None
    priority: Located[str] | None
    title: Located[str] | None


class OverviewRow(NamedTuple):
    """A row of an overview: what it says of one phase or package."""

    group: Group
    row: Row
    priority: Located[str] | None
    ranges: tuple[IdReference, ...]
    tasks_cell: Cell | None


def index_tables(document: TaskList) -> Iterator[tuple[Table, tuple[IndexRow, ...]]]:
    """Yield the indexes with their rows: tables of tasks that are defined elsewhere."""
    if not document.tables or any(task.carrier == "row" for task in document.tasks):
        return
    for table in document.tables:
        if is_task_table(table, document.shape):
            if document.is_example(table.span.start):
                continue
            yield table, tuple(_index_rows(table, document))


def _index_rows(table: Table, document: TaskList) -> Iterator[IndexRow]:
    columns = columns_of(table)
    width = len(table.header.cells)
    for row in table.rows:
        found = find_ids(row.cells[0].prose.value, document.shape.id) if row.cells else []
        if len(found) != 1 or found[0].is_range or len(row.cells) > width:
            continue
        at = row.cells[0].prose.span(found[0].start, found[0].end)
        parallel_cell = _cell(row, columns, "parallel")
        yield IndexRow(
            Located(found[0].first, at),
            row,
            _group_id(_cell(row, columns, "package"), document),
            _truth(parallel_cell),
            parallel_cell,
            _priority(_cell(row, columns, "priority")),
            _words(_cell(row, columns, "title")),
        )


def overview_rows(document: TaskList) -> Iterator[OverviewRow]:
    """Yield the rows of tables whose first column names the groups of *document*."""
    for table in document.tables:
        if is_task_table(table, document.shape):
            continue
        columns = columns_of(table)
        if not ({"priority", "tasks"} & columns.keys()) or document.is_example(table.span.start):
            continue
        for row in table.rows:
            group = _group_of(row.cells[0], document) if row.cells else None
            if group is None:
                continue
            tasks = _cell(row, columns, "tasks")
            ranges = tuple(find_ids(tasks.prose.value, document.shape.id)) if tasks else ()
            priority = _priority(_cell(row, columns, "priority"))
            yield OverviewRow(group, row, priority, ranges, tasks)


def columns_of(table: Table) -> dict[str, int]:
    """Return the columns that are known, by what they are for, with their 0-based numbers."""
    found: dict[str, int] = {}
    for number, cell in enumerate(table.header.cells):
        for name, grammar in _COLUMNS.items():
            if number and grammar.match(cell.prose.value.strip()):
                found.setdefault(name, number)
    return found


def _cell(row: Row, columns: dict[str, int], name: str) -> Cell | None:
    number = columns.get(name)
    return row.cells[number] if number is not None and number < len(row.cells) else None


def _truth(cell: Cell | None) -> bool | None:
    if cell is None:
        return None
    text = cell.prose.value.strip().casefold()
    if text in YES:
        return True
    return False if text in NO else None


def _priority(cell: Cell | None) -> Located[str] | None:
    match = _PRIORITY.search(cell.prose.value) if cell is not None else None
    if cell is None or match is None or len(_PRIORITY.findall(cell.prose.value)) > 1:
        return None
    return Located(match[1], cell.prose.span(match.start(1), match.end(1)))


def _words(cell: Cell | None) -> Located[str] | None:
    if cell is None or not cell.prose.value.strip():
        return None
    return Located(cell.prose.value.strip(), cell.content)


def _group_id(cell: Cell | None, document: TaskList) -> Located[str] | None:
    if cell is None or not document.shape.group_id:
        return None
    found = find_ids(cell.prose.value, document.shape.group_id)
    if len(found) != 1 or found[0].is_range:
        return None
    return Located(found[0].first, cell.prose.span(found[0].start, found[0].end))


def _group_of(cell: Cell, document: TaskList) -> Group | None:
    match = re.match(
        r"(?i)\W*(?:phase\s+)?(\d+(?:\.\d+)*[a-z]?|WP\d+[A-Za-z]?)\b", cell.prose.value
    )
    if match is None:
        return None
    found = [g for g in document.groups if g.id.value.casefold() == match[1].casefold()]
    return found[0] if len(found) == 1 else None


def task_priority(task: Task) -> Located[str] | None:
    """Return the priority that a task's own field states."""
    field = task.fields.get("priority")
    match = _PRIORITY.search(field.value.value) if field is not None else None
    if field is None or match is None or len(_PRIORITY.findall(field.value.value)) > 1:
        return None
    return Located(match[1], field.value.at)
