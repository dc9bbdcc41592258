"""HL406 retired-id. Its page and its tests are in `retired_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check(
    "HL406",
    "retired-id",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("claim", "definition"),
)
def retired_id(project: Project) -> Iterator[Violation]:
    """A claim names an ID whose definition says that it is no more."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.RETIRED or link.target is None:
            continue
        if not link.claim.values.get("explicit"):
            continue
        yield Violation(
            link.at,
            f"`{link.key}` is retired; remove it here, or name what took its place",
            (Related(graph.items[link.target].at, "retired here"),),
        )
