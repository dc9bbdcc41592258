"""HL327 finished-but-not-archived. Its page and its tests are in `finished_but_not_archived.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.work_state import is_archived
from harness_lint.findings import Severity, Violation


@check(
    "HL327",
    "finished-but-not-archived",
    subject=TaskList,
    since="0.1",
    severity=Severity.INFO,
    needs=("boxes",),
)
def finished_but_not_archived(tasks: TaskList) -> Iterator[Violation]:
    """Every task of a change is done, but the change still stands among those at work."""
    if is_archived(tasks) is not False or not tasks.tasks:
        return
    boxes = [item.box for item in tasks.boxes if item.box is not None]
    if all(box.is_done for box in boxes):
        each = "both" if len(boxes) == 2 else f"all {len(boxes)}"
        number = "its only box is" if len(boxes) == 1 else f"{each} boxes are"
        last = tasks.tasks[-1]
        yield Violation(
            last.id.at if last.id is not None else last.title.at,
            f"the change `{basename(dirname(tasks.path))}` is not archived, but {number} ticked; "
            "archive it, or list what is left",
        )
