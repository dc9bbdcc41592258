"""HL521 outside-specification. Its page and its tests are in `outside_specification.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from harness_lint.check import check
from harness_lint.documents.skill import FILE_NAME, Skill
from harness_lint.findings import Severity, Violation


@check("HL521", "outside-specification", subject=Skill, since="0.1", severity=Severity.INFO)
def outside_specification(skill: Skill) -> Iterator[Violation]:
    """The reference validator of agentskills.io refuses a skill."""
    if basename(skill.path) != FILE_NAME:
        return
    from harness_lint.documents.skill_specification import refusals_of

    for refusal in refusals_of(skill):
        yield Violation(refusal.at, refusal.message, fix=refusal.fix)
