"""HL303 task-id-gap. Its page and its tests are in `task_id_gap.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from harness_lint.check import check
from harness_lint.documents.id_ranges import split_id
from harness_lint.documents.same_task import ids_restart
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Severity, Violation


@check("HL303", "task-id-gap", subject=TaskList, since="0.1", severity=Severity.INFO)
def task_id_gap(tasks: TaskList) -> Iterator[Violation]:
    """Task IDs leave out numbers."""
    if ids_restart(tasks) or not tasks.defines_ids:
        return
    numbers: dict[str, dict[int, str]] = {}
    for name in tasks.ids:
        parts = split_id(name)
        if parts is not None:
            numbers.setdefault(parts[0], {}).setdefault(int(parts[1]), name)
    for prefix, names in numbers.items():
        for below, number in pairwise(sorted(names)):
            entry = tasks.located(names[number])
            if number > below + 1 and entry is not None:
                missing = _missing(prefix, below, number, names[number])
                yield Violation(
                    entry.at,
                    f"{missing} missing before `{names[number]}`; number the tasks without gaps",
                )


def _missing(prefix: str, below: int, number: int, name: str) -> str:
    parts = split_id(name)
    width = len(parts[1]) if parts is not None else 1
    first, last = (f"`{prefix}{n:0{width}}`" for n in (below + 1, number - 1))
    return f"{first} is" if first == last else f"{first} to {last} are"
