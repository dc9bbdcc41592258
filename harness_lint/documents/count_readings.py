"""Every number that "so many tasks" may mean: a claim is wrong only if none of them is stated."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task import Task
from harness_lint.documents.work_state import is_open
from harness_lint.markdown.nodes import Item, ListBlock
from harness_lint.markdown.outline import Section

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

Tasks = Sequence[Task]


def all_tasks(document: TaskList) -> set[int]:
    """Return what a total may mean: with and without skipped, zero and unnamed tasks."""
    tasks, named = document.tasks, set(document.ids)
    boxed = sum(task.done is not None for task in tasks)
    skipped = sum(task.is_skipped for task in tasks)
    zero = sum(bool(re.fullmatch(r"\D*0+", name)) for name in named)
    numbers = [int(m[0]) for name in named if (m := re.search(r"\d+", name))]
    plain = {re.sub(r"(?<=\d)[A-Za-z]$|-[A-Z]+$", "", name) for name in named}
    return {
        len(tasks), len(named), boxed, len(named) - zero, len(named) - skipped, len(plain),
        max(numbers, default=0), len(document.boxes), len(_listed_again(document)) + len(named),
    }  # fmt: skip


def _listed_again(document: TaskList) -> set[str]:
    """Return the IDs that stand in boxes but define no task: ranges and skipped ones."""
    found: set[str] = set()
    for item in document.boxes:
        if item.paragraph is not None:
            for reference in find_ids(item.paragraph.prose.value[:60], document.shape.id):
                found.update(reference.ids())
    return found - set(document.ids)


def of_tasks(document: TaskList, tasks: Tasks) -> set[int]:
    """Return how many *tasks* there are, which stand together."""
    boxes = sum(task.done is not None for task in tasks)
    if not tasks:
        return {0}
    every = len(boxes_of(document, tasks))
    skipped = sum(task.is_skipped for task in tasks)
    return {len(tasks), len({task.name for task in tasks}), boxes, every, len(tasks) - skipped}


def boxes_of(document: TaskList, tasks: Tasks) -> list[Item]:
    """Return the boxes from the first to the last of *tasks*."""
    return boxes_between(document, tasks[0].span.start, tasks[-1].span.end + 1)


def boxes_between(document: TaskList, start: int, end: int) -> list[Item]:
    """Return the boxes that begin from *start* on and before *end*."""
    first = bisect_left(document.boxes, start, key=lambda item: item.span.start)
    last = bisect_left(document.boxes, end, key=lambda item: item.span.start)
    return list(document.boxes[first:last])


def tasks_in(document: TaskList, section: Section) -> list[Task]:
    """Return the tasks below the heading of *section*, those of its subsections included."""
    tasks = document.tasks
    first = bisect_right(tasks, section.span.start, key=lambda task: task.span.start)
    last = bisect_left(tasks, section.span.end, key=lambda task: task.span.start)
    return list(tasks[first:last])


def parallel(tasks: Tasks) -> set[int]:
    """Return how many of *tasks* may run beside others."""
    marked = [task for task in tasks if task.parallel is not None]
    return {len(marked), len({task.name for task in marked})}


def done(document: TaskList, tasks: Tasks) -> set[int]:
    """Return how many of *tasks* are done."""
    ticked = [task for task in tasks if task.done]
    boxes = [box for item in boxes_of(document, tasks) if (box := item.box) is not None]
    return {
        len(ticked),
        len({task.name for task in ticked}),
        sum(not task.is_skipped for task in ticked),
        sum(box.is_done for box in boxes),
    }


def left(document: TaskList, tasks: Tasks) -> set[int]:
    """Return how many of *tasks* are left, with and without those that are begun or set aside."""
    open_ = [task for task in tasks if task.done is False]
    boxes = boxes_of(document, tasks) if len(tasks) < len(document.tasks) else document.boxes
    return {
        len(open_),
        len({task.name for task in open_}),
        sum(task.is_open_box for task in open_),
        sum(is_open(task) for task in open_),
        sum(item.box is not None and not item.box.is_done for item in boxes),
    }


def outermost(items: Sequence[Item]) -> list[Item]:
    """Return those of *items*, in source order, that stand in no other of them."""
    found: list[Item] = []
    for item in items:
        if not found or item.span.start >= found[-1].span.end:
            found.append(item)
    return found


def innermost(items: Sequence[Item]) -> list[Item]:
    """Return those of *items*, all with boxes, that have no item with a box below them."""
    return [
        item
        for item in items
        if not any(
            child.box is not None
            for block in item.children
            if isinstance(block, ListBlock)
            for child in block.items
        )
    ]
