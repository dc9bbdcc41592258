"""HL704 path-case-mismatch. Its page and its tests are in `path_case_mismatch.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Edit, Fix, Violation
from harness_lint.project.index import Project
from harness_lint.project.links import Outcome, rewritten, written_from


@check("HL704", "path-case-mismatch", subject=Project, since="0.1", needs=("link",))
def path_case_mismatch(project: Project) -> Iterator[Violation]:
    """A link leads to a file only where upper and lower case do not count."""
    for target in project.links.of(Outcome.OTHER_CASE):
        fact = target.fact
        right = written_from(fact.at.path, target.path, fact.key)
        text = rewritten(fact, right)
        fix = Fix(f"Write `{right}`", (Edit(fact.at, text),)) if text is not None else None
        message = f"`{fact.key}` does not exist on file systems that tell case; write `{right}`"
        yield Violation(fact.at, message, fix=fix)
