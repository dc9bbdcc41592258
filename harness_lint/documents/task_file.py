"""Task lists in JSON: ``tasks.json`` of Task Master, plain or by tags, subtasks included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import entries_of, inner_span, name_of, words_of
from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.documents.task import Dependency, Task
from harness_lint.documents.tasks import Tasks
from harness_lint.markdown.nodes import Inline, Leaf
from harness_lint.markdown.prose import Piece
from harness_lint.packs.field_shapes import NOTHING
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataNode

STATES = {
    "pending": "open",
    "todo": "open",
    "in-progress": "begun",
    "review": "begun",
    "done": "done",
    "completed": "done",
    "deferred": "skipped",
    "cancelled": "skipped",
    "blocked": "blocked",
}
"""Statuses of Task Master, and what facts call them. A task without one is pending."""


class Tag(NamedTuple):
    """A list of tasks with a name of its own; that of an old file is empty."""

    name: Located[str]
    node: DataNode
    """What holds the list, and data about it."""
    listed: DataNode
    prefix: str
    """What its tasks are called by besides their IDs, where a file has several lists."""


class Entry(NamedTuple):
    """A task of the file, with what is only known where it is read."""

    task: Task
    node: DataNode
    parent: str
    """The ID of the task that it is a part of; empty for none."""
    tag: Tag


class TaskFile(DataFile, Tasks):
    """The tasks of a project as data: ``{"tasks": [...]}``, or such lists by the names of tags."""

    is_data = True

    @property
    def shape(self) -> TaskShape:
        """The grammar of its tasks."""
        return self.family.tasks or TaskShape(hierarchical=True)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The lists of the file, in source order."""
        root = self.tree.root
        if root is None:
            return ()
        listed = root.get("tasks")
        if listed is not None and listed.is_sequence:
            return (Tag(Located("", Span(0, 0)), root, listed, ""),)
        found = [
            (Located(key.resolved.text, inner_span(key, self.source)), value, below)
            for key, value in root.resolved.entries
            if (below := value.get("tasks")) is not None and below.is_sequence
        ]
        return tuple(
            Tag(name, node, below, f"{name.value}:" if len(found) > 1 else "")
            for name, node, below in found
        )

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every task that has an ID, parents before their parts."""
        return tuple(entry for tag in self.tags for entry in self._entries_of(tag))

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task that has an ID; a part of ``3`` is ``3.1``, one of another tag ``tag:3``."""
        return tuple(entry.task for entry in self.entries)

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What each task lists as its dependencies, one statement for each."""
        return tuple(step for entry in self.entries for step in self._steps(entry))

    def facts(self) -> Iterator[Said]:
        """Yield each list and its tasks."""
        yield from super().facts()
        if not self.tags:
            return
        scope = scope_of(self.path, self.family)
        yield Said("task-list", "Task Master", Span(0, 0), {"scope": scope})
        if len(self.tags) > 1:
            for tag in self.tags:
                values = {"kind": "group", "title": tag.name.value, "needs": None}
                yield Said("task-group", tag.name.value, tag.name.at, values)
        for entry in self.entries:
            task = entry.task
            if task.id is not None:
                name, at = task.id.value, task.id.at
                yield Said("task", name, at, self._values(entry, scope))
                yield Said("task-progress", name, at, _progress(entry))

    def _values(self, entry: Entry, scope: str) -> dict[str, object]:
        task = entry.task
        states_needs = entry.node.get("dependencies") is not None
        return {
            "title": task.title.value,
            "group": entry.tag.name.value if len(self.tags) > 1 else "",
            "scope": scope,
            "section": "",
            "parallel": False,
            "story": "",
            "needs": list(self.needs.get(task.name, ())) if states_needs else None,
        }

    def _entries_of(self, tag: Tag) -> Iterator[Entry]:
        work = [(node, "") for node in reversed(tag.listed.resolved.items)]
        number = 0
        while work:
            node, parent = work.pop()
            identifier = node.get("id")
            name = name_of(identifier)
            if identifier is None or not name:
                continue
            whole = name if not parent or name.startswith(f"{parent}.") else f"{parent}.{name}"
            located = Located(f"{tag.prefix}{whole}", inner_span(identifier, self.source))
            yield Entry(self._task(located, node, number, whole.count(".")), node, parent, tag)
            number += 1
            below = node.get("subtasks")
            if below is not None and below.is_sequence:
                work.extend((one, whole) for one in reversed(below.resolved.items))

    def _task(self, identifier: Located[str], node: DataNode, number: int, depth: int) -> Task:
        words = node.get("title")
        at = inner_span(words, self.source) if words is not None else identifier.at
        title = Located(words_of(words), at)
        status = words_of(node.get("status")).casefold()
        return Task(
            id=identifier,
            span=node.span,
            title=title,
            leaf=Leaf(at, at, _Words(title)),
            source=self.source,
            carrier="row",
            state=STATES.get(status, "begun") if status else "open",
            parallel=None,
            story=None,
            section=None,
            group=None,
            number=number,
            depth=depth,
            fields=NOTHING,
            body=None,
            is_skipped=False,
        )

    def _steps(self, entry: Entry) -> Iterator[Dependency]:
        task = entry.task
        for node in entries_of(entry.node.get("dependencies")):
            name = name_of(node)
            if task.id is None or not name:
                continue
            need = Located(self._meant(name, entry), inner_span(node, self.source))
            yield Dependency((task.id.value,), (need.value,), need.at, (), (need,))

    def _meant(self, name: str, entry: Entry) -> str:
        """Return the ID that *name* stands for: of a part, that of the part beside it first."""
        prefix = entry.tag.prefix
        beside = f"{prefix}{entry.parent}.{name}"
        if entry.parent and beside in self.by_id:
            return beside
        return f"{prefix}{name}"


def _progress(entry: Entry) -> dict[str, str | bool | None]:
    """Return how far the task of *entry* is, and the word that says so."""
    task = entry.task
    return {
        "done": task.done,
        "open": task.is_open_box,
        "state": task.state,
        "status": words_of(entry.node.get("status")),
    }


class _Words:
    """Reads a text of data as that of a leaf: words without markup."""

    data = None

    def __init__(self, words: Located[str]) -> None:
        self._words = words

    def inlines(self) -> tuple[Inline, ...]:
        """Return nothing: there are none."""
        return ()

    def pieces(self) -> tuple[Piece, ...]:
        """Return the words, as one piece."""
        return ((self._words.value, self._words.at, False),)

    def strong_starts(self) -> tuple[int, ...]:
        """Return nothing: none of them is strong."""
        return ()
