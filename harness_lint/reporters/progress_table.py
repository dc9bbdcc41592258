"""The progress of task lists in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

from rich import box
from rich.console import Console, OverflowMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness_lint.project.progress import Counts, ListProgress, Part, Progress, Task
from harness_lint.reporters.progress import (
    ShownPath,
    Wanted,
    cycle_line,
    few,
    listed_tasks,
    part_name,
    percent,
    shown_groups,
    shows_cycles,
    to_do,
    waits,
    wanted_of,
)
from harness_lint.reporters.terminal import cells, safe

NARROWEST = 40
"""Columns; a narrower terminal breaks the lines by itself."""

WIDE = 120
"""Columns from which on the overview names the tasks that are ready."""


class Style(NamedTuple):
    """How the terminal is drawn on."""

    width: int
    colour: bool
    is_plain: bool = False
    """Whether the output can hold ASCII alone."""


_COLOURS = {"done": "green", "ready": "cyan", "begun": "blue", "blocked": "yellow"}


def render(
    progress: Progress, wanted: Wanted, style: Style, shown_path: ShownPath
) -> Iterator[str]:
    """Yield the lines of *progress*: an overview of several lists, and what is wanted of each."""
    view = _View(style, shown_path)
    if len(progress.lists) > 1:
        yield from view.lines(view.overview(progress))
    for one in progress.lists:
        parts = list(view.details(one, wanted_of(progress, wanted)))
        if parts or len(progress.lists) == 1:
            if len(progress.lists) > 1:
                yield ""
            yield from view.lines(view.head(one))
        for part in parts:
            yield ""
            yield from view.lines(part)


class _View:
    def __init__(self, style: Style, shown_path: ShownPath) -> None:
        self._style = style
        self._shown_path = shown_path
        self._width = max(style.width, NARROWEST)

    def lines(self, part: RenderableType) -> Iterator[str]:
        """Yield the lines of *part* as the terminal is to show them."""
        text = StringIO()
        console = Console(
            file=text,
            width=self._width,
            force_terminal=self._style.colour,
            color_system="standard" if self._style.colour else None,
            no_color=not self._style.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        console.print(part)
        yield from (line.rstrip() for line in text.getvalue().splitlines())

    def overview(self, progress: Progress) -> RenderableType:
        """Return the table of all lists."""
        table = self._table(show_header=True, show_footer=True)
        totals = progress.totals
        is_wide = self._width >= WIDE
        bar = 10 if is_wide else 6
        room = self._width - bar - (64 if is_wide else 35)
        paths = [broken(safe(self._shown_path(one.path)), room) for one in progress.lists]
        table.add_column("Task list", f"{len(progress.lists)} lists", overflow="fold")
        table.add_column("", self._bar(totals, bar), no_wrap=True)
        table.add_column("", f"{percent(totals)}%", justify="right", no_wrap=True)
        table.add_column("Done", _fraction(totals), justify="right", no_wrap=True)
        table.add_column("Blocked", _number(totals.blocked), justify="right", no_wrap=True)
        if is_wide:
            table.add_column("Ready next", _number(totals.ready), ratio=1, min_width=26)
        else:
            table.add_column("Ready", _number(totals.ready), justify="right", no_wrap=True)
        for one, path in zip(progress.lists, paths, strict=True):
            ready = one.tasks_in("ready")
            names = few((task.name for task in ready), 3) if is_wide else _number(len(ready))
            table.add_row(
                Text(path),
                self._bar(one.counts, bar),
                f"{percent(one.counts)}%",
                _fraction(one.counts),
                _number(one.counts.blocked),
                self._text(names, "ready"),
            )
        return table

    def head(self, one: ListProgress) -> RenderableType:
        """Return path, title and bar of a list."""
        path, title = safe(self._shown_path(one.path)), safe(one.title)
        head = Text(path, style="bold")
        if title and cells(path) + cells(title) + 2 <= self._width:
            head.append(f"  {title}", style="not bold dim")
        counts = one.counts
        head.append("\n")
        if not to_do(counts):
            return head.append("no tasks" if not counts.tasks else f"{counts.skipped} skipped")
        head.append_text(self._bar(counts, min(40, self._width // 3)))
        head.append(f"  {percent(counts)}%  {_fraction(counts)} done")
        for state in ("ready", "begun", "blocked", "waiting", "skipped"):
            number = getattr(counts, state)
            if number:
                words = {"begun": "in progress", "waiting": "later"}.get(state, state)
                head.append(" · " if not self._style.is_plain else " | ")
                head.append(f"{number} {words}", style=_COLOURS.get(state, ""))
        return head

    def details(self, one: ListProgress, wanted: Wanted) -> Iterator[RenderableType]:
        """Yield the parts of a list that are *wanted*."""
        if wanted.parts and (shown_groups(one) or one.stories):
            yield self._parts(one)
        for heading, tasks in listed_tasks(one, wanted):
            yield self._tasks(heading, tasks, one, is_cut=not wanted.everything)
        if shows_cycles(wanted):
            for cycle in one.cycles:
                yield Text(f"  {self._plain(safe(cycle_line(cycle)))}", style="red")

    def _parts(self, one: ListProgress) -> RenderableType:
        table = self._table()
        table.add_column(no_wrap=True)
        table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
        table.add_column(overflow="fold")
        for parts in (shown_groups(one), one.stories):
            if table.row_count and parts:
                table.add_row()
            for part in parts:
                table.add_row(
                    Text(safe(part_name(part))),
                    Text(safe(part.title)),
                    self._bar(part.counts, 10),
                    _fraction(part.counts),
                    self._state_of(part, one),
                )
        return Padding(table, (0, 0, 0, 2))

    def _state_of(self, part: Part, one: ListProgress) -> Text:
        counts = part.counts
        if part.lane:
            return self._text(part.lane, "done" if not counts.open else "begun")
        if not counts.open:
            return self._text("done" if counts.done else "skipped", "done")
        if part.blocked_by:
            return self._text(waits(part.blocked_by, one), "blocked")
        if counts.ready:
            return self._text(f"{counts.ready} ready", "ready")
        if counts.begun:
            return self._text("in progress", "begun")
        return self._text("blocked", "blocked") if counts.blocked else Text("later")

    def _tasks(
        self, heading: str, tasks: tuple[Task, ...], one: ListProgress, *, is_cut: bool
    ) -> RenderableType:
        table = self._table()
        table.title, table.title_justify, table.title_style = heading, "left", "bold"
        columns = {
            "id": any(task.id for task in tasks),
            "marker": any(task.is_parallel for task in tasks),
            "title": True,
            "waits": any(task.blocked_by for task in tasks),
        }
        for name in filter(columns.__getitem__, columns):
            if name == "title":
                overflow: OverflowMethod = "ellipsis" if is_cut else "fold"
                table.add_column(ratio=3, no_wrap=is_cut, overflow=overflow)
            elif name == "waits":
                table.add_column(ratio=1, min_width=16, overflow="fold")
            else:
                table.add_column(no_wrap=True)
        for task in tasks:
            cells_of = {
                "id": self._text(task.id or "", task.state),
                "marker": Text("[P]" if task.is_parallel else ""),
                "title": Text(safe(task.title)),
                "waits": Text(safe(waits(task.blocked_by, one))),
            }
            table.add_row(*(cell for name, cell in cells_of.items() if columns[name]))
        return Padding(table, (0, 0, 0, 2))

    def _table(self, *, show_header: bool = False, show_footer: bool = False) -> Table:
        return Table(
            box=None if not show_header else box.ASCII if self._style.is_plain else box.SIMPLE_HEAD,
            show_header=show_header,
            show_footer=show_footer,
            show_edge=False,
            pad_edge=False,
            expand=True,
            padding=(0, 2, 0, 0),
        )

    def _bar(self, counts: Counts, width: int) -> Text:
        """Return a bar; it is full only when all is done, and never empty when something is."""
        filled = int(width * counts.share + 1e-9)
        filled = max(filled, 1) if counts.done and counts.share else filled
        full, empty = "#-" if self._style.is_plain else "█░"
        bar = Text(full * filled, style=_COLOURS["done"])
        return bar.append(empty * (width - filled), style="dim")

    def _text(self, words: str, state: str) -> Text:
        return Text(safe(words), style=_COLOURS.get(state, ""))

    def _plain(self, words: str) -> str:
        return words.replace("→", "->") if self._style.is_plain else words


def _fraction(counts: Counts) -> str:
    return f"{counts.done}/{to_do(counts)}"


def _number(number: int) -> str:
    return str(number) if number else ""


def broken(path: str, width: int) -> str:
    """Return *path* in lines of *width* columns, broken behind a slash where there is one."""
    lines = [""]
    for part in path.replace("/", "/\n").split("\n"):
        if lines[-1] and cells(lines[-1]) + cells(part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
