"""HL403 malformed-id. Its page and its tests are in `malformed_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation, replacement
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check(
    "HL403",
    "malformed-id",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("claim", "definition"),
)
def malformed_id(project: Project) -> Iterator[Violation]:
    """A claim spells an ID otherwise than its definition does."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.MALFORMED or link.target is None:
            continue
        if not link.claim.values.get("explicit"):
            continue
        item = graph.items[link.target]
        yield Violation(
            link.at,
            f"`{link.key}` is spelled `{item.local}` where it is defined",
            (Related(item.at, "defined here"),),
            replacement(link.at, link.at.text, link.key, item.local),
        )
