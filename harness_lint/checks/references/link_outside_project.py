"""HL705 link-outside-project. Its page and its tests are in `link_outside_project.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.project.index import Project
from harness_lint.project.links import Outcome, Target, rewritten, written_from


@check("HL705", "link-outside-project", subject=Project, since="0.1", needs=("link",))
def link_outside_project(project: Project) -> Iterator[Violation]:
    """A relative link leads out of the project."""
    for target in project.links.of(Outcome.OUTSIDE):
        fact = target.fact
        near = project.links.meant_by(target)
        repair, fix = "link to its address or to a copy inside", None
        if near is not None:
            meant = written_from(fact.at.path, near, fact.key)
            repair, fix = f"did you mean `{meant}`?", _fix(target, meant)
        yield Violation(fact.at, f"`{fact.key}` leads out of the project; {repair}", fix=fix)


def _fix(target: Target, meant: str) -> Fix | None:
    text = rewritten(target.fact, meant)
    if text is None:
        return None
    return Fix(f"Link to `{meant}`", (Edit(target.fact.at, text),), Applicability.UNSAFE)
