"""HL312 wrong-range. Its page and its tests are in `wrong_range.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.range_claims import wrong_ranges
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Violation, replacement


@check("HL312", "wrong-range", subject=TaskList, since="0.1")
def wrong_range(tasks: TaskList) -> Iterator[Violation]:
    """A range of IDs does not match the tasks that it speaks of."""
    for claim in wrong_ranges(tasks):
        related = () if claim.related is None else (Related(claim.related, "the tasks' heading"),)
        words = f"`{claim.words}`, but {claim.actual}; correct the range"
        written, right = tasks.source.slice(claim.at), claim.right
        fix = replacement(claim.at, written, claim.words, right) if right is not None else None
        yield Violation(claim.at, words, related, fix)
