"""HL319 task-outside-phase. Its page and its tests are in `task_outside_phase.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Severity, Violation


@check("HL319", "task-outside-phase", subject=TaskList, since="0.1", severity=Severity.INFO)
def task_outside_phase(tasks: TaskList) -> Iterator[Violation]:
    """A task stands in none of the phases or packages that the others stand in."""
    if not tasks.defines_ids or all(task.group is None for task in tasks.tasks):
        return
    kind = tasks.shape.group_kind
    for task in tasks.tasks:
        if task.group is None:
            where = task.id or task.title
            yield Violation(where.at, f"`{task.name}` stands in no {kind}; move it into one")
