"""HL320 task-without-path. Its page and its tests are in `task_without_path.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_paths import names_a_path
from harness_lint.findings import Severity, Violation
from harness_lint.pattern import pattern

_PLACE = pattern(
    r"(?<![\w:/])[\w.@~-]{1,100}/(?:[\w.@~\[\]-]{1,100}/){0,20}(?=[\s,;)`]|$)"
    r"|\b[\w-]{1,80}\.(?:md|json|ya?ml|toml|txt)\b"
)
"""A folder with its last slash, or a document without a folder: enough of a place here."""


@check("HL320", "task-without-path", subject=TaskList, since="0.1", severity=Severity.INFO)
def task_without_path(tasks: TaskList) -> Iterator[Violation]:
    """A task names no file to work on."""
    for task in tasks.tasks if tasks.defines_ids else ():
        text = task.leaf.prose.value
        named = names_a_path(task.leaf.prose) or _PLACE.search(text) or "files" in task.fields
        if not named and not task.is_skipped:
            where = task.id or task.title
            yield Violation(where.at, f"`{task.name}` names no file; say where the work is")
