"""Numbers that a task list states about itself, each with the ways in which it may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.documents import count_readings
from harness_lint.documents.count import Count, Found, counted
from harness_lint.documents.count_areas import listed, readings_of
from harness_lint.documents.count_patterns import (
    AREA,
    DONE,
    GOES_ON,
    GROUP_CELL,
    GROUPS,
    IN_HEADING,
    NO_AREA,
    NUMBER_COLUMN,
    NUMBER_FIRST,
    NUMBER_LAST,
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
from harness_lint.markdown.nodes import Heading, Leaf, Table
from harness_lint.markdown.outline import Section
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList


def counts_of(document: TaskList) -> Iterator[Count]:
    """Yield the numbers of *document* whose scope is certain, in source order."""
    if not document.ids:
        return
    counter = _Counter(document)
    tasks = {id(task.leaf) for task in document.tasks}
    for leaf in document.leaves:
        if (
            _may_state(leaf.prose.value)
            and id(leaf) not in tasks
            and not document.is_example(leaf.span.start)
        ):
            yield from counter.in_leaf(leaf)
    yield from counter.in_tables()


def _may_state(text: str) -> bool:
    return NUMBER_FIRST.search(text) is not None or NUMBER_LAST.search(text) is not None


class _Counter:
    def __init__(self, document: TaskList) -> None:
        self._document = document
        self._tasks = document.tasks
        self._all = list(document.tasks)
        self._by_area: dict[str, dict[int, str]] = {}

    @cached_property
    def _every(self) -> set[int]:
        return count_readings.all_tasks(self._document)

    @cached_property
    def _left(self) -> set[int]:
        return count_readings.left(self._document, self._tasks)

    @cached_property
    def _ticked(self) -> set[int]:
        return count_readings.done(self._document, self._tasks)

    def _of_area(self, area: str) -> dict[int, str]:
        if area not in self._by_area:
            self._by_area[area] = readings_of(area, self._tasks)
        return self._by_area[area]

    def in_leaf(self, leaf: Leaf) -> Iterator[Count]:
        """Yield the numbers that *leaf* states, which may state some."""
        section = self._document.outline.section_at(leaf.span.start)
        if isinstance(leaf, Heading):
            yield from self._in_heading(leaf, section)
            return
        group = self._document.group_at(section)
        if group is None and not is_part(section):
            yield from self._parallel(leaf)
            yield from self._totals(leaf)
            yield from self._done(leaf, self._all)
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
            mark = marked[0].parallel.value if marked and marked[0].parallel else "[P]"
            yield self._count(
                leaf,
                match,
                count_readings.parallel(marked),
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
            yield self._count(leaf, match, self._every, there)

    def _done(self, leaf: Leaf, tasks: list[Task]) -> Iterator[Count]:
        """Numbers of tasks that are done, of all or of those under one heading."""
        for match in DONE.finditer(leaf.prose.value):
            if all(task.done is None for task in tasks) or is_hedged(leaf, match.start()):
                continue
            ticked = sum(task.done is True for task in tasks)
            readings = (
                self._ticked if tasks is self._all else count_readings.done(self._document, tasks)
            )
            there = f"{ticked} of {len(tasks)} {are(ticked)} ticked"
            if match["all"] and int(match["all"]) not in {
                *self._of_tasks(tasks),
                *self._every,
            }:
                continue  # of what, is not certain
            yield self._count(leaf, match, readings, there)

    def _remaining(self, leaf: Leaf) -> Iterator[Count]:
        """Numbers of tasks that are left, with and without those that are begun or set aside."""
        for match in REMAINING.finditer(leaf.prose.value):
            boxed = [task for task in self._tasks if task.done is not None]
            if not boxed or is_hedged(leaf, match.start()):
                continue
            left = sum(not task.done for task in boxed)
            readings = self._left
            there = f"{left} of {len(boxed)} {are(left)} open"
            yield self._count(leaf, match, readings, there)

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
            readings = (
                {*self._of_tasks(group.tasks), len(listed)}
                if listed
                else self._of_tasks(group.tasks)
            )
            there = f"{stand(len(group.tasks))} under `{group.title}`"
            yield self._count(leaf, match, readings, there, group.section.heading.span)

    def _in_heading(self, leaf: Heading, section: Section | None) -> Iterator[Count]:
        if section is None:
            return
        inside = count_readings.tasks_in(self._document, section)
        match = IN_HEADING.search(leaf.prose.value)
        if match is not None and inside and not is_hedged(leaf, match.start()):
            yield self._count(leaf, match, self._of_tasks(inside), f"{stand(len(inside))} below")
        yield from self._done(leaf, inside)

    def _of_tasks(self, tasks: list[Task]) -> set[int]:
        return count_readings.of_tasks(self._document, tasks)

    def _only_group(self, identifier: str) -> Group | None:
        found = [g for g in self._document.groups if g.id.value.lower() == identifier.lower()]
        return found[0] if len(found) == 1 else None

    def _areas(self, leaf: Leaf) -> Iterator[Count]:
        """Numbers by area (``25 backend tasks, 21 frontend tasks``): two or more of a line."""
        matches = [m for m in AREA.finditer(leaf.prose.value) if m["area"].lower() not in NO_AREA]
        if len(matches) < 2 or any(is_hedged(leaf, match.start()) for match in matches):
            return
        for match in matches:
            readings = self._of_area(match["area"].lower())
            if readings and max(readings) > 0:
                there = listed(readings, int(match["n"]))
                yield self._count(leaf, match, set(readings), there)

    def in_tables(self) -> Iterator[Count]:
        """Yield the counts in tables with a column of group names and one of numbers of tasks."""
        for table in self._document.tables:
            if not self._document.is_example(table.span.start):
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
                row.cells[column],
                number,
                self._of_tasks(group.tasks),
                there,
                group.section.heading.span,
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
        return counted(leaf, match, int(stated), Found(readings, actual, related))
