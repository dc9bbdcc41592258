"""HL703 missing-path. Its page and its tests are in `missing_path.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Severity, Violation, replacement
from harness_lint.project.index import Project


@check(
    "HL703",
    "missing-path",
    subject=Project,
    since="0.1",
    needs=("reading", "named-path"),
    severity=Severity.INFO,
)
def missing_path(project: Project) -> Iterator[Violation]:
    """Instructions send to a file that does not exist, or a document names one in its place."""
    for fact in project.facts("reading"):
        if project.links.is_absent(fact.at.path, fact.key):
            yield Violation(fact.at, f"`{fact.key}` does not exist; correct the path or drop it")
    if not project.facts("named-path"):
        return
    from harness_lint.project.named_paths import missing_named_paths

    for fact, near in missing_named_paths(project):
        repair = f"did you mean `{near}`?" if near else "correct the path or drop it"
        fix = replacement(fact.at, fact.at.text, fact.key, near) if near else None
        yield Violation(fact.at, f"`{fact.key}` does not exist; {repair}", fix=fix)
