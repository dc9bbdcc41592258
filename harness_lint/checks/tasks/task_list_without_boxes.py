"""HL330 task-list-without-boxes. Its page and its tests are in `task_list_without_boxes.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Applicability, Edit, Fix, Severity, Violation
from harness_lint.packs.patterns import compile_globs
from harness_lint.pattern import pattern
from harness_lint.source import Span

BOX = pattern(rb"[ \t]*\[[ \t]*[^\]\s]{0,4}[ \t]*\](?![(\[])")
"""A box as the most generous tool reads one."""


NUMBER = pattern(rb"\d{1,3}\.\d{1,3}[ \t]")
"""``1.2 ``: what leads a task of a numbered list."""


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
    yield Violation(item.marker, words, fix=_fix(tasks))


def _fix(tasks: TaskList) -> Fix | None:
    """Return the fix that gives each numbered item a box; None if no item is numbered."""
    starts = [item.paragraph.content.start for item in tasks.items if item.paragraph is not None]
    numbered = [at for at in starts if NUMBER.match(tasks.source.data, at) is not None]
    edits = tuple(Edit(Span(at, at), "[ ] ") for at in numbered)
    return Fix("Give each numbered item a box", edits, Applicability.UNSAFE) if edits else None
