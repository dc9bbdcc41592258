"""HL504 description-too-long. Its page and its tests are in `description_too_long.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Violation


class Options(NamedTuple):
    """The limit. Source: agentskills.io/specification, `description` field (2026-08-15)."""

    max_characters: int = 1024
    """The longest description that clients take."""


@check("HL504", "description-too-long", subject=Skill, since="0.1", options=Options)
def description_too_long(skill: Skill, options: Options) -> Iterator[Violation]:
    """A skill's description is longer than clients take."""
    description = skill.description
    if description is None or len(description.value) <= options.max_characters:
        return
    length, limit = len(description.value), options.max_characters
    yield Violation(
        description.at,
        f"the description has {length:,} characters; shorten it by {length - limit:,} to {limit:,}",
    )
