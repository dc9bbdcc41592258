"""How far the work of each task list is: done, ready next, blocked and by what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.cycles import shortest_cycles
from harness_lint.project.index import Project
from harness_lint.project.work import BLOCKED, LEFT, Work, WorkList
from harness_lint.project.work_lists import work_lists


class Counts(NamedTuple):
    """How many tasks there are of each state."""

    tasks: int = 0
    """All, those that are skipped too."""
    done: int = 0
    ready: int = 0
    begun: int = 0
    blocked: int = 0
    """Waiting for work that is stated to come first, or said to be blocked."""
    waiting: int = 0
    """Open, and their turn comes later, though nothing is stated that they wait for."""
    skipped: int = 0
    """Cancelled, deferred, optional: they need not be done."""

    @property
    def open(self) -> int:
        """All that is still to be done."""
        return self.ready + self.begun + self.blocked + self.waiting

    @property
    def share(self) -> float:
        """The part that is done of what is to be done, 0 to 1; 1 if there is nothing to do."""
        return self.done / (self.tasks - self.skipped) if self.tasks > self.skipped else 1.0


class Task(NamedTuple):
    """A task and how far it is."""

    id: str | None
    title: str
    path: str
    line: int
    """1-based."""
    state: str
    """``done``, ``ready``, ``begun``, ``blocked``, ``waiting``, ``skipped``."""
    group: str
    story: str
    is_parallel: bool
    blocked_by: tuple[str, ...]
    """IDs of the tasks and groups that it waits for; the own group if that is said to be blocked.

    Empty if it is just said to be blocked."""

    @property
    def name(self) -> str:
        """The ID, or the title."""
        return self.id if self.id is not None else self.title


class Part(NamedTuple):
    """A phase, a package, a section, a story: a part of a list."""

    kind: str
    id: str
    title: str
    counts: Counts
    lane: str = ""
    """What the tool of the list says of it, as written."""
    blocked_by: tuple[str, ...] = ()
    """The groups that it is stated to wait for, and that are not done."""


class ListProgress(NamedTuple):
    """One task list."""

    path: str
    family: str
    title: str
    counts: Counts
    tasks: tuple[Task, ...]
    groups: tuple[Part, ...]
    stories: tuple[Part, ...]
    cycles: tuple[tuple[str, ...], ...]
    """Tasks and groups that wait for one another: none of them can ever be begun."""
    files: frozenset[str]
    """The list itself and the prompts of its packages."""

    def tasks_in(self, state: str) -> tuple[Task, ...]:
        """Return the tasks of *state*, in source order."""
        return tuple(task for task in self.tasks if task.state == state)


class Progress(NamedTuple):
    """All task lists, by path."""

    lists: tuple[ListProgress, ...]

    @property
    def totals(self) -> Counts:
        """The counts of all lists together."""
        columns = zip(*(one.counts for one in self.lists), strict=True)
        return Counts(*(sum(column) for column in columns))


def progress_of(project: Project, paths: Collection[str] | None = None) -> Progress:
    """Return the progress of the task lists of *project*; only of those at *paths* if given.

    A folder of packages without an index counts if one of its files is among *paths*. A task is
    ready if all that it is stated to wait for is done, and all that its group waits for. Where the
    list states nothing of the order of its groups, the open tasks of the first unfinished group
    are ready.
    """
    lists = work_lists(project)
    beside: dict[str, dict[str, bool]] = {}
    for one in lists:
        known = beside.setdefault(one.folder, {})
        for task in one.tasks:
            if task.id is not None:
                known[task.id] = known.get(task.id, True) and task.state not in LEFT
    shown = (one for one in lists if paths is None or not one.files.isdisjoint(paths))
    return Progress(tuple(_Reckoning(one, beside[one.folder]).result() for one in shown))


class _Reckoning:
    """Works out what is ready and what is blocked in one list."""

    def __init__(self, work: WorkList, beside: dict[str, bool]) -> None:
        self._work = work
        self._is_done = dict(beside)
        """Task ID → whether it is done, of this list and those in its folder."""
        self._unfinished = _unfinished(work.tasks)
        self._is_ordered = any(group.needs for group in work.groups.values())
        self._group_unmet = self._unmet_of_groups()
        self._first = next((self._unit(task) for task in work.tasks if task.state in LEFT), "")

    def result(self) -> ListProgress:
        """Return the progress of the list."""
        work = self._work
        tasks = tuple(self._task(task) for task in work.tasks)
        return ListProgress(
            work.path,
            work.family,
            work.title,
            counts_of(tasks),
            tasks,
            tuple(self._groups(tasks)),
            tuple(self._stories(tasks)),
            tuple(self._cycles()),
            work.files,
        )

    def _unmet_of_groups(self) -> dict[str, tuple[str, ...]]:
        """Return group → the groups and tasks that it waits for and that are not done.

        Where phases are said to have an order, one of which nothing is said follows the one before.
        No group waits for itself or its own tasks: such words speak of what is inside.
        """
        group_of = {task.id: task.group for task in self._work.tasks}
        unmet: dict[str, tuple[str, ...]] = {}
        before = ""
        for name, group in self._work.groups.items():
            needs = group.needs
            if needs is None:
                follows = before and self._is_ordered and group.kind != "package"
                needs = (before,) if follows else ()
            unmet[name] = tuple(
                need
                for need in needs
                if not self._is_met(need) and need != name and group_of.get(need) != name
            )
            before = name
        return unmet

    def _is_met(self, need: str) -> bool:
        """Whether what is called *need* is done; what nobody knows is not."""
        if need in self._is_done:
            return self._is_done[need]
        name = self._work.group_name(need)
        return name is not None and name not in self._unfinished

    def _task(self, task: Work) -> Task:
        state: str = task.state
        by: tuple[str, ...] = ()
        if state in ("open", BLOCKED):
            state, by = self._of_open(task)
        return Task(
            task.id,
            task.title,
            task.path,
            task.line,
            state,
            task.group,
            task.story,
            task.is_parallel,
            by,
        )

    def _of_open(self, task: Work) -> tuple[str, tuple[str, ...]]:
        by = self._unmet(task)
        if task.is_group_blocked:
            return BLOCKED, (*by, task.group)
        if by or task.state == BLOCKED:
            return BLOCKED, by
        in_turn = task.needs is not None or self._is_ordered or self._unit(task) == self._first
        return ("ready" if in_turn else "waiting"), ()

    def _unit(self, task: Work) -> str:
        """Return what takes its turn with *task*: its group; itself where tasks are the groups."""
        return task.group or (str(task.id) if self._work.is_numbered else "")

    def _unmet(self, task: Work) -> tuple[str, ...]:
        own = (need for need in task.needs or () if not self._is_met(need))
        return tuple(dict.fromkeys((*own, *self._group_unmet.get(task.group, ()))))

    def _groups(self, tasks: tuple[Task, ...]) -> Iterator[Part]:
        counts = _counts_by((task.group, task) for task in tasks)
        for name, group in self._work.groups.items():
            if name in counts:
                unmet = self._group_unmet[name]
                yield Part(group.kind, group.id, group.title, counts[name], group.lane, unmet)

    def _stories(self, tasks: tuple[Task, ...]) -> Iterator[Part]:
        counts = _counts_by((task.story, task) for task in tasks)
        for story in sorted((one for one in counts if one), key=_natural):
            yield Part("story", story, self._work.story_titles.get(story, ""), counts[story])

    def _cycles(self) -> Iterator[tuple[str, ...]]:
        """Yield the IDs of each knot's shortest cycle: of groups if it leads through whole ones."""
        graph: dict[str, list[str]] = {}
        for task in self._work.tasks:
            if task.state not in LEFT or task.id is None:
                continue
            own = [need for need in task.needs or () if not self._is_met(need)]
            edges = graph.setdefault(f"task {task.id}", [])
            edges += [self._node(need) for need in own]
            if task.group:
                edges.append(f"start {task.group}")
                graph.setdefault(f"end {task.group}", []).append(f"task {task.id}")
        for name, unmet in self._group_unmet.items():
            graph[f"start {name}"] = [self._node(need) for need in unmet]
        order = {name: number for number, name in enumerate(self._work.groups)}
        for cycle in shortest_cycles(graph):
            names = list(_names(cycle))
            first = min(range(len(names)), key=lambda at: order.get(names[at], len(order)))
            yield (*names[first:], *names[:first])

    def _node(self, need: str) -> str:
        group = None if need in self._is_done else self._work.group_name(need)
        return f"task {need}" if group is None else f"end {group}"


