"""HL326 parent-open-children-done. Its page and its tests are in `parent_open_children_done.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_tree import open_with_done_children
from harness_lint.findings import Applicability, Edit, Fix, Related, Severity, Violation
from harness_lint.source import Span


@check(
    "HL326", "parent-open-children-done", subject=TaskList, since="0.1", severity=Severity.WARNING
)
def parent_open_children_done(tasks: TaskList) -> Iterator[Violation]:
    """A task is open while every task below it is ticked."""
    for parent, children in open_with_done_children(tasks):
        kind = "task " if parent.value[:1].isdigit() else ""
        below = f"`{children[0].value}`" if len(children) == 1 else _each(len(children))
        verb = "is" if len(children) == 1 else "are"
        yield Violation(
            parent.at,
            f"{kind}`{parent.value}` is open, but {below} below it {verb} ticked; "
            "tick it, or list what is left",
            related=(Related(children[-1].at, f"`{children[-1].value}` is the last of them"),),
            fix=_fix(tasks, parent.at),
        )


def _fix(tasks: TaskList, box: Span) -> Fix | None:
    if tasks.source.slice(box) != "[ ]":
        return None
    return Fix("Tick the task", (Edit(box, "[x]"),), Applicability.UNSAFE)


def _each(number: int) -> str:
    return "both" if number == 2 else f"all {number}"
