"""The progress of task lists: for people, for programs, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from harness_lint.project.progress import Counts, ListProgress, Part, Progress, Task
from harness_lint.reporters.terminal import safe

VERSION = 1

ShownPath = Callable[[str], str]
"""Turns a path below the root into one that can be opened from here."""


class Wanted(NamedTuple):
    """What is to be listed besides the overview."""

    ready: bool = False
    """The tasks that can be begun, of every list."""
    blocked: bool = False
    """The tasks that wait, and for what."""
    parts: bool = False
    """Groups and stories, what is in progress, and what can be begun."""
    everything: bool = False
    """Every task that is not done, with its whole title."""


def as_data(progress: Progress) -> dict[str, Any]:
    """Return *progress* as JSON data. Stable: keys are added, never changed."""
    return {
        "version": VERSION,
        "lists": [_list_data(one) for one in progress.lists],
        "totals": {"lists": len(progress.lists), **_counts_data(progress.totals)},
    }


def _list_data(one: ListProgress) -> dict[str, Any]:
    return {
        "path": one.path,
        "family": one.family,
        "title": one.title,
        **_counts_data(one.counts),
        "ready": [task.name for task in one.tasks_in("ready")],
        "cycles": [list(cycle) for cycle in one.cycles],
        "groups": [_part_data(part) for part in one.groups],
        "stories": [_part_data(part) for part in one.stories],
        "tasks_detail": [_task_data(task) for task in one.tasks],
    }


def _counts_data(counts: Counts) -> dict[str, int]:
    return {
        "tasks": counts.tasks,
        "done": counts.done,
        "open": counts.open,
        "blocked": counts.blocked,
        "begun": counts.begun,
        "waiting": counts.waiting,
        "skipped": counts.skipped,
    }


def _part_data(part: Part) -> dict[str, Any]:
    counts = {**_counts_data(part.counts), "ready": part.counts.ready}
    about = {"kind": part.kind, "id": part.id or None, "title": part.title}
    if part.kind == "story":
        return {**about, **counts}
    return {**about, **counts, "lane": part.lane or None, "blocked_by": list(part.blocked_by)}


def _task_data(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "title": task.title,
        "state": task.state,
        "path": task.path,
        "line": task.line,
        "group": task.group or None,
        "story": task.story or None,
        "parallel": task.is_parallel,
        "blocked_by": list(task.blocked_by),
    }


def markdown(progress: Progress, wanted: Wanted, shown_path: ShownPath) -> Iterator[str]:
    """Yield the lines of *progress* as a Markdown document."""
    yield "# Progress"
    yield ""
    yield from _table(
        ("List", "Done", "Tasks", "Blocked", "Ready next"),
        (
            (
                shown_path(one.path),
                f"{percent(one.counts)} %",
                f"{one.counts.done} of {to_do(one.counts)}",
                str(one.counts.blocked),
                few(task.name for task in one.tasks_in("ready")),
            )
            for one in progress.lists
        ),
    )
    for one in progress.lists:
        yield from _markdown_of(one, wanted_of(progress, wanted), shown_path)


def _markdown_of(one: ListProgress, wanted: Wanted, shown_path: ShownPath) -> Iterator[str]:
    parts = (*shown_groups(one), *one.stories) if wanted.parts else ()
    listed = list(listed_tasks(one, wanted))
    if not parts and not listed:
        return
    yield ""
    yield f"## {_escaped(shown_path(one.path))}"
    if parts:
        yield ""
        yield from _table(
            ("Part", "Title", "Done", "Blocked"),
            (
                (
                    part_name(part),
                    part.title,
                    f"{part.counts.done} of {to_do(part.counts)}",
                    str(part.counts.blocked),
                )
                for part in parts
            ),
        )
    for heading, tasks in listed:
        yield ""
        yield f"### {heading}"
        yield ""
        for task in tasks:
            yield f"- {_escaped(task_line(task, one))}"
    for cycle in one.cycles if shows_cycles(wanted) else ():
        yield ""
        yield _escaped(cycle_line(cycle))


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "| " + " | ".join("---" for _ in header) + " |"
    for row in rows:
        yield "| " + " | ".join(_escaped(cell) for cell in row) + " |"


_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|~"})


def _escaped(text: str) -> str:
    """Return *text* so that Markdown shows it as it is, on one line."""
    return safe(text).translate(_SPECIAL)


def wanted_of(progress: Progress, wanted: Wanted) -> Wanted:
    """Return what to list: the parts of the only list, if nothing is asked for."""
    if wanted.everything:
        return Wanted(ready=True, blocked=True, parts=True, everything=True)
    if any(wanted) or len(progress.lists) != 1:
        return wanted
    return Wanted(parts=True)


def shown_groups(one: ListProgress) -> tuple[Part, ...]:
    """Return the groups of a list; none if a single section holds all."""
    return () if len(one.groups) == 1 and one.groups[0].kind == "section" else one.groups


def listed_tasks(one: ListProgress, wanted: Wanted) -> Iterator[tuple[str, tuple[Task, ...]]]:
    """Yield the tasks to list under their headings, empty headings left out.

    Where nobody asked for them, no more than `MOST` are listed, and the heading says so.
    """
    asked = {
        "begun": wanted.parts,
        "ready": wanted.ready or wanted.parts,
        "blocked": wanted.blocked,
        "waiting": wanted.everything,
    }
    for state, is_asked in asked.items():
        tasks = one.tasks_in(state) if is_asked else ()
        is_cut = len(tasks) > MOST and wanted == Wanted(parts=True)
        if tasks:
            rest = f" (the first {MOST} of {len(tasks)})" if is_cut else ""
            yield HEADINGS[state] + rest, tasks[:MOST] if is_cut else tasks


MOST = 20
"""Tasks under a heading that nobody asked for."""

HEADINGS = {
    "begun": "In progress",
    "ready": "Ready next",
    "blocked": "Blocked",
    "waiting": "Later",
}


def shows_cycles(wanted: Wanted) -> bool:
    """Return whether cycles are told: wherever what they hold up is spoken of."""
    return wanted.blocked or wanted.parts


def percent(counts: Counts) -> int:
    """Return how much is done in percent, rounded down: 100 means all."""
    return int(100 * counts.share + 1e-9)


def to_do(counts: Counts) -> int:
    """Return how many tasks count: all but those that are skipped."""
    return counts.tasks - counts.skipped


def part_name(part: Part) -> str:
    """Return what a part is called: ``Phase 2``, ``WP01``, ``US1``; a section has no name."""
    is_numbered = part.id[:1].isdigit()
    return f"{part.kind.capitalize()} {part.id}" if is_numbered else part.id


def task_line(task: Task, one: ListProgress) -> str:
    """Return ID, marker and title of *task*, and what it waits for."""
    marker = " [P]" if task.is_parallel else ""
    words = f"{task.id}{marker} {task.title}" if task.id is not None else task.title
    return f"{words} ({waits(task.blocked_by, one)})" if task.blocked_by else words


def waits(names: Iterable[str], one: ListProgress) -> str:
    """Return what is waited for, in words; empty for nothing. Numbers of phases say so."""
    numbered = {part.id: part_name(part) for part in one.groups if part.kind != "task"}
    known = [numbered.get(name, name) for name in names]
    return f"waits for {few(known)}" if known else ""


def cycle_line(cycle: tuple[str, ...]) -> str:
    """Return a sentence about tasks or groups that wait for one another."""
    return f"a cycle, none of it can begin: {' → '.join((*cycle, cycle[0]))}"


def few(names: Iterable[str], most: int = 4) -> str:
    """Return the first of *names*, and how many there are besides."""
    known = list(names)
    rest = f" and {len(known) - most} more" if len(known) > most else ""
    return ", ".join(known[:most]) + rest
