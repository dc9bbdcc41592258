"""HL507 overlapping-descriptions. Its page and its tests are in `overlapping_descriptions.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

FILLERS = frozenset(
    [
        "a",
        "an",
        "and",
        "for",
        "in",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "use",
        "used",
        "when",
        "with",
        "your",
    ]
)
"""Words that tell no skill from another."""


@check(
    "HL507",
    "overlapping-descriptions",
    subject=Project,
    since="0.1",
    needs=("skill",),
    severity=Severity.INFO,
)
def overlapping_descriptions(project: Project) -> Iterator[Violation]:
    """Two skills of one skills folder have descriptions of the same words."""
    first: dict[tuple[str, frozenset[str]], Fact] = {}
    for fact in project.facts("skill"):
        words = _words(str(fact.values["description"]))
        if len(words) < 3:
            continue
        key = (dirname(str(fact.values["folder"])), words)
        earlier = first.setdefault(key, fact)
        if earlier is not fact:
            yield Violation(
                fact.at,
                f"`{fact.key}` and `{earlier.key}` have descriptions of the same words; "
                "say what tells them apart",
                related=(Related(earlier.at, "the other skill"),),
            )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold())) - FILLERS
