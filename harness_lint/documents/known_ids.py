"""The IDs that a task list defines or lists anywhere: what a reference may name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from harness_lint.documents.id_ranges import IdReference, find_ids, split_id
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.tasks import Tasks
from harness_lint.pattern import pattern

_LEAD = pattern(r"^[\s>|#*_`~+-]*(?:\d+[.)]\s+)?(?:\[.?\]\s*)?[\s*_`~✅☑✔❌⏳🔲⬜☐]*", re.MULTILINE)
_MARKS = "|#[✅☑✔❌⏳🔲⬜☐-*+.)"
_FEW = 3
"""A prefix with fewer tasks than that may have its tasks elsewhere."""


class KnownIds:
    """Every ID that leads a line, a heading, an item or a row, and the numbers of the groups."""

    def __init__(self, tasks: Tasks) -> None:
        self._is_data = tasks.is_data
        # not the list, which holds this: nothing would let go of the two
        self._text, self._pattern = _searched(tasks) if isinstance(tasks, TaskList) else ("", "")
        self._ids = {*tasks.ids, *tasks.group_by_id}
        self._by_number: dict[tuple[str, int], str] = {}
        self._prefixes: Counter[str] = Counter()
        for name in (*tasks.ids, *tasks.group_by_id):
            parts = split_id(name)
            if parts is not None:
                self._prefixes[parts[0]] += 1
                self._by_number.setdefault((parts[0], int(parts[1])), name)
        self._groups = set(tasks.group_by_id)

    @cached_property
    def _listed(self) -> set[str]:
        """All IDs: those that only lead a line are looked for where the others do not tell."""
        return self._ids | _leading(self._text, self._pattern) if self._pattern else self._ids

    @cached_property
    def _stems(self) -> set[str]:
        return {parts[0] + parts[1] for parts in filter(None, map(split_id, self._listed))}

    def lacks(self, name: str) -> bool:
        """Whether *name* should be here and is not.

        IDs with another prefix belong elsewhere; one that others extend (``T014`` beside
        ``T014a``) stands for them, and ``WP1`` for the package ``WP01``.
        """
        if self._is_data:
            return name not in self._ids
        parts = split_id(name)
        if name in self._ids or name.upper() in self._ids or parts is None or parts[2]:
            return False
        if self._prefixes[parts[0]] < _FEW or self.nearest(name) in self._groups:
            return False
        listed = self._listed
        return name not in listed and name.upper() not in listed and name not in self._stems

    def nearest(self, name: str) -> str | None:
        """Return the ID of the same number, with more or fewer noughts, that may be meant."""
        parts = split_id(name)
        return self._by_number.get((parts[0], int(parts[1]))) if parts is not None else None


def _searched(tasks: TaskList) -> tuple[str, str]:
    """Return the text in which IDs may lead a line, and their pattern."""
    shape = tasks.shape
    return tasks.source.text, "|".join(filter(None, (shape.id, shape.group_id)))


def _leading(text: str, pattern: str) -> set[str]:
    """Return the IDs at the start of a line of *text*, ranges with all their members."""
    leads = {match.end(): match[0] for match in _LEAD.finditer(text)}
    return {
        name
        for reference in find_ids(text, pattern)
        if _lists(leads.get(reference.start), reference)
        for name in reference.ids()
    }


def _lists(lead: str | None, reference: IdReference) -> bool:
    """Whether what stands before an ID on its line makes the line a listing of it.

    A bullet is enough for one ID; a range may open any sentence, and must have a box or a cell.
    """
    if lead is None:
        return False
    return any(mark in lead for mark in ("|#[✅☑✔❌⏳" if reference.is_range else _MARKS))
