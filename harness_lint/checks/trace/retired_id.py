"""HL406 retired-id. Its page and its tests are in `retired_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.lanes import Lanes, lanes_of, state_of
from harness_lint.project.trace.values import Link, Status
from harness_lint.project.trace.work import is_done, progress_in


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
    kept = [link for link in graph.judged if _is_to_be_judged(link)]
    lanes = lanes_of(project) if kept else {}
    for link in kept:
        if link.target is not None and not _is_history(link, project, lanes):
            yield Violation(
                link.at,
                f"`{link.key}` is retired; remove it here, or name what took its place",
                (Related(graph.items[link.target].at, "retired here"),),
            )


def _is_to_be_judged(link: Link) -> bool:
    """Whether it claims in so many words, by a document that does not know what became of it."""
    values = link.claim.values
    return (
        link.status is Status.RETIRED
        and bool(values.get("explicit"))
        and not values.get("says_gone")
    )


def _is_history(link: Link, project: Project, lanes: Lanes) -> bool:
    """Whether what claims is done, or put away: it tells what was built, and when."""
    if "archive" in link.at.path.split("/"):
        return True
    source = project.trace.items.get(link.source)
    if source is None:
        return False
    return (
        is_done(source, progress_in(project, source.at.path)) is True
        or state_of(lanes.get((source.scope, source.local), "")) == "done"
    )
