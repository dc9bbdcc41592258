"""HL317 tests-not-first. Its page and its tests are in `tests_not_first.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.test_first import late_tests
from harness_lint.findings import Related, Severity, Violation


@check("HL317", "tests-not-first", subject=TaskList, since="0.1", severity=Severity.WARNING)
def tests_not_first(tasks: TaskList) -> Iterator[Violation]:
    """A test task stands behind the implementation that it was promised to precede."""
    for test, implementation, promise in late_tests(tasks):
        where = test.id or test.title
        yield Violation(
            where.at,
            f"test task `{test.name}` stands behind implementation `{implementation.name}`; "
            "move it in front, the document promises tests first",
            related=(
                Related(promise.words.at, "the promise"),
                Related((implementation.id or implementation.title).at, "the implementation"),
            ),
        )
