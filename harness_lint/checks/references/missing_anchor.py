"""HL702 missing-anchor. Its page and its tests are in `missing_anchor.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.missing_anchors import missing_anchors


@check("HL702", "missing-anchor", subject=Project, since="0.1", needs=("anchor-link",))
def missing_anchor(project: Project) -> Iterator[Violation]:
    """A link leads to a heading that its document does not have."""
    for missing in missing_anchors(project):
        fact, near = missing.link, missing.near
        where = f"in `{fact.key}`" if fact.key else "here"
        message = f"no heading {where} gives the anchor `#{missing.fragment}`"
        if not near:
            yield Violation(fact.at, f"{message}; correct it or drop it")
        else:
            fix = _fix(fact, missing.fragment, near)
            yield Violation(fact.at, f"{message}; did you mean `#{near}`?", fix=fix)


def _fix(link: Fact, fragment: str, near: str) -> Fix | None:
    written = link.at.text
    if not written.endswith(f"#{fragment}"):
        return None
    text = written.removesuffix(fragment) + near
    return Fix(f"link to `#{near}`", (Edit(link.at, text),), Applicability.UNSAFE)
