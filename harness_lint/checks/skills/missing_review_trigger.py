"""HL518 missing-review-trigger. Its page and its tests are in `missing_review_trigger.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Violation
from harness_lint.packs.patterns import compile_pattern


@check("HL518", "missing-review-trigger", subject=Skill, since="0.1")
def missing_review_trigger(skill: Skill) -> Iterator[Violation]:
    """The review section of a gate skill names no event and no date."""
    trigger = skill.family.data.get("review-trigger", "")
    values = skill.values_for("review")
    if not trigger or not values:
        return
    if not any(compile_pattern(trigger).search(value.value) for value in values):
        yield Violation(
            values[0].at, "no event and no date for a review; say when the skill is looked at again"
        )
