"""HL311 wrong-count. Its page and its tests are in `wrong_count.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.counts import counts_of
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Severity, Violation


@check("HL311", "wrong-count", subject=TaskList, since="0.1", severity=Severity.WARNING)
def wrong_count(tasks: TaskList) -> Iterator[Violation]:
    """A number that the document states about its tasks differs from what is there."""
    for count in counts_of(tasks):
        if count.is_wrong:
            related = () if count.related is None else (Related(count.related, "counted here"),)
            message = f'"{count.words}", but {count.actual}; correct the number'
            yield Violation(count.at, message, related)
