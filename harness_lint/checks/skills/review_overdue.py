"""HL513 review-overdue. Its page and its tests are in `review_overdue.md`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.index import Project


@check(
    "HL513",
    "review-overdue",
    subject=Project,
    since="0.1",
    needs=("review-date",),
    severity=Severity.WARNING,
)
def review_overdue(project: Project) -> Iterator[Violation]:
    """The date by which a skill wants to be reviewed, or expires, has passed."""
    for fact in project.facts("review-date"):
        if date.fromisoformat(fact.key) < project.today:
            words = f"it was to be reviewed by `{fact.values['words']}`"
            yield Violation(fact.at, f"{words}; review the skill and name the next date")
