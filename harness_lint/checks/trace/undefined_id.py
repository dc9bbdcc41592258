"""HL401 undefined-id. Its page and its tests are in `undefined_id.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Related, Violation, replacement
from harness_lint.project.index import Project
from harness_lint.project.trace.neighbours import Neighbours
from harness_lint.project.trace.values import Link, Status


@check("HL401", "undefined-id", subject=Project, since="0.1", needs=("claim", "definition"))
def undefined_id(project: Project) -> Iterator[Violation]:
    """A claim names an ID that is defined nowhere in its scope."""
    neighbours = Neighbours(project.trace)
    for link in project.trace.judged:
        if link.status is not Status.UNDEFINED or link.is_foreign or _is_anothers(link):
            continue
        if not link.claim.values.get("explicit") and not _is_meant_here(link, neighbours):
            continue
        yield _violation(link, neighbours)


def _is_meant_here(link: Link, neighbours: Neighbours) -> bool:
    """Whether an ID in running text continues those that are defined where it looks."""
    return neighbours.has_area(link) and not neighbours.is_far_beyond(link)


def _violation(link: Link, neighbours: Neighbours) -> Violation:
    nearest = neighbours.nearest(link)
    home = neighbours.home(link)
    related = (Related(home.at, f"`{home.local}` is defined here"),) if home is not None else ()
    message, fix = f"`{link.key}` is defined nowhere", None
    if nearest is not None:
        message += f"; did you mean `{nearest.local}`?"
        related = (Related(nearest.at, f"`{nearest.local}` is defined here"),)
        fix = replacement(link.at, link.at.text, link.key, nearest.local)
    elif home is not None:
        message += f"; {neighbours.range_of(link)}"
    return Violation(link.at, message, related, fix)


def _is_anothers(link: Link) -> bool:
    """Whether another check judges it: stories (HL318), hand-offs (HL811), states (HL816)."""
    kinds = link.claim.values.get("kinds")
    return kinds == ["story"] or link.source_kind in ("handoff", "state")
