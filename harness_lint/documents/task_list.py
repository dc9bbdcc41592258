"""Task lists of every family: tasks with IDs, groups, dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.documents.dependencies import read_dependencies
from harness_lint.documents.document import Document, Said
from harness_lint.documents.packages import package_facts
from harness_lint.documents.parallel import SharedFile, shared_files
from harness_lint.documents.task import Dependency, Group, Task
from harness_lint.documents.task_facts import task_facts
from harness_lint.documents.task_head import Head, TaskGrammar, read_head
from harness_lint.documents.task_reader import read_groups, read_tasks
from harness_lint.documents.tasks import Tasks
from harness_lint.documents.work_state import state_facts
from harness_lint.markdown.nodes import Item, Leaf
from harness_lint.markdown.outline import Section
from harness_lint.packs.task_shapes import TaskShape

if TYPE_CHECKING:
    from harness_lint.documents.count import Count


class TaskList(Document, Tasks):
    """A document whose subject is tasks."""

    @property
    def shape(self) -> TaskShape:
        """The grammar of its tasks."""
        return self.family.tasks or TaskShape()

    @property
    def defines_ids(self) -> bool:
        """Whether tasks are defined here, once each; prompts speak of subtasks freely."""
        return True

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Phases or packages in source order, each with its tasks once `tasks` was read."""
        return read_groups(self)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Every task where it is defined, in source order; re-listings are none."""
        tasks = read_tasks(self)
        for task in tasks:
            if task.group is not None:
                task.group.tasks.append(task)
        return tasks

    def head_of(self, leaf: Leaf) -> Head | None:
        """Return the start of *leaf*'s text, taken apart as that of a task; read once."""
        if leaf not in self._heads:
            self._heads[leaf] = read_head(leaf.prose, self.grammar)
        return self._heads[leaf]

    @cached_property
    def grammar(self) -> TaskGrammar:
        """The grammar of its tasks, ready to read."""
        return TaskGrammar(self.shape)

    @cached_property
    def _heads(self) -> dict[Leaf, Head | None]:
        return {}

    def group_at(self, section: Section | None) -> Group | None:
        """Return the group that *section* is, or stands in."""
        while section is not None:
            group = self._groups_by_section.get(id(section))
            if group is not None:
                return group
            section = section.parent
        return None

    @cached_property
    def _groups_by_section(self) -> dict[int, Group]:
        return {id(group.section): group for group in self.groups}

    @cached_property
    def boxes(self) -> tuple[Item, ...]:
        """Every item with a box, tasks or not.

        Where a pack has marks of its own, each stands for the plain box of its state.
        """
        own = self.shape.own_marks
        if not own:
            return tuple(item for item in self.items if item.box is not None)
        marks = self.grammar.marks
        return tuple(filter(None, (marks.boxed(item, own) for item in self.items)))

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The numbers that the list states, in the usual words and in those of its family."""
        from harness_lint.documents.counts import counts_of

        return (*counts_of(self), *super().counts)

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Every statement of a dependency, in source order."""
        return read_dependencies(self)

    @cached_property
    def shared_files(self) -> tuple[SharedFile, ...]:
        """The files that parallel tasks share."""
        return shared_files(self.tasks, self.needs)

    def release(self) -> None:
        """Let what was read go: tasks and groups hold each other."""
        for group in self.groups:
            group.tasks.clear()
        super().release()

    def facts(self) -> Iterator[Said]:
        """Yield tasks, groups, packages and their state, besides what every document says."""
        yield from super().facts()
        yield from task_facts(self)
        yield from package_facts(self)
        yield from state_facts(self)
        if "story-heading" in self.family.data:
            from harness_lint.documents.stories import story_phases

            yield from story_phases(self)
