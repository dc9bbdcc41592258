"""HL511 missing-evidence-source. Its page and its tests are in `missing_evidence_source.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from harness_lint.check import check
from harness_lint.findings import Violation, replacement
from harness_lint.project.index import Project, beside


@check("HL511", "missing-evidence-source", subject=Project, since="0.1", needs=("evidence",))
def missing_evidence_source(project: Project) -> Iterator[Violation]:
    """A path listed as source evidence does not exist."""
    for fact in project.facts("evidence"):
        near = beside(fact.at.path, fact.key)
        if project.tree.exists(normpath(fact.key)):
            continue
        if near is None or not project.tree.exists(near):
            meant = project.links.only_namesake(normpath(fact.key))
            repair = f"did you mean `{meant}`?" if meant else "correct the path or drop it"
            fix = replacement(fact.at, fact.at.text, fact.key, meant) if meant else None
            yield Violation(fact.at, f"`{fact.key}` does not exist; {repair}", fix=fix)
