"""HL302 duplicate-task-id. Its page and its tests are in `duplicate_task_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.same_task import ids_restart, is_relisting
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Violation


@check("HL302", "duplicate-task-id", subject=TaskList, since="0.1")
def duplicate_task_id(tasks: TaskList) -> Iterator[Violation]:
    """A task ID is used by two tasks of one task list."""
    if not tasks.defines_ids:
        return
    per_group = ids_restart(tasks)
    first: dict[tuple[str, int], Task] = {}
    for task in tasks.tasks:
        if task.id is None:
            continue
        earlier = first.setdefault((task.id.value, id(task.group) if per_group else 0), task)
        if earlier is task or earlier.id is None or is_relisting(task, earlier):
            continue
        yield Violation(
            task.id.at,
            f"task ID `{task.id.value}` is already used for another task; give this one its own",
            related=(Related(earlier.id.at, f"`{earlier.title.value}` has it first"),),
        )
