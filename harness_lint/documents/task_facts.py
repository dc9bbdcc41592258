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
from harness_lint.documents.task_marks import stated_state
from harness_lint.documents.work_state import is_open
from harness_lint.markdown.nodes import Item, ListBlock, Row
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

_NOTHING = pattern(r"(?i)[\s*_`]*(?:none|nothing|no dependenc\w+|n/a|—|–|-)(?![\w-])")


def task_facts(document: TaskList) -> Iterator[Said]:
    """Yield the list itself, its groups and its tasks; its boxes where tasks carry no ID."""
    scope = scope_of(document.path, document.family)
    states = _States(document)
    for task in document.tasks:
        if task.id is not None:
            name, at = task.id.value, task.id.at
            yield Said("task", name, at, _values(task, scope, document, states))
            yield Said("task-progress", name, at, states.progress_of(task))
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
        "title": task.title.value,
        "group": task.group.id.value if task.group is not None else states.group_of(task),
        "scope": scope,
        "section": section.title if section is not None else "",
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
    shape = document.shape.dependencies
    for label in shape.labels:
        field = task.fields.get(title_key(label))
        if field is not None and _says_nothing(field.value.value, shape.nothing):
            return []
    return None


def _says_nothing(text: str, own: str) -> bool:
    if own and compile_pattern(own).match(text) is not None:
        return True
    return _NOTHING.match(text) is not None


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

    def progress_of(self, task: Task) -> dict[str, str | bool | None]:
        """Return how far *task* is, of which a tick makes something else."""
        return {"done": task.done, "open": is_open(task), "state": self.of(task)}

    def of(self, task: Task) -> str:
        """Return the state of *task* by its box, its sign, its status, its criteria."""
        if task.done is not True and (task.is_skipped or is_set_aside(task.leaf.prose.value)):
            return "skipped"
        return task.state or self._stated(task) or self._by_criteria(task)

    def group_of(self, task: Task) -> str:
        """Return the group that a cell of the task's row names; empty if none does."""
        shape = self._document.shape
        if task.carrier != "row" or not shape.group_id:
            return ""
        grammar = compile_pattern(shape.group_id)
        names = (cell for cell in self._cells(task) if grammar.fullmatch(cell))
        return next((name for name in names if name.upper() in self._document.group_by_id), "")

    def _stated(self, task: Task) -> str:
        shape = self._document.shape
        named = (task.fields.get(title_key(name)) for name in shape.status_names)
        field = next(filter(None, named), None)
        if field is not None:
            return stated_state(field.value.value, shape.states)
        cells = () if shape.columns else self._cells(task)[2:]
        return next(filter(None, (stated_state(cell, {}, is_whole=True) for cell in cells)), "")

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
        rows = (row for table in self._document.tables for row in table.rows)
        return {id(cell): row for row in rows for cell in row.cells}

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
