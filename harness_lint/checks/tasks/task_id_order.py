"""HL304 task-id-order. Its page and its tests are in `task_id_order.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.id_ranges import split_id
from harness_lint.documents.same_task import ids_restart
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Severity, Violation


@check("HL304", "task-id-order", subject=TaskList, since="0.1", severity=Severity.INFO)
def task_id_order(tasks: TaskList) -> Iterator[Violation]:
    """A task stands behind one with a higher ID."""
    if ids_restart(tasks) or not tasks.defines_ids:
        return
    before: dict[str, Task] = {}
    for task in tasks.tasks:
        parts = split_id(task.id.value) if task.id is not None else None
        if parts is None or task.id is None or tasks.by_id[task.id.value] is not task:
            continue
        above = before.get(parts[0])
        before[parts[0]] = task
        if above is not None and above.id is not None and _number(above) > int(parts[1]):
            yield Violation(
                task.id.at,
                f"`{task.id.value}` stands behind `{above.id.value}`; keep tasks in the order "
                "of their IDs",
                related=(Related(above.id.at, "the higher ID"),),
            )


def _number(task: Task) -> int:
    parts = split_id(task.id.value) if task.id is not None else None
    return int(parts[1]) if parts is not None else 0
