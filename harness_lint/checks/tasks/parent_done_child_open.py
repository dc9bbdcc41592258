"""HL324 parent-done-child-open. Its page and its tests are in `parent_done_child_open.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_tree import done_with_open_children
from harness_lint.documents.tasks import Tasks
from harness_lint.findings import Related, Violation


@check("HL324", "parent-done-child-open", subject=Tasks, since="0.1")
def parent_done_child_open(tasks: Tasks) -> Iterator[Violation]:
    """A task is ticked while a task below it is open."""
    state, repair = ("ticked", "untick the parent")
    if tasks.is_data:
        state, repair = ("done", "open the parent again")
    for parent, children in done_with_open_children(tasks):
        first = children[0]
        kind = "task " if parent.value[:1].isdigit() else ""
        rest = f" and {len(children) - 1} more are" if len(children) > 1 else " is"
        yield Violation(
            parent.at,
            f"{kind}`{parent.value}` is {state}, but `{first.value}`{rest} open below it; "
            f"finish that or {repair}",
            related=tuple(Related(child.at, f"`{child.value}` is open") for child in children[:8]),
        )
