"""Whether two entries with one ID are one task: re-listings and summaries repeat the title."""

from __future__ import annotations

import re

from harness_lint.documents.task import Task
from harness_lint.documents.task_paths import without_paths
from harness_lint.documents.tasks import Tasks
from harness_lint.pattern import pattern

_WORD = pattern(r"[^\W_]+")
_ENOUGH = 2 / 3
"""Share of the shorter title's words that the other has too."""

_RELISTING = pattern(
    r"\b(?:summary|summar(?:y|ies)|overview|index|reference|mvp|checklist|progress|status|matrix|"
    r"roadmap|schedule|timeline|parallel|execution|order|strategy|dependenc(?:y|ies)|breakdown|"
    r"statistics|changelog|change log|notes|tracking|coverage|mapping)\b",
    re.IGNORECASE,
)
"""Titles of sections in which tasks are listed again."""


def is_relisting(task: Task, first: Task) -> bool:
    """Whether *task* names *first* again: nearly the same words, or a section that lists again."""
    if _same_words(task.title.value, first.title.value):
        return True
    if task.section is None:
        return False
    titles = (task.section.title, *(section.title for section in task.section.ancestors()))
    return task.group is None and any(_RELISTING.search(title) for title in titles[:-1] or titles)


def _same_words(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    if not first or not second:
        return True
    return len(first & second) >= _ENOUGH * min(len(first), len(second))


def _words(title: str) -> set[str]:
    return set(_WORD.findall(without_paths(title).casefold()))


def ids_restart(tasks: Tasks) -> bool:
    """Whether every group numbers its tasks from the start again."""
    if tasks.shape.ordinal_scope == "group":
        return True
    firsts = [group.tasks[0].id for group in tasks.groups if group.tasks]
    names = [first.value for first in firsts if first is not None]
    return len(names) > 1 and names.count(names[0]) * 2 > len(names)
