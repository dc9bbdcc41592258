"""What the project knows of a task list: its tasks, the groups they stand in, how far each is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.documents.phase_order import phase_order
from harness_lint.documents.scopes import scope_of
from harness_lint.documents.set_aside import is_set_aside
from harness_lint.documents.task import Task
from harness_lint.documents.work_state import is_open
from harness_lint.markdown.nodes import Item, ListBlock, Row, Table
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

DEPENDENCY_FIELDS = ("depends on", "dependencies", "blocked by", "depends", "dependency")
"""Fields of a task or a group that say what it waits for, folded."""

_NOTHING = pattern(r"(?i)[\s*_`]*(?:none|nothing|no dependenc\w+|n/a|—|–|-)(?![\w-])")

_STATES = (
    ("begun", r"in[ -_]?progress|wip|started|doing|ongoing|active|(?:in |for )?review|partial\w*"),
    ("skipped", r"cancell?ed|skipped|dropped|deferred|obsolete|superseded|won'?t do|n/?a"),
    ("blocked", r"blocked|on hold|waiting"),
    ("open", r"not|to[ -]?do|open|pending|planned|ready|backlog|draft|no|⬜|☐|🔲|⏳|❌"),
    ("done", r"done|completed?|finished|closed|merged|implemented|shipped|yes|✅|☑|✔|\[[xX]\]"),
)
_STATE = pattern(
    r"(?i)[\s*_`🟢🟡🔴🚧🔄]*(?:"
    + "|".join(rf"(?P<{name}>(?:{words})(?!\w))" for name, words in _STATES)
    + ")"
)
"""Words of a status that say how far a task is, at their start."""


def task_facts(document: TaskList) -> Iterator[Said]:
    """Yield the list itself, its groups and its tasks; its boxes where tasks carry no ID."""
    scope = scope_of(document.path, document.family)
    states = _States(document)
    for task in document.tasks:
        if task.id is not None:
            yield Said("task", task.id.value, task.id.at, _values(task, scope, document, states))
    if document.defines_ids:
        title = document.outline.title
        at = title.heading.content if title is not None else Span(0, 0)
        yield Said("task-list", title.title if title is not None else "", at, {"scope": scope})
        yield from _groups(document)
        if not document.tasks:
            yield from _boxes(document)


def _values(
    task: Task, scope: str, document: TaskList, states: _States
) -> dict[str, str | bool | list[str] | None]:
    section = task.section if not document.groups else None
    return {
        "done": task.done,
        "open": is_open(task),
        "title": task.title.value,
        "group": task.group.id.value if task.group is not None else states.group_of(task),
        "scope": scope,
        "section": section.title if section is not None else "",
        "state": states.of(task),
        "parallel": task.parallel is not None,
        "story": task.story.value if task.story is not None else "",
        "needs": _needs(task, document),
    }


def _needs(task: Task, document: TaskList) -> list[str] | None:
    """Return the IDs that *task* is said to wait for; None if nothing is said."""
    needs = document.needs.get(task.name)
    if needs is not None:
        return list(needs)
    if not task.fields:
        return None
    fields = (task.fields.get(key) for key in DEPENDENCY_FIELDS)
    says_none = any(field is not None and _NOTHING.match(field.value.value) for field in fields)
    return [] if says_none else None


def _groups(document: TaskList) -> Iterator[Said]:
    order = phase_order(document)
    for group in document.groups:
        name = group.id.value
        stated = document.needs.get(name)
        ordered = order.get(name)
        both = list(dict.fromkeys([*(stated or ()), *(ordered or ())]))
        values = {
            "kind": document.shape.group_kind,
            "title": group.title,
            "needs": None if stated is None and ordered is None else both,
        }
        yield Said("task-group", name, group.id.at, values)


class _States:
    """Says how far each task of a list is: done, open, begun, blocked, skipped."""

    def __init__(self, document: TaskList) -> None:
        self._document = document

    def of(self, task: Task) -> str:
        """Return the state of *task* by its box, its sign, its status, its criteria."""
        if task.done is not True and (task.is_skipped or is_set_aside(task.leaf.prose.value)):
            return "skipped"
        if task.done is None:
            return self._stated(task) or self._by_criteria(task)
        if task.done:
            return "done"
        return "open" if task.is_open_box else self._by_mark(task.leaf.prose.value[:2])

    def group_of(self, task: Task) -> str:
        """Return the group that a cell of the task's row names; empty if none does."""
        shape = self._document.shape
        if task.carrier != "row" or not shape.group_id:
            return ""
        grammar = compile_pattern(shape.group_id)
        names = (cell for cell in self._cells(task) if grammar.fullmatch(cell))
        return next((name for name in names if name.upper() in self._document.group_by_id), "")

    def _by_mark(self, box: str) -> str:
        """Return the state of a box that is neither empty nor ticked.

        ``[-]`` is work in progress for Kiro, cancelled work for all others.
        """
        if box == "[-" and not self._document.shape.hierarchical:
            return "skipped"
        return "begun"

    def _stated(self, task: Task) -> str:
        field = task.fields.get("status")
        texts = [field.value.value] if field is not None else self._cells(task)[2:]
        for text in texts:
            match = _STATE.match(text)
            is_whole = match is not None and (field is not None or match.end() == len(text))
            if match is not None and is_whole:
                return str(match.lastgroup)
        return ""

    def _by_criteria(self, task: Task) -> str:
        """Return the state of a task that is a section by the boxes in it."""
        if task.body is None:
            return "open"
        span = task.body.span
        first, last = (bisect_left(self._box_starts, at) for at in (span.start, span.end))
        boxes = [item.box for item in self._document.boxes[first:last]]
        done = sum(box is not None and box.is_done for box in boxes)
        if not done:
            return "open"
        return "done" if done == len(boxes) else "begun"

    def _cells(self, task: Task) -> list[str]:
        row = self._rows.get(id(task.leaf)) if task.carrier == "row" else None
        return [cell.prose.value.strip() for cell in row.cells] if row is not None else []

    @cached_property
    def _rows(self) -> dict[int, Row]:
        tables = (visit.block for visit in self._document.visits if isinstance(visit.block, Table))
        return {id(row.cells[0]): row for table in tables for row in table.rows if row.cells}

    @cached_property
    def _box_starts(self) -> list[int]:
        return [item.span.start for item in self._document.boxes]


