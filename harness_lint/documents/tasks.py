"""Tasks, whatever they are written in: what a list in Markdown and one in data have in common."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness_lint.documents.known_ids import KnownIds
    from harness_lint.documents.task import Dependency, Group, Task
    from harness_lint.packs.task_shapes import TaskShape
    from harness_lint.source import Located


class Tasks:
    """Tasks with IDs, and what they wait for. Where they come from is said by its kinds."""

    is_data = False
    """Whether the tasks are values of data: each stands once, and nothing else can be meant."""

    @property
    def shape(self) -> TaskShape:
        """The grammar of its tasks."""
        raise NotImplementedError

    @property
    def defines_ids(self) -> bool:
        """Whether tasks are defined here, once each."""
        return True

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Groups of tasks in source order."""
        return ()

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task where it is defined, in source order."""
        raise NotImplementedError

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every statement of a dependency, in source order."""
        raise NotImplementedError

    @cached_property
    def by_id(self) -> dict[str, Task]:
        """The first task of each ID."""
        found: dict[str, Task] = {}
        for task in self.tasks:
            if task.id is not None:
                found.setdefault(task.id.value, task)
        return found

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The IDs of all tasks, each once, in source order."""
        return tuple(self.by_id)

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """The first group of each ID, IDs in upper case."""
        found: dict[str, Group] = {}
        for group in self.groups:
            found.setdefault(group.id.value.upper(), group)
        return found

    @cached_property
    def needs(self) -> dict[str, dict[str, Dependency]]:
        """Task or group ID → what it needs → the first statement that says so."""
        edges: dict[str, dict[str, Dependency]] = defaultdict(dict)
        for dependency in self.dependencies:
            for dependent in dependency.dependents:
                for need in dependency.needs:
                    edges[dependent].setdefault(need, dependency)
        return dict(edges)

    @cached_property
    def known_ids(self) -> KnownIds:
        """What a reference may name here."""
        from harness_lint.documents.known_ids import KnownIds

        return KnownIds(self)

    def entry(self, identifier: str) -> Task | Group | None:
        """Return the task or the group that *identifier* names."""
        return self.by_id.get(identifier) or self.group_by_id.get(identifier.upper())

    def located(self, identifier: str) -> Located[str] | None:
        """Return *identifier* where it is defined."""
        entry = self.entry(identifier)
        return entry.id if entry is not None else None
