"""What a task list holds: tasks and the groups they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from harness_lint.documents.fields import Field
from harness_lint.documents.task_paths import (
    FILE_FIELDS,
    PathUse,
    path_uses,
    paths_below,
    paths_of_field,
)
from harness_lint.markdown.nodes import Leaf
from harness_lint.markdown.outline import Section
from harness_lint.source import Located, Source, Span


class Group:
    """A phase, a package, a story: a section of tasks with an ID of its own."""

    __slots__ = ("id", "section", "tasks")

    def __init__(self, identifier: Located[str], section: Section) -> None:
        self.id = identifier
        """``3.6``, ``WP01``: as written."""
        self.section = section
        self.tasks: list[Task] = []

    @property
    def title(self) -> str:
        """The heading."""
        return self.section.title

    @property
    def done(self) -> bool | None:
        """Whether all its tasks are done; None if it has none with a box."""
        states = [task.done for task in self.tasks if task.done is not None]
        return all(states) if states else None


class TaskFields(NamedTuple):
    """What is read of a task at once."""

    id: Located[str] | None
    """None in lists whose tasks carry no ID."""
    span: Span
    """The line that defines it, from the list marker, heading or row to the end of its text."""
    title: Located[str]
    """The text behind ID and markers, its first line."""
    leaf: Leaf
    source: Source
    carrier: str
    """``item``, ``heading`` or ``row``."""
    state: str
    """``open``, ``done``, ``begun``, ``skipped`` or ``blocked``: by its box, by the sign that leads
    it, or by a status whose words the pack knows. Empty if nothing says it."""
    parallel: Located[str] | None
    """The marker that says it may run beside others."""
    story: Located[str] | None
    section: Section | None
    """The innermost section that it stands in; of a heading, the one above its own."""
    group: Group | None
    number: int
    """Its place among the tasks of the document, from 0."""
    depth: int
    """How many items it is nested in."""
    fields: Mapping[str, Field]
    """Fields of a sheet by folded name, first of each."""
    body: Section | None
    """For a task that is a heading, its section."""
    is_skipped: bool
    """Marked as skipped: ``SKIP: T039``."""


class Task(TaskFields):
    """One task where it is defined."""

    @property
    def done(self) -> bool | None:
        """Whether its box is ticked; None if it has no box."""
        return self.state == "done" if self.state else None

    @property
    def is_open_box(self) -> bool:
        """Whether it has an empty box: neither ticked nor begun nor dropped."""
        return self.state == "open"

    @cached_property
    def paths(self) -> tuple[PathUse, ...]:
        """The files that its text and its field of files name, read when first asked for."""
        named = [field for key in FILE_FIELDS if (field := self.fields.get(key)) is not None]
        listed = [use for field in named for use in paths_of_field(field, self.source)]
        if self.body is not None:
            for field in named:
                listed += paths_below(field, self.body, self.source)
        return (*path_uses(self.leaf.prose, self.source), *listed)

    @property
    def name(self) -> str:
        """The ID, or the first words of the title."""
        return self.id.value if self.id is not None else self.title.value[:40]


class Dependency(NamedTuple):
    """One statement that tasks or groups depend on others."""

    dependents: tuple[str, ...]
    """IDs that wait."""
    needs: tuple[str, ...]
    """IDs that they wait for."""
    span: Span
    """The words of the statement."""
    dependent_spans: tuple[Located[str], ...] = ()
    """Each ID or range as written among the dependents (empty where a line speaks of itself)."""
    need_spans: tuple[Located[str], ...] = ()
    """Each ID or range as written among the needs."""
    blocks: bool = False
    """Whether it was said the other way round: ``A blocks B``."""
