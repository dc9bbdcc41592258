"""Links to headings that are not there, in the document itself or in another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.anchors import Anchors
from harness_lint.project.facts import Fact
from harness_lint.project.links import Outcome, Target

if TYPE_CHECKING:
    from harness_lint.project.index import Project


class MissingAnchor(NamedTuple):
    """A link to a heading that its document does not have."""

    link: Fact
    fragment: str
    near: str
    """The one anchor that is most likely meant; empty if there is none."""


def missing_anchors(project: Project) -> Iterator[MissingAnchor]:
    """Yield the links whose document is read, and has no such heading; by path and offset."""
    known: dict[str, Anchors] = {}
    for fact, path in _documents(project):
        fragment = str(fact.values["fragment"])
        anchors = known.get(path) or known.setdefault(path, _anchors_at(project, path))
        loosely = project.links.is_site(path) or project.links.is_site(fact.at.path)
        if not anchors.offers(fragment, loosely=loosely):
            yield MissingAnchor(fact, fragment, anchors.near(fragment))


def _documents(project: Project) -> Iterator[tuple[Fact, str]]:
    """Yield each link with a fragment, and the document that it leads to."""
    targets = {target.fact.at: target for target in project.links.targets}
    for fact in project.facts("anchor-link"):
        target = targets.get(fact.at)
        if target is None:
            yield fact, fact.at.path
        elif _is_read(target, project):
            yield fact, target.path


def _is_read(target: Target, project: Project) -> bool:
    """Whether *target* is a document of which the headings are known."""
    is_markdown = target.path.lower().endswith(_HAS_HEADINGS)
    return target.outcome is Outcome.THERE and is_markdown and target.path in project.sources


_HAS_HEADINGS = (".md", ".markdown", ".mdc")


def _anchors_at(project: Project, path: str) -> Anchors:
    facts = project.lookup("anchors", path)
    if not facts:
        return Anchors((), ())
    values = facts[0].values
    ids = values["ids"]
    names = [str(one) for one in ids] if isinstance(ids, Sequence) else []
    return Anchors(str(values["titles"]).split("\n"), names)
