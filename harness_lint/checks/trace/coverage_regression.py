"""HL431 coverage-regression. Its page and its tests are in `coverage_regression.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import State

ORDER = [State.VIOLATED, State.GAP, State.PLANNED, State.IMPLEMENTED, State.TESTED, State.PROVEN]
"""From the worst to the best; retired and waived items are not compared."""


@check("HL431", "coverage-regression", subject=Project, since="0.1", needs=("baseline-items",))
def coverage_regression(project: Project) -> Iterator[Violation]:
    """An item is covered worse than when the baseline was written."""
    for identifier, coverage in project.coverage.items():
        before = project.settings.baseline_items.get(identifier, "")
        if before not in ORDER or coverage.state not in ORDER:
            continue
        if ORDER.index(coverage.state) < ORDER.index(State(before)):
            item = project.trace.items[identifier]
            missing = f"; it lacks {coverage.missing[0]}" if coverage.missing else ""
            yield Violation(
                item.at,
                f"`{item.local}` was {before} when the baseline was written, "
                f"and is {coverage.state}: {coverage.why}{missing}",
            )
