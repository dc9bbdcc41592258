"""HL313 summary-mismatch. Its page and its tests are in `summary_mismatch.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.index_rows import missing_row
from harness_lint.documents.summary import (
    IndexRow,
    index_tables,
    overview_rows,
    task_priority,
)
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.errors import listed
from harness_lint.findings import Applicability, Fix, Related, Severity, Violation, replacement
from harness_lint.markdown.nodes import Cell, Table

FEW = 3
"""As many rows of one table that are wrong in one way are told one by one."""
MOST_RELATED = 12
MOST_NAMED = 4

_TOGETHER = {
    "unknown": "the index has {names}, but no tasks have these IDs; add them or drop the rows",
    "parallel": "the index calls {names} parallel, their lines have no marker; make them agree",
    "sequential": "the index calls {names} not parallel, their lines have a marker; "
    "make them agree",
    "package": "the index puts {names} elsewhere than where they stand; make them agree",
    "needs": "the table has other dependencies of {names} than their sections; make them agree",
    "missing": "{names} are missing from the index; add rows for them",
}
"""What is said of many rows at once, by the way in which they are wrong."""


_TITLES = {
    "package": "Write where they stand",
    "missing": "Add their rows",
}
"""What the fix of many rows at once is called, where there is one."""


class Mismatch(NamedTuple):
    """A row of an index that differs from its task, or a task that has no row."""

    kind: str
    """A key of `_TOGETHER`."""
    name: str
    violation: Violation
    """What is said of it alone."""


@check("HL313", "summary-mismatch", subject=TaskList, since="0.1", severity=Severity.WARNING)
def summary_mismatch(tasks: TaskList) -> Iterator[Violation]:
    """An index or an overview says something else of a task than the task itself."""
    indexes = list(index_tables(tasks))
    once = {name for name, n in Counter(t.name for t in tasks.tasks).items() if n == 1}
    marks_lines = any(task.parallel is not None for task in tasks.tasks)
    marks_rows = any(row.parallel for _, rows in indexes for row in rows)
    for _, rows in indexes:
        found = (
            mismatch
            for row in rows
            for mismatch in _row(tasks, row, once, judge_parallel=marks_lines and marks_rows)
        )
        yield from _told(found)
    yield from _told(_missing(tasks, indexes))
    yield from _overview(tasks)
    yield from _told(_needs(tasks))


def _told(mismatches: Iterable[Mismatch]) -> Iterator[Violation]:
    """Yield each of the few of a kind, and the many of a kind as one."""
    kinds: dict[str, list[Mismatch]] = {}
    for mismatch in mismatches:
        kinds.setdefault(mismatch.kind, []).append(mismatch)
    for kind, same in kinds.items():
        if len(same) > FEW:
            yield _together(kind, same)
        else:
            yield from (mismatch.violation for mismatch in same)


def _together(kind: str, same: list[Mismatch]) -> Violation:
    names = f"`{same[0].name}`, `{same[1].name}` and {len(same) - 2} more"
    related = tuple(Related(one.violation.at, f"`{one.name}`") for one in same[1:])
    message = _TOGETHER[kind].format(names=names)
    fixes = [one.violation.fix for one in same if one.violation.fix is not None]
    fix = None
    if len(fixes) == len(same):
        edits = tuple(edit for fix in fixes for edit in fix.edits)
        fix = Fix(_TITLES[kind], edits, Applicability.UNSAFE)
    return Violation(same[0].violation.at, message, related[:MOST_RELATED], fix)


def _row(
    tasks: TaskList, row: IndexRow, once: set[str], *, judge_parallel: bool
) -> Iterator[Mismatch]:
    name = row.id.value
    task = tasks.by_id.get(name)
    if task is None or task.id is None:
        message = f"the index has `{name}`, but no task has this ID; add it or drop the row"
        yield Mismatch("unknown", name, Violation(row.id.at, message))
        return
    if name not in once:
        return
    related = (Related(task.id.at, "the task"),)
    if judge_parallel and row.parallel is not None and row.parallel_cell is not None:
        yield from _parallel(task, row.parallel_cell, related, said=row.parallel)
    group = task.group
    if row.package and group and row.package.value.upper() != group.id.value.upper():
        message = (
            f"the index puts `{name}` into `{row.package.value}`, it stands in "
            f"`{group.id.value}`; make them agree"
        )
        at, right = row.package.at, group.id.value
        fix = replacement(at, tasks.source.slice(at), row.package.value, right)
        yield Mismatch("package", name, Violation(at, message, related, fix))


def _parallel(
    task: Task, cell: Cell, related: tuple[Related, ...], *, said: bool
) -> Iterator[Mismatch]:
    words = cell.prose.value.strip()
    if said and task.parallel is None:
        message = (
            f"the index says `{task.name}` is parallel (`{words}`), its line has no marker; "
            "make them agree"
        )
        yield Mismatch("parallel", task.name, Violation(cell.content, message, related))
    elif not said and task.parallel is not None:
        message = (
            f"the index says `{task.name}` is not parallel (`{words}`), its line has "
            f"`{task.parallel.value}`; make them agree"
        )
        yield Mismatch("sequential", task.name, Violation(cell.content, message, related))


def _missing(
    tasks: TaskList, indexes: list[tuple[Table, tuple[IndexRow, ...]]]
) -> Iterator[Mismatch]:
    """Tasks that an index leaves out, where it has most of them."""
    listed = {row.id.value for _, rows in indexes for row in rows}
    missing = [task for task in tasks.tasks if task.id is not None and task.name not in listed]
    if not listed or len(missing) * 4 > len(tasks.ids):
        return
    table, rows = indexes[-1]
    related = (Related(table.header.span, "the index"),)
    for task in missing:
        if task.id is not None:
            message = f"`{task.name}` is missing from the index; add a row for it"
            fix = _addition(tasks, table, rows, task) if len(indexes) == 1 else None
            yield Mismatch("missing", task.name, Violation(task.id.at, message, related, fix))


def _addition(tasks: TaskList, table: Table, rows: Sequence[IndexRow], task: Task) -> Fix | None:
    edit = missing_row(tasks.source, table, rows, tasks.tasks, task)
    return Fix("Add its row", (edit,), Applicability.UNSAFE) if edit is not None else None


def _needs(tasks: TaskList) -> Iterator[Mismatch]:
    """Rows that say of a group's dependencies something else than its section."""
    data = tasks.source.data
    if tasks.shape.group_kind != "package" or (b"epend" not in data and b"EPEND" not in data):
        return
    from harness_lint.documents.group_needs import contradictions

    for row, own in contradictions(tasks):
        name = row.group.id.value
        message = (
            f"`{name}` depends on {_names(row.needs)} by this table, "
            f"on {_names(own)} by its section; make them agree"
        )
        related = (Related(row.group.id.at, "the section"),)
        yield Mismatch("needs", name, Violation(row.cell.content, message, related))


def _names(needs: tuple[str, ...]) -> str:
    if len(needs) > MOST_NAMED:
        return f"`{needs[0]}` … `{needs[-1]}` ({len(needs)})"
    return listed(needs) or "nothing"


def _overview(tasks: TaskList) -> Iterator[Violation]:
    for row in overview_rows(tasks):
        if row.priority is None:
            continue
        for task in row.group.tasks:
            own = task_priority(task)
            if own is None or own.value.casefold() == row.priority.value.casefold():
                continue
            kind = tasks.shape.group_kind
            message = (
                f"`{task.name}` has priority `{own.value}`, the overview gives {kind} "
                f"{row.group.id.value} `{row.priority.value}`; make them agree"
            )
            yield Violation(own.at, message, (Related(row.priority.at, "the overview"),))
