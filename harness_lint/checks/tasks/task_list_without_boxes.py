"""HL330 task-list-without-boxes. Its page and its tests are in `task_list_without_boxes.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Severity, Violation
from harness_lint.packs.patterns import compile_globs
from harness_lint.pattern import pattern

BOX = pattern(rb"[ \t]*\[[ \t]*[^\]\s]{0,4}[ \t]*\](?![(\[])")
"""A box as the most generous tool reads one."""


@check(
    "HL330",
    "task-list-without-boxes",
    subject=TaskList,
    since="0.1",
    severity=Severity.WARNING,
    needs=("items",),
)
def task_list_without_boxes(tasks: TaskList) -> Iterator[Violation]:
    """The items of a task list have no boxes, so that its tool counts no task."""
    data = tasks.family.data
    if not data.get("counts-boxes") or compile_globs(tuple(data.get("archive", ()))).match(
        tasks.path
    ):
        return
    source = tasks.source.data
    if any(BOX.match(source, item.marker.end) is not None for item in tasks.items):
        return
    item = tasks.items[0]
    words = "no item of the list has a box, so it counts as no task; write `- [ ] 1.1 …`"
    yield Violation(item.marker, words)
