"""HL421 outdated-link. Its page and its tests are in `outdated_link.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check("HL421", "outdated-link", subject=Project, since="0.1", needs=("claim", "definition"))
def outdated_link(project: Project) -> Iterator[Violation]:
    """A claim names another revision of an item than the current one."""
    graph = project.trace
    for link in graph.judged:
        if link.status not in (Status.OUTDATED, Status.PREDATED) or link.target is None:
            continue
        item = graph.items[link.target]
        current = item.revision if item.revision is not None else 1
        named = link.claim.values.get("revision")
        remedy = (
            f"bring it up to revision {current}, then name that"
            if link.status is Status.OUTDATED
            else "a revision that does not exist yet cannot be met"
        )
        yield Violation(
            link.at,
            f"`{link.key}` is at revision {current}, not {named}; {remedy}",
            (Related(item.at, "the current revision"),),
        )
