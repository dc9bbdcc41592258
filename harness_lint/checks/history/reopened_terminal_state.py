"""HL824 reopened-terminal-state. Its page and its tests are in `reopened_terminal_state.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.reopened import reopened

_REPAIRS = {
    "assertion": "give the `reason`, or keep the review in which it failed",
    "feature": "plan what is left as a feature of its own, or give the `reason`",
    "package": "say in its history why, or plan what is left as a package of its own",
    "task": "plan what is left as a task of its own",
}


class Options(NamedTuple):
    """Options of reopened-terminal-state."""

    tasks: bool = False
    """Report tasks that were ticked and are open again, too."""


@check(
    "HL824",
    "reopened-terminal-state",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("since",),
    options=Options,
)
def reopened_terminal_state(project: Project, options: Options) -> Iterator[Violation]:
    """What had passed or was done is open again, and nothing says why."""
    for one in reopened(project, with_tasks=options.tasks):
        yield Violation(
            one.now.at,
            f"{one.what} `{one.now.key}` was `{one.was}` and is `{one.state}`; "
            f"{_REPAIRS[one.what]}",
        )
