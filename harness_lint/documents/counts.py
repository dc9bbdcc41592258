"""Numbers that a task list states about itself, each with the ways in which it may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.count_areas import listed, readings_of
from harness_lint.documents.count_patterns import (
    AREA,
    DONE,
    GOES_ON,
    GROUP_CELL,
    GROUPS,
    IN_HEADING,
    MAYBE,
    NO_AREA,
    NUMBER_COLUMN,
    OF_GROUP,
    PARALLEL,
    REMAINING,
    TASKS_IN_GROUPS,
    TOTAL,
)
from harness_lint.documents.count_words import (
    are,
    is_hedged,
    is_part,
    rest_of_line,
    speaks_of_all,
    stand,
    tasks_that,
)
from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task import Group, Task
from harness_lint.documents.work_state import is_open
from harness_lint.markdown.nodes import Heading, Item, Leaf, Table
from harness_lint.markdown.outline import Section
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList


class Count(NamedTuple):
    """A stated number, the numbers that are there however it is read, and the best of them."""

    at: Span
    """The words that state it."""
    words: str
    stated: int
    readings: frozenset[int]
    actual: str
    """What is there, in words that complete *but …*."""
    related: Span | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether no reading gives the stated number."""
        return self.stated not in self.readings


def counts_of(document: TaskList) -> Iterator[Count]:
    """Yield the numbers of *document* whose scope is certain, in source order."""
    if not document.ids:
        return
    counter = _Counter(document)
    tasks = {id(task.leaf) for task in document.tasks}
    for leaf in document.leaves:
        if id(leaf) not in tasks and not document.is_example(leaf.span.start):
            yield from counter.in_leaf(leaf)
    yield from counter.in_tables()


