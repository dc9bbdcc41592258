"""HL422 suspect-link. Its page and its tests are in `suspect_link.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.changes import changed_words
from harness_lint.project.trace.values import Status


@check(
    "HL422",
    "suspect-link",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("claim", "definition"),
)
def suspect_link(project: Project) -> Iterator[Violation]:
    """The item that a claim names reads otherwise than when the claim was reviewed."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.SUSPECT or link.target is None:
            continue
        item = graph.items[link.target]
        change = changed_words(graph.reviewed[item.id].text, item.text)
        yield Violation(
            link.at,
            f"`{link.key}` has changed since this was reviewed: {change}; "
            f"make this follow it, then run `harness-lint trace review {item.id}`",
            (Related(item.at, "it reads so now"),),
        )
