"""HL412 overclaimed-item. Its page and its tests are in `overclaimed_item.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check("HL412", "overclaimed-item", subject=Project, since="0.1", needs=("claim", "definition"))
def overclaimed_item(project: Project) -> Iterator[Violation]:
    """An item is claimed more often than its kind allows."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.EXCESS or link.target is None:
            continue
        others = [
            other
            for other in graph.incoming[link.target]
            if other.role == link.role and other.status is Status.OK
        ]
        first = others[0]
        owner = graph.items.get(first.source)
        name = owner.local if owner is not None else first.source
        yield Violation(
            link.at,
            f"`{link.key}` is already claimed by {first.source_kind} `{name}`; "
            "leave it to the one that completes it",
            (Related(first.at, f"claimed by `{name}` here"),),
        )
