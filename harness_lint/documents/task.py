"""What a task list holds: tasks and the groups they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from harness_lint.documents.document import Field
from harness_lint.documents.task_paths import PathUse, path_uses
from harness_lint.markdown.nodes import Leaf
from harness_lint.markdown.outline import Section
from harness_lint.source import Located, Source, Span
from harness_lint.values import field, frozen, mutable


@mutable
class Group:
    """A phase, a package, a story: a section of tasks with an ID of its own."""

    id: Located[str]
    """``3.6``, ``WP01``: as written."""
    section: Section
    tasks: list[Task] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading."""
        return self.section.title

    @property
    def done(self) -> bool | None:
        """Whether all its tasks are done; None if it has none with a box."""
        states = [task.done for task in self.tasks if task.done is not None]
        return all(states) if states else None


@mutable
class Task:
    """One task where it is defined."""

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
    done: bool | None
    """Whether its box is ticked; None if it has no box."""
    is_open_box: bool
    """Whether it has an empty box: neither ticked nor begun nor dropped."""
    parallel: Located[str] | None
    """The marker that says it may run beside others."""
    story: Located[str] | None
    section: Section | None
    """The innermost section that it stands in."""
    group: Group | None
    number: int
    """Its place among the tasks of the document, from 0."""
    depth: int = 0
    """How many items it is nested in."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """Fields of a sheet by folded name, first of each."""
    body: Section | None = None
    """For a task that is a heading, its section."""
    is_skipped: bool = False
    """Marked as skipped: ``SKIP: T039``."""

    _paths: tuple[PathUse, ...] | None = None

    @property
    def paths(self) -> tuple[PathUse, ...]:
        """The files that its text names, read when first asked for: mostly nobody asks."""
        if self._paths is None:
            self._paths = path_uses(self.leaf.prose, self.source)
        return self._paths

    @property
    def name(self) -> str:
        """The ID, or the first words of the title."""
        return self.id.value if self.id is not None else self.title.value[:40]


@frozen
class Dependency:
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
