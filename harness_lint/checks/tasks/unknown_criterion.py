"""HL332 unknown-criterion. Its page and its tests are in `unknown_criterion.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.criteria import criteria_of, is_among, named_criteria
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Violation


@check("HL332", "unknown-criterion", subject=TaskList, since="0.1", needs=("family.criteria",))
def unknown_criterion(tasks: TaskList) -> Iterator[Violation]:
    """A task of a story names an acceptance criterion that the story does not have."""
    data = tasks.family.data
    named = list(named_criteria(tasks, data.get("work-sections", ())))
    known = criteria_of(tasks, data["criteria"]) if named else frozenset()
    if len(known) < 2:
        return
    first, last = min(known, key=_order), max(known, key=_order)
    for number in named:
        if not is_among(number.value, known):
            yield Violation(
                number.at,
                f"the story has no acceptance criterion `{number.value}`; its own are `{first}` "
                f"to `{last}`",
            )


def _order(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split(".")))
