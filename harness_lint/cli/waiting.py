"""How far a long run is, for a person who waits at a terminal."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1.0
"""So long nothing is shown."""

PAUSE_SECONDS = 0.1
"""So long what is shown stays as it is."""


class Waiting(AbstractContextManager["Waiting"]):
    """Shows on standard error how many files of how many were checked, and takes it away again.

    It draws only when it is told something: a thread of its own would be in the way of a fork.
    """

    def __init__(self) -> None:
        self._done = 0
        self._total = 0
        self._next = monotonic() + PATIENCE_SECONDS
        self._shown: tuple[Progress, TaskID] | None = None

    def tell(self, done: int, more: int) -> None:
        """Count *done* files more that were checked, and *more* that are to be."""
        self._done += done
        self._total += more
        if monotonic() >= self._next:
            self._show()
            self._next = monotonic() + PAUSE_SECONDS

    def _show(self) -> None:
        if self._shown is None:
            progress = _progress()
            self._shown = progress, progress.add_task("Checking")
            progress.start()
        progress, task = self._shown
        progress.update(task, completed=self._done, total=self._total, refresh=True)

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._shown[0].stop()


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files"),
        console=Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR"))),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
