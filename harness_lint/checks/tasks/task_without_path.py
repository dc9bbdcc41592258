"""HL320 task-without-path. Its page and its tests are in `task_without_path.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_paths import names_a_path
from harness_lint.findings import Severity, Violation


@check("HL320", "task-without-path", subject=TaskList, since="0.1", severity=Severity.INFO)
def task_without_path(tasks: TaskList) -> Iterator[Violation]:
    """A task names no file to work on."""
    for task in tasks.tasks:
        named = names_a_path(task.leaf.prose) or "files" in task.fields
        if not named and not task.is_skipped:
            where = task.id or task.title
            yield Violation(where.at, f"`{task.name}` names no file; say where the work is")
