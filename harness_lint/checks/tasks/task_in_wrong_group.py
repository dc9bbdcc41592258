"""HL329 task-in-wrong-group. Its page and its tests are in `task_in_wrong_group.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Severity, Violation
from harness_lint.packs.patterns import compile_globs


@check(
    "HL329",
    "task-in-wrong-group",
    subject=TaskList,
    since="0.1",
    severity=Severity.WARNING,
    needs=("groups",),
)
def task_in_wrong_group(tasks: TaskList) -> Iterator[Violation]:
    """A task has the number of another group than the one that it stands in."""
    data = tasks.family.data
    if not data.get("numbered-groups") or compile_globs(tuple(data.get("archive", ()))).match(
        tasks.path
    ):
        return
    wrong: dict[tuple[int, str], list[Task]] = {}
    for task in tasks.tasks:
        if task.id is not None and task.group is not None and task.group.section.level == 2:
            number = task.id.value.split(".", 1)[0]
            if _plain(number) != _plain(task.group.id.value):
                wrong.setdefault((id(task.group), number), []).append(task)
    for (_, number), found in wrong.items():
        if found[0].group is not None:
            yield from _violations(found, found[0].group, number)


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _violations(found: Sequence[Task], group: Group, number: str) -> Iterator[Violation]:
    """Yield that *found*, with the number of another, stand in *group*: once for all of them."""
    first, *others = (task.id for task in found if task.id is not None)
    more = f" and {len(others)} more" if others else ""
    yield Violation(
        first.at,
        f"`{first.value}`{more} {'stand' if others else 'stands'} in group {group.id.value}, not "
        f"{number}; move {'them' if others else 'it'}, or count on from the group's number",
        related=(Related(group.id.at, "the group"),),
    )
