"""HL404 ambiguous-id. Its page and its tests are in `ambiguous_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check("HL404", "ambiguous-id", subject=Project, since="0.1", needs=("claim", "definition"))
def ambiguous_id(project: Project) -> Iterator[Violation]:
    """A claim from outside names an ID that several scopes define."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.AMBIGUOUS or not link.claim.values.get("explicit"):
            continue
        kinds = link.claim.values.get("kinds")
        meant = [
            item for item in graph.named(link.key) if isinstance(kinds, list) and item.kind in kinds
        ]
        names = " or ".join(f"`{item.id}`" for item in meant[:2])
        more = f" or one of {len(meant) - 2} more" if len(meant) > 2 else ""
        yield Violation(
            link.at,
            f"`{link.key}` may be {names}{more}; write which",
            tuple(Related(item.at, f"`{item.id}` is defined here") for item in meant[:2]),
        )
