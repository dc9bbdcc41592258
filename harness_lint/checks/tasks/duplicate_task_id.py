"""HL302 duplicate-task-id. Its page and its tests are in `duplicate_task_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.same_task import ids_restart, is_relisting
from harness_lint.documents.task import Task
from harness_lint.documents.tasks import Tasks
from harness_lint.findings import Related, Violation


@check("HL302", "duplicate-task-id", subject=Tasks, since="0.1")
def duplicate_task_id(tasks: Tasks) -> Iterator[Violation]:
    """A task ID is used by two tasks of one task list."""
    if not tasks.defines_ids:
        return
    per_group = ids_restart(tasks)
    first: dict[tuple[str, int], Task] = {}
    for task in tasks.tasks:
        if task.id is None:
            continue
        earlier = first.setdefault((task.id.value, id(task.group) if per_group else 0), task)
        if earlier is task or earlier.id is None:
            continue
        if tasks.is_data or not is_relisting(task, earlier):
            yield Violation(
                task.id.at,
                f"task ID `{task.id.value}` is already used for another task; "
                "give this one its own",
                related=(Related(earlier.id.at, f"`{earlier.title.value}` has it first"),),
            )
        elif tasks.shape.group_kind == "package" and _have_two_boxes(task, earlier):
            owner = earlier.group.id.value if earlier.group is not None else ""
            yield Violation(
                task.id.at,
                f"task `{task.id.value}` has a box in `{owner}` as well; "
                "leave it to the package that does it",
                related=(Related(earlier.id.at, "the other box"),),
            )


def _have_two_boxes(task: Task, earlier: Task) -> bool:
    """Whether each is to be ticked, in a group of its own."""
    groups = (task.group, earlier.group)
    return (
        None not in groups
        and groups[0] is not groups[1]
        and None
        not in (
            task.done,
            earlier.done,
        )
    )
