"""HL301 unreadable-task. Its page and its tests are in `unreadable_task.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.dropped_tasks import dropped_tasks
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Applicability, Edit, Fix, Violation


@check("HL301", "unreadable-task", subject=TaskList, since="0.1")
def unreadable_task(tasks: TaskList) -> Iterator[Violation]:
    """A line means to be a task, but no tool reads it as one."""
    for dropped in dropped_tasks(tasks):
        text, at = dropped.right
        fix = Fix("Make it a task", (Edit(at, text),), Applicability.UNSAFE)
        words = f"`{dropped.id.value}` is read as no task: {dropped.why}"
        yield Violation(dropped.id.at, words, fix=fix)
