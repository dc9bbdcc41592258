"""HL505 description-without-trigger. Its page and its tests are in the page of that name."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Severity, Violation
from harness_lint.pattern import pattern

TRIGGER = pattern(
    r"(?i)\b(?:use[ds]?|using|when(?:ever)?|if|before|after|during|while|for|trigger(?:s|ed)?|"
    r"invoke[ds]?|activate[ds]?|asked|asks|mentions?)\b|当|时|用于|場合|とき|使用"
)
"""Words with which a description says when its skill is to be used."""


@check(
    "HL505",
    "description-without-trigger",
    subject=Skill,
    since="0.1",
    severity=Severity.INFO,
)
def description_without_trigger(skill: Skill) -> Iterator[Violation]:
    """A description says what a skill does, but not when to use it."""
    description = skill.description
    if description is None or not description.value or skill.sections_for("activate"):
        return
    if not TRIGGER.search(description.value):
        yield Violation(
            description.at, "the description does not say when to use the skill; add `Use when …`"
        )
