"""HL512 misnumbered-steps. Its page and its tests are in `misnumbered_steps.md`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.fences import fence_reading
from harness_lint.documents.skill import Skill
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.markdown.nodes import Item, ListBlock
from harness_lint.pattern import pattern
from harness_lint.source import Span

STEP_TITLE = pattern(
    r"\W{0,8}(step|phase|stage)\s{1,4}(\d{1,3})(?:\s?(?:-|–|—|to|through|and|&)\s?(\d{1,3}))?"
    r"(?!\w|\.\d)",
    re.IGNORECASE,
)
"""``Step 3``, ``Phase 5–6``; never ``Step 2.5`` or ``Step 2a``."""

REFERENCE = pattern(
    r"\b(?:(?:return|go|jump|skip|back|proceed|continue|repeat|restart)\s(?:back\s)?"
    r"(?:to\s|from\s|with\s|at\s)?step\s(\d{1,3})|step\s(\d{1,3})\s(?:above|below))"
    r"(?!\s(?:of|in)\b)(?!\w|\.\d)",
    re.IGNORECASE,
)
"""A reference that can only mean a step of the same document."""


@check("HL512", "misnumbered-steps", subject=Skill, since="0.1")
def misnumbered_steps(skill: Skill) -> Iterator[Violation]:
    """A step repeats or skips a number, or a reference names a step that is not there."""
    fences = _Fences(skill)
    for visit in skill.visits:
        block = visit.block
        if isinstance(block, ListBlock) and block.is_ordered and not visit.is_quoted:
            yield from _in_list(skill, block.items, fences)
    yield from _in_titles(skill, fences)
    yield from _in_references(skill)


def _in_list(skill: Skill, items: Sequence[Item], fences: _Fences) -> Iterator[Violation]:
    """Yield the first item of a list that does not count on; later ones follow from it."""
    numbers = [item.number for item in items if item.number is not None]
    if len(numbers) != len(items) or len(set(numbers)) == 1 or _counts_down(numbers):
        return
    for index in range(1, len(numbers)):
        if numbers[index] != numbers[index - 1] + 1:
            start, end = items[0].span.start, items[index].span.start
            if not skill.is_example(end) and not fences.touch(Span(start, end)):
                at = _digits(skill, items[index])
                message = _message("step", numbers[index - 1], numbers[index])
                yield Violation(at, message, fix=_fix(skill, items, index))
            return


class _Fences:
    """The fences of a skill that are not read as they are meant. Worked out when asked for."""

    def __init__(self, skill: Skill) -> None:
        self.skill = skill

    @cached_property
    def spans(self) -> list[Span]:
        """The first character of each fence that is cut off, and each fence that ends early."""
        unclosed = [
            Span(block.span.start, block.span.start + 1)
            for block in self.skill.code_blocks
            if block.fence and not block.is_closed
        ]
        end = len(self.skill.source.data)
        nests = fence_reading(self.skill).nests
        early = [Span(n.outer.at.start, n.end.at.end if n.end else end) for n in nests]
        return sorted(unclosed + early)

    @cached_property
    def reach(self) -> list[int]:
        """How far each of the spans and all before it reach."""
        return list(accumulate((span.end for span in self.spans), max))

    def touch(self, span: Span) -> bool:
        """Whether one of them overlaps *span*: some of its steps are code."""
        number = bisect_left(self.spans, Span(span.end, 0)) - 1
        return number >= 0 and self.reach[number] > span.start


def _counts_down(numbers: Sequence[int]) -> bool:
    return all(later < earlier for earlier, later in pairwise(numbers))


def _message(word: str, before: int, found: int) -> str:
    if found == before:
        return f"{word} {found} comes twice; {before + 1} would be next"
    return f"{word} {found} comes after {before}; {before + 1} would be next"


def _digits(skill: Skill, item: Item) -> Span:
    marker = skill.source.data[item.marker.start : item.marker.end]
    return Span(item.marker.start, item.marker.start + len(marker.rstrip(b".) \t")))


def _fix(skill: Skill, items: Sequence[Item], index: int) -> Fix | None:
    """Return what counts on from *index*; None if a longer number would push text to the right."""
    first = items[index - 1].number or 0
    edits = []
    for offset, item in enumerate(items[index:], 1):
        at = _digits(skill, item)
        number = str(first + offset)
        if len(number) > at.end - at.start:
            return None
        if skill.source.slice(at) != number:
            edits.append(Edit(at, number))
    referred = b"step " in skill.source.data.lower()
    applicability = Applicability.UNSAFE if referred else Applicability.SAFE
    return Fix("Number the steps in order", tuple(edits), applicability)


class _Title(NamedTuple):
    word: str
    first: int
    last: int
    at: Span


def _in_titles(skill: Skill, fences: _Fences) -> Iterator[Violation]:
    runs: dict[tuple[int, int, str], list[_Title]] = defaultdict(list)
    for section in skill.outline.sections:
        match = STEP_TITLE.match(section.title)
        if match is None or skill.is_example(section.span.start):
            continue
        first, last = int(match[2]), int(match[3] or match[2])
        key = (id(section.parent), section.level, match[1].casefold())
        runs[key].append(_Title(match[1].casefold(), first, last, section.heading.content))
    for titles in runs.values():
        for violation, over in _in_run(titles):
            if not fences.touch(over):
                yield violation


def _in_run(titles: Sequence[_Title]) -> Iterator[tuple[Violation, Span]]:
    """Yield the first title that repeats a number or leaves out one behind two that count on.

    With the stretch from the title before it.
    """
    for index in range(2, len(titles)):
        earlier, before, title = titles[index - 2 : index + 1]
        if before.first != earlier.last + 1:
            continue
        if title.first in (before.last, before.last + 2):
            words = _message(title.word, before.last, title.first)
            yield Violation(title.at, words), Span(before.at.start, title.at.start)
            return


def _in_references(skill: Skill) -> Iterator[Violation]:
    if not REFERENCE.search(skill.source.text):
        return
    last = max((item.number or 0 for item in skill.items), default=0)
    for leaf in skill.leaves:
        for match in REFERENCE.finditer(leaf.prose.words):
            number = int(match[1] or match[2])
            if 2 <= last < number and not _is_known(skill, number):
                at = leaf.prose.span(match.start(), match.end())
                yield Violation(at, f"there is no step {number}; the last one is {last}")


def _is_known(skill: Skill, number: int) -> bool:
    """Whether *number* leads a line, stands in a title, or is called a step in another way."""
    text = skill.source.text
    if re.search(rf"^[^\w\n]{{0,12}}(?:step\s)?{number}\b", text, re.MULTILINE | re.IGNORECASE):
        return True
    if any(re.search(rf"\b{number}\b", section.title) for section in skill.outline.sections):
        return True
    called = re.findall(rf"\bsteps?[\s-]{number}\b", text, re.IGNORECASE)
    referred = [m for m in REFERENCE.finditer(text) if int(m[1] or m[2]) == number]
    return len(called) > len(referred)
