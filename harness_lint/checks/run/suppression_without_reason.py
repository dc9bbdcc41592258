"""HL902 suppression-without-reason. Its page and its tests are in its `.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.run import Run

SUPPRESSING = frozenset({"disable", "disable-line", "disable-next-line", "disable-file"})


@check("HL902", "suppression-without-reason", subject=Run, since="0.1", severity=Severity.INFO)
def suppression_without_reason(run: Run) -> Iterator[Violation]:
    """A suppression does not say why it stands there."""
    for use in run.directives:
        action = use.directive.key
        if action in SUPPRESSING and not use.directive.values["reason"]:
            yield Violation(
                use.directive.at,
                f"`{action}` gives no reason; write it behind the rules: ` -- <reason>`",
            )
