"""HL510 contradictory-activation. Its page and its tests are in `contradictory_activation.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import Item
from harness_lint.source import Span

FILLERS = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "be",
        "being",
        "you",
        "your",
        "we",
        "when",
        "if",
        "then",
        "this",
        "that",
        "it",
    ]
)
"""Words that do not change the case. Negations are none of them."""


@check("HL510", "contradictory-activation", subject=Skill, since="0.1")
def contradictory_activation(skill: Skill) -> Iterator[Violation]:
    """The same case stands under *activate* and under *do not activate*."""
    cases: dict[tuple[str, ...], Span] = {}
    for item in skill.items_for("activate"):
        words = _words(item)
        if words:
            cases.setdefault(words, _place(item))
    for item in skill.items_for("do-not-activate"):
        place = cases.get(_words(item))
        if place is not None:
            yield Violation(
                _place(item),
                "this case stands under both headings; it activates the skill and forbids it",
                related=(Related(place, "here it activates the skill"),),
            )


def _words(item: Item) -> tuple[str, ...]:
    """Return the words of the case, folded, without articles, in order."""
    if item.paragraph is None:
        return ()
    words = re.findall(r"\w+", item.paragraph.prose.value.casefold())
    return tuple(_singular(word) for word in words if word not in FILLERS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _place(item: Item) -> Span:
    return item.paragraph.content if item.paragraph is not None else item.span
