"""HL405 id-out-of-scope. Its page and its tests are in `id_out_of_scope.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation, replacement
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Status


@check("HL405", "id-out-of-scope", subject=Project, since="0.1", needs=("claim", "definition"))
def id_out_of_scope(project: Project) -> Iterator[Violation]:
    """A claim names an ID that only another scope defines, and does not say so."""
    graph = project.trace
    for link in graph.judged:
        if link.status is not Status.OUT_OF_SCOPE or link.target is None:
            continue
        if not link.claim.values.get("explicit"):
            continue
        item = graph.items[link.target]
        scope = str(link.claim.values.get("scope"))
        yield Violation(
            link.at,
            f"`{link.key}` is not defined in `{scope}`; if the one of `{item.scope}` is meant, "
            f"write `{item.id}`",
            (Related(item.at, "defined here"),),
            replacement(link.at, link.at.text, link.key, item.id),
        )
