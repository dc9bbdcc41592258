"""HL402 duplicate-id-definition. Its page and its tests are in `duplicate_id_definition.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.index import Project


@check("HL402", "duplicate-id-definition", subject=Project, since="0.1", needs=("definition",))
def duplicate_id_definition(project: Project) -> Iterator[Violation]:
    """An ID is defined twice in one scope, for two different things."""
    for first, second in project.trace.duplicates:
        yield Violation(
            second.at,
            f"`{second.key}` is already defined; give one of the two another ID",
            (Related(first.at, "first defined here"),),
        )
