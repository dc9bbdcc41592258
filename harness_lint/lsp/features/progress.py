"""How far the work of a list is, beside its headings: ``3/7``."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from harness_lint.documents.task_facts import task_facts
from harness_lint.documents.task_list import TaskList
from harness_lint.lsp.view import View
from harness_lint.source import Span


class Count(NamedTuple):
    """How many tasks below a heading are done, of those that need to be."""

    at: int
    """Offset behind the heading."""
    done: int
    tasks: int


def progress_hints(
    view: View, path: str, params: types.InlayHintParams
) -> list[types.InlayHint] | None:
    """Return the progress beside the headings in the range; None if the file is no task list."""
    source, document = view.source(path), view.document(path)
    if source is None or not isinstance(document, TaskList):
        return None
    shown = view.positions.span(source, params.range)
    return [
        types.InlayHint(
            view.positions.position(source, count.at),
            f"{count.done}/{count.tasks}",
            tooltip=f"{count.done} of {count.tasks} tasks are done",
            padding_left=True,
        )
        for count in counts_of(document)
        if shown.start <= count.at <= shown.end
    ]


def counts_in(view: View, path: str) -> tuple[Count, ...]:
    """Return the progress of all sections of the file at *path*; empty if it is no task list."""
    document = view.document(path)
    return tuple(counts_of(document)) if isinstance(document, TaskList) else ()


def counts_of(tasks: TaskList) -> Iterator[Count]:
    """Yield the progress of each section of *tasks* that holds any, in source order.

    Tasks that are set aside do not count, nor do those with tasks of their own below them.
    """
    states = sorted(_states(tasks))
    starts = [at for at, _ in states]
    for section in tasks.outline.sections:
        span = section.span
        inside = states[bisect_left(starts, span.start) : bisect_right(starts, span.end - 1)]
        if inside:
            done = sum(is_done for _, is_done in inside)
            yield Count(_end_of(tasks, section.heading.span), done, len(inside))


def _states(tasks: TaskList) -> Iterator[tuple[int, bool]]:
    """Yield where each task that counts stands, and whether it is done."""
    said = [one for one in task_facts(tasks) if one.kind in ("task-progress", "task-box")]
    names = {one.key for one in said if one.key}
    parents = {name.rpartition(".")[0] for name in names if name[:1].isdecimal()}
    for one in said:
        if one.values["state"] != "skipped" and not (one.key and one.key in parents):
            yield one.at.start, one.values["state"] == "done"


def _end_of(tasks: TaskList, heading: Span) -> int:
    """Return where the first line of *heading* ends: an underlined one has two."""
    return tasks.source.line_span(tasks.source.line_at(heading.start)).end
