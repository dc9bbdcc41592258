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
        later = early.test_commit
        when = f"came in `{later.sha[:7]}`" if later is not None else "is not committed yet"
        yield Violation(
            task.at,
            f"`{early.code}` came in `{early.commit.sha[:7]}`, before its test `{early.test}`, "
            f"which {when}; tests are promised first, commit them first",
        )
