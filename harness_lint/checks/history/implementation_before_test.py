"""HL822 implementation-before-test. Its page and tests are in `implementation_before_test.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.early_code import early_code
from harness_lint.project.index import Project


@check(
    "HL822",
    "implementation-before-test",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("since",),
)
def implementation_before_test(project: Project) -> Iterator[Violation]:
    """Code was committed before its test, though the document promises tests first."""
    for task, early in early_code(project):
        if early.test_commit is None:
            what = f"`{early.code}` is committed, and its test `{early.test}` is not"
        else:
            what = f"`{early.code}` was committed before its test `{early.test}`"
        yield Violation(task.at, f"{what}; commit tests first, as the document promises")