class _Counter:
    def __init__(self, document: TaskList) -> None:
        self._document = document
        self._tasks = document.tasks

    def in_leaf(self, leaf: Leaf) -> Iterator[Count]:
        text = leaf.prose.value
        if MAYBE.search(text) is None:
            return
        section = self._document.outline.section_at(leaf.span.start)
        if isinstance(leaf, Heading):
            yield from self._in_heading(leaf, section)
            return
        group = self._document.group_at(section)
        if group is None and not is_part(section):
            yield from self._parallel(leaf)
            yield from self._totals(leaf)
            yield from self._done(leaf, list(self._tasks))
            yield from self._remaining(leaf)
            yield from self._areas(leaf)
            yield from self._groups(leaf, section)
        if group is None:
            yield from self._of_group(leaf)

    def _parallel(self, leaf: Leaf) -> Iterator[Count]:
        for match in PARALLEL.finditer(leaf.prose.value):
            if is_hedged(leaf, match.start()) or "or parallel" in rest_of_line(leaf, match.end()):
                continue
            marked = [task for task in self._tasks if task.parallel is not None]
            distinct = {task.name for task in marked}
            mark = marked[0].parallel.value if marked and marked[0].parallel else "[P]"
            yield self._count(
                leaf,
                match,
                {len(marked), len(distinct)},
                tasks_that(len(marked), f"carries `{mark}`", f"carry `{mark}`"),
            )

    def _totals(self, leaf: Leaf) -> Iterator[Count]:
        text = leaf.prose.value
        matches = (*TOTAL.finditer(text), *TASKS_IN_GROUPS.finditer(text))
        end = 0
        for match in sorted(matches, key=lambda match: match.start()):
            overlaps = match.start() < end
            if (
                overlaps
                or is_hedged(leaf, match.start())
                or GOES_ON.match(rest_of_line(leaf, match.end()))
            ):
                continue
            end = match.end()
            there = tasks_that(len(self._document.ids), "is listed", "are listed")
            yield self._count(leaf, match, self._task_readings(), there)

    def _done(self, leaf: Leaf, tasks: list[Task]) -> Iterator[Count]:
        """Numbers of tasks that are done, of all or of those under one heading."""
        for match in DONE.finditer(leaf.prose.value):
            if all(task.done is None for task in tasks) or is_hedged(leaf, match.start()):
                continue
            ticked = [task for task in tasks if task.done]
            boxes = [box for item in self._boxes_of(tasks) if (box := item.box) is not None]
            readings = {
                len(ticked),
                len({task.name for task in ticked}),
                sum(not task.is_skipped for task in ticked),
                sum(box.is_done for box in boxes),
            }
            there = f"{len(ticked)} of {len(tasks)} {are(len(ticked))} ticked"
            if match["all"] and int(match["all"]) not in {*self._of(tasks), *self._task_readings()}:
                continue  # of what, is not certain
            yield self._count(leaf, match, readings, there)

    def _remaining(self, leaf: Leaf) -> Iterator[Count]:
        """Numbers of tasks that are left, with and without those that are begun or set aside."""
        for match in REMAINING.finditer(leaf.prose.value):
            boxed = [task for task in self._tasks if task.done is not None]
            if not boxed or is_hedged(leaf, match.start()):
                continue
            left = [task for task in boxed if not task.done]
            readings = {
                len(left),
                len({task.name for task in left}),
                sum(task.is_open_box for task in left),
                sum(is_open(task) for task in left),
                sum(item.box is not None and not item.box.is_done for item in self._document.boxes),
            }
            there = f"{len(left)} of {len(boxed)} {are(len(left))} open"
            yield self._count(leaf, match, readings, there)

    def _boxes_of(self, tasks: list[Task]) -> list[Item]:
        first, last = tasks[0].span.start, tasks[-1].span.end
        return [item for item in self._document.boxes if first <= item.span.start <= last]

    def _task_readings(self) -> set[int]:
        """Return every number that a total may mean: with and without skipped, zero and unnamed."""
        tasks, named = self._tasks, set(self._document.ids)
        boxed = sum(task.done is not None for task in tasks)
        skipped = sum(task.is_skipped for task in tasks)
        zero = sum(bool(re.fullmatch(r"\D*0+", name)) for name in named)
        numbers = [int(m[0]) for name in named if (m := re.search(r"\d+", name))]
        plain = {re.sub(r"(?<=\d)[A-Za-z]$|-[A-Z]+$", "", name) for name in named}
        return {
            len(tasks), len(named), boxed, len(named) - zero, len(named) - skipped, len(plain),
            max(numbers, default=0), len(self._document.boxes), len(self._skips()) + len(named),
        }  # fmt: skip

    def _skips(self) -> set[str]:
        """Return the IDs that stand in boxes but define no task: ranges and skipped ones."""
        found: set[str] = set()
        for item in self._document.boxes:
            if item.paragraph is not None:
                for reference in find_ids(item.paragraph.prose.value[:60], self._document.shape.id):
                    found.update(reference.ids())
        return found - set(self._document.ids)

    def _groups(self, leaf: Leaf, section: Section | None) -> Iterator[Count]:
        """Numbers of work packages: only where the document introduces itself."""
        document = self._document
        first = document.groups[0].section.span.start if document.groups else 0
        if (
            document.shape.group_kind != "package"
            or leaf.span.start > first
            or (section and section.level > 2)
        ):
            return
        for match in GROUPS.finditer(leaf.prose.value):
            if is_hedged(leaf, match.start()) or not speaks_of_all(leaf.prose.value, match):
                continue
            names = {group.id.value.upper() for group in document.groups}
            yield self._count(
                leaf, match, {len(names)}, f"{len(names)} {are(len(names))} described"
            )

    def _of_group(self, leaf: Leaf) -> Iterator[Count]:
        for match in OF_GROUP.finditer(leaf.prose.value):
            group = self._only_group(match["id"])
            if group is None or is_hedged(leaf, match.start()):
                continue
            line_end = leaf.prose.value.find("\n", match.start())
            line = leaf.prose.value[match.start() : line_end if line_end > 0 else None]
            ranges = find_ids(line, self._document.shape.id)
            listed = {i for reference in ranges for i in reference.members(self._document.ids)}
            readings = {*self._of(group.tasks), len(listed)} if listed else self._of(group.tasks)
            there = f"{stand(len(group.tasks))} under `{group.title}`"
            yield self._count(leaf, match, readings, there, group.section.heading.span)

    def _in_heading(self, leaf: Heading, section: Section | None) -> Iterator[Count]:
        if section is None:
            return
        inside = [
            task for task in self._tasks if section.span.start < task.span.start < section.span.end
        ]
        match = IN_HEADING.search(leaf.prose.value)
        if match is not None and inside and not is_hedged(leaf, match.start()):
            yield self._count(leaf, match, self._of(inside), f"{stand(len(inside))} below")
        yield from self._done(leaf, inside)

    def _of(self, tasks: list[Task]) -> set[int]:
        boxes = sum(task.done is not None for task in tasks)
        if not tasks:
            return {0}
        every = len(self._boxes_of(tasks))
        skipped = sum(task.is_skipped for task in tasks)
        return {len(tasks), len({task.name for task in tasks}), boxes, every, len(tasks) - skipped}

    def _only_group(self, identifier: str) -> Group | None:
        found = [g for g in self._document.groups if g.id.value.lower() == identifier.lower()]
        return found[0] if len(found) == 1 else None

    def _areas(self, leaf: Leaf) -> Iterator[Count]:
        """Numbers by area (``25 backend tasks, 21 frontend tasks``): two or more of a line."""
        matches = [m for m in AREA.finditer(leaf.prose.value) if m["area"].lower() not in NO_AREA]
        if len(matches) < 2 or any(is_hedged(leaf, match.start()) for match in matches):
            return
        for match in matches:
            readings = readings_of(match["area"].lower(), self._tasks)
            if readings and max(readings) > 0:
                there = listed(readings, int(match["n"]))
                yield self._count(leaf, match, set(readings), there)

    def in_tables(self) -> Iterator[Count]:
        """Yield the counts in tables with a column of group names and one of numbers of tasks."""
        for visit in self._document.visits:
            table = visit.block
            if isinstance(table, Table) and not self._document.is_example(table.span.start):
                yield from self._in_table(table)

    def _in_table(self, table: Table) -> Iterator[Count]:
        column = next(
            (
                number
                for number, cell in enumerate(table.header.cells)
                if NUMBER_COLUMN.fullmatch(cell.prose.value.strip())
            ),
            None,
        )
        if not column:
            return
        for row in table.rows:
            if len(row.cells) <= column:
                continue
            name = GROUP_CELL.match(row.cells[0].prose.value)
            number = re.fullmatch(r"\s*(?P<n>\d{1,4})\s*", row.cells[column].prose.value)
            group = self._only_group(name[1]) if name else None
            if number is None or group is None or not group.tasks:
                continue
            there = f"{stand(len(group.tasks))} under `{group.title}`"
            yield self._count(
                row.cells[column], number, self._of(group.tasks), there, group.section.heading.span
            )

    def _count(
        self,
        leaf: Leaf,
        match: re.Match[str],
        readings: set[int],
        actual: str,
        related: Span | None = None,
    ) -> Count:
        stated = match["n"] or match.groupdict().get("m") or "0"
        words = " ".join(match[0].split()).strip("(*: ")
        start = match.start() + len(match[0]) - len(match[0].lstrip("(*: \n"))
        at = leaf.prose.span(start, match.end())
        return Count(at, words, int(stated), frozenset(readings), actual, related)
