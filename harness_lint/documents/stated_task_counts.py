"""How many tasks a list has, where a sentence in the words of its pack states it."""

from __future__ import annotations

from collections.abc import Sequence

from harness_lint.documents import count_readings
from harness_lint.documents.count import Found
from harness_lint.documents.count_words import are, is_part
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.markdown.nodes import Item
from harness_lint.markdown.outline import Section

OF_TASKS = frozenset(("tasks", "parallel", "done", "open", "groups"))
"""What this counts."""


class TaskCounter:
    """Counts the tasks of a list; its boxes, where tasks carry no ID."""

    def __init__(self, document: TaskList) -> None:
        self._document = document
        self.leaves = {id(task.leaf) for task in document.tasks}
        """The identities of the texts that are tasks."""

    def is_about_all(self, section: Section | None) -> bool:
        """Whether what is said in *section* is about the document: not in a group or a part."""
        return not is_part(section) and self._document.group_at(section) is None

    def found(self, what: str, inside: Section | None) -> Found | None:
        """Return how many of *what* there are in *inside*, None for the document.

        None if there are no tasks.
        """
        if what == "groups":
            return self._groups(inside)
        if not self._document.tasks:
            return self._of_boxes(what, inside)
        tasks = self._document.tasks
        if inside is not None:
            tasks = tuple(count_readings.tasks_in(self._document, inside))
        return self._of_tasks(what, tasks, is_whole=inside is None) if tasks else None

    def _groups(self, inside: Section | None) -> Found | None:
        groups = [
            group
            for group in self._document.groups
            if inside is None or inside.span.start < group.section.span.start < inside.span.end
        ]
        number = len({group.id.value.upper() for group in groups})
        actual = f"{number} {are(number)} described"
        return Found({number, len(groups)}, actual) if number else None

    def _of_tasks(self, what: str, tasks: Sequence[Task], *, is_whole: bool) -> Found | None:
        document = self._document
        if what == "tasks":
            every = count_readings.all_tasks(document) if is_whole else set()
            readings = every | count_readings.of_tasks(document, tasks)
            return Found(readings, _listed(len(tasks)))
        if what == "parallel":
            number = sum(task.parallel is not None for task in tasks)
            words = f"{number} of {_tasks(len(tasks))} {are(number)} marked parallel"
            return Found(count_readings.parallel(tasks), words)
        if all(task.done is None for task in tasks):
            return None
        is_done = what == "done"
        number = sum(task.done is is_done for task in tasks)
        readings = (count_readings.done if is_done else count_readings.left)(document, tasks)
        return Found(readings, f"{number} of {_tasks(len(tasks))} {are(number)} {what}")

    def _of_boxes(self, what: str, inside: Section | None) -> Found | None:
        boxes: Sequence[Item] = self._document.boxes
        if inside is not None:
            span = inside.span
            boxes = count_readings.boxes_between(self._document, span.start, span.end)
        if not boxes or what == "parallel":
            return None
        tasks = count_readings.innermost(boxes)
        kept = [
            [item for item in items if _is(what, item)]
            for items in (tasks, boxes, count_readings.outermost(boxes))
        ]
        number = len(kept[0])
        readings = {len(items) for items in kept}
        if what == "tasks":
            return Found(readings, _listed(number))
        if what == "open":  # with and without what is begun or dropped
            readings |= {sum(_mark(item) == " " for item in items) for items in kept}
        return Found(readings, f"{number} of {_tasks(len(tasks))} {are(number)} {what}")


def _mark(item: Item) -> str:
    return item.box.mark if item.box is not None else ""


def _is(what: str, item: Item) -> bool:
    return what == "tasks" or (item.box is not None and item.box.is_done == (what == "done"))


def _listed(number: int) -> str:
    return f"{_tasks(number)} {are(number)} listed"


def _tasks(number: int) -> str:
    return "1 task" if number == 1 else f"{number} tasks"