def _names(cycle: tuple[str, ...]) -> Iterator[str]:
    """Yield the names in *cycle*; a task that only leads from the end of its group is left out."""
    for number, node in enumerate(cycle):
        kind, _, name = node.partition(" ")
        is_inside = cycle[number - 1].startswith("end ") and cycle[
            (number + 1) % len(cycle)
        ].startswith("start ")
        if kind == "end" or (kind == "task" and not is_inside):
            yield name


def _unfinished(tasks: Iterable[Work]) -> frozenset[str]:
    """Return the groups with work left, and those above them: ``3`` if there is some in ``3.1``."""
    found: set[str] = set()
    for name in {task.group for task in tasks if task.state in LEFT}:
        above = name
        while above:
            found.add(above)
            above = above.rpartition(".")[0]
    return frozenset(found)


def counts_of(tasks: Iterable[Task]) -> Counts:
    """Return how many of *tasks* are in each state."""
    states = Counter(task.state for task in tasks)
    return Counts(states.total(), **states)


def _counts_by(tasks: Iterable[tuple[str, Task]]) -> dict[str, Counts]:
    found: dict[str, list[Task]] = {}
    for name, task in tasks:
        found.setdefault(name, []).append(task)
    return {name: counts_of(members) for name, members in found.items()}


def _natural(name: str) -> tuple[str, int]:
    """Return what sorts ``US2`` before ``US10``."""
    digits = name.lstrip("USus")
    return (name[: -len(digits) or None], int(digits)) if digits.isdecimal() else (name, 0)
