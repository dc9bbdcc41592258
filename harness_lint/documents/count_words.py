"""The words around a stated number: whether it is a claim at all, and how to answer it."""

from __future__ import annotations

import re

from harness_lint.documents.count_patterns import HEDGE, OF_ALL, PART
from harness_lint.markdown.nodes import Leaf
from harness_lint.markdown.outline import Section


def are(number: int) -> str:
    """Return the verb for *number* tasks."""
    return "is" if number == 1 else "are"


def stand(number: int) -> str:
    """Say that *number* tasks stand somewhere."""
    return "1 stands" if number == 1 else f"{number} stand"


def tasks_that(number: int, of_one: str, of_many: str) -> str:
    """Say something of *number* tasks."""
    return f"1 task {of_one}" if number == 1 else f"{number} tasks {of_many}"


def is_part(section: Section | None) -> bool:
    """Whether *section* speaks of a part of the work only, by its title."""
    if section is None:
        return False
    return any(PART.search(one.title) for one in (section, *section.ancestors()))


def is_hedged(leaf: Leaf, at: int) -> bool:
    """Whether the words just before *at*, on its line, hedge the number."""
    text = leaf.prose.value
    start = max(text.rfind("\n", 0, at), text.rfind(". ", 0, at), text.rfind("; ", 0, at), 0)
    return HEDGE.search(text[max(start, at - 60) : at]) is not None


def rest_of_line(leaf: Leaf, at: int) -> str:
    """Return what follows *at* on its line."""
    text = leaf.prose.value
    end = text.find("\n", at)
    return text[at : end if end >= 0 else len(text)]


def speaks_of_all(text: str, match: re.Match[str]) -> bool:
    """Whether the clause is about the whole: it opens its sentence, or sums up the tasks."""
    before = text[: match.start()].rstrip()
    line = before[before.rfind("\n") + 1 :]
    return not line or OF_ALL.search(line) is not None
