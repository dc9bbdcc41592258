"""HL701 broken-link. Its page and its tests are in `broken_link.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.project.index import Project
from harness_lint.project.links import Outcome, Target, rewritten, written_from


@check("HL701", "broken-link", subject=Project, since="0.1", needs=("link",))
def broken_link(project: Project) -> Iterator[Violation]:
    """A link leads to a file or a folder that does not exist."""
    for target in project.links.of(Outcome.MISSING):
        fact = target.fact
        near = project.links.meant_by(target)
        if near is None:
            what = "import" if fact.values["kind"] == "import" else "link"
            message = f"`{fact.key}` does not exist; correct the {what} or drop it"
            yield Violation(fact.at, message)
        else:
            meant = written_from(fact.at.path, near, fact.key)
            message = f"`{fact.key}` does not exist; did you mean `{meant}`?"
            yield Violation(fact.at, message, fix=_fix(target, meant))


def _fix(target: Target, meant: str) -> Fix | None:
    text = rewritten(target.fact, meant)
    if text is None:
        return None
    edits = (Edit(target.fact.at, text),)
    return Fix(f"Link to `{meant}`", edits, Applicability.UNSAFE)
