"""HL313 summary-mismatch. Its page and its tests are in `summary_mismatch.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.summary import (
    IndexRow,
    index_tables,
    overview_rows,
    task_priority,
)
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Severity, Violation
from harness_lint.markdown.nodes import Table


@check("HL313", "summary-mismatch", subject=TaskList, since="0.1", severity=Severity.WARNING)
def summary_mismatch(tasks: TaskList) -> Iterator[Violation]:
    """An index or an overview says something else of a task than the task itself."""
    indexes = list(index_tables(tasks))
    once = {name for name, n in Counter(t.name for t in tasks.tasks).items() if n == 1}
    marks_lines = any(task.parallel is not None for task in tasks.tasks)
    marks_rows = any(row.parallel for _, rows in indexes for row in rows)
    for _, rows in indexes:
        for row in rows:
            yield from _row(tasks, row, once, judge_parallel=marks_lines and marks_rows)
    yield from _missing(tasks, indexes)
    yield from _overview(tasks)


def _row(
    tasks: TaskList, row: IndexRow, once: set[str], *, judge_parallel: bool
) -> Iterator[Violation]:
    name = row.id.value
    task = tasks.by_id.get(name)
    if task is None or task.id is None:
        yield Violation(
            row.id.at, f"the index has `{name}`, but no task has this ID; add it or drop the row"
        )
        return
    if name not in once:
        return
    related = (Related(task.id.at, "the task"),)
    if judge_parallel and row.parallel is not None and row.parallel_cell is not None:
        said = row.parallel_cell.prose.value.strip()
        if row.parallel and task.parallel is None:
            message = (
                f"the index says `{name}` is parallel (`{said}`), its line has no marker; "
                "make them agree"
            )
            yield Violation(row.parallel_cell.content, message, related)
        elif not row.parallel and task.parallel is not None:
            marker = task.parallel.value
            message = (
                f"the index says `{name}` is not parallel (`{said}`), its line has `{marker}`; "
                "make them agree"
            )
            yield Violation(row.parallel_cell.content, message, related)
    group = task.group
    if row.package and group and row.package.value.upper() != group.id.value.upper():
        message = (
            f"the index puts `{name}` into `{row.package.value}`, it stands in `{group.id.value}`"
        )
        yield Violation(row.package.at, message, related)


def _missing(
    tasks: TaskList, indexes: list[tuple[Table, tuple[IndexRow, ...]]]
) -> Iterator[Violation]:
    """Tasks that an index leaves out, where it has most of them."""
    listed = {row.id.value for _, rows in indexes for row in rows}
    missing = [task for task in tasks.tasks if task.id is not None and task.name not in listed]
    if not listed or len(missing) * 4 > len(tasks.ids):
        return
    table = indexes[-1][0]
    for task in missing:
        if task.id is not None:
            message = f"`{task.name}` is missing from the index; add a row for it"
            yield Violation(task.id.at, message, (Related(table.header.span, "the index"),))


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