def _boxes(document: TaskList) -> Iterator[Said]:
    """Yield the boxes that are the tasks of a list without IDs; one with boxes below is none."""
    names = document.family.data.get("work-sections", ())
    spans = [section.span for section in document.outline.find(names)] if names else None
    top, top_title, aside = -1, "", -1
    for item in document.boxes:
        start, paragraph = item.span.start, item.paragraph
        if paragraph is None or item.box is None or document.is_example(start):
            continue
        if spans is not None and not any(one.start <= start < one.end for one in spans):
            continue
        words = paragraph.prose.value.split("\n", 1)[0][3:].strip(" *")
        is_aside = start < aside or (not item.box.is_done and is_set_aside(paragraph.prose.value))
        if is_aside:
            aside = max(aside, item.span.end)
        if start >= top:
            top, top_title = item.span.end, words
        if any(isinstance(block, ListBlock) and _has_boxes(block) for block in item.children):
            continue
        section = document.outline.section_at(start)
        is_below = words != top_title
        title = top_title if is_below else section.title if section is not None else ""
        state = _state_of_box(item, is_aside=is_aside)
        values = {"title": words, "section": title, "state": state}
        yield Said("task-box", "", item.box.span, values)


def _has_boxes(block: ListBlock) -> bool:
    return any(item.box is not None for item in block.items)


def _state_of_box(item: Item, *, is_aside: bool) -> str:
    if item.box is None or item.box.is_done:
        return "done"
    if is_aside:
        return "skipped"
    return {" ": "open", "-": "skipped"}.get(item.box.mark, "begun")
