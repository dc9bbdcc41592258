"""Several commands in turns, A B C A B C …, so that what disturbs the machine disturbs them all."""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import Run, timed, watched


def nothing() -> None:
    """Prepare nothing."""


class Command(NamedTuple):
    """A command line of a tool."""

    tool: str
    words: tuple[str, ...]
    folder: Path
    counts: str = ""
    """Pattern whose last match in the output is the number of files; empty if it says none."""
    before: Callable[[], None] = nothing
    """What is done before each run, and not measured."""


class Measure(NamedTuple):
    """What the runs of one command took."""

    tool: str
    runs: tuple[Run, ...]
    peak_bytes: int | None
    files: int | None
    """How many files the tool says that it looked at."""

    @property
    def median(self) -> float:
        """Seconds on the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def fastest(self) -> float:
        """Seconds on the clock."""
        return min(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float:
        """Median of the processor time, in seconds."""
        return statistics.median(run.cpu_seconds for run in self.runs)

    @property
    def exit_code(self) -> int | None:
        """Exit code of the last run; None if it was ended because it took too long."""
        return self.runs[-1].exit_code


class Patience(NamedTuple):
    """How long a tool may take, in seconds."""

    again: float
    """One that took longer in the first round is not run again."""
    limit: float
    """One that takes longer is ended."""


def in_turns(
    commands: Sequence[Command],
    runs: int,
    patience: Patience,
    before_round: Callable[[], None] = nothing,
) -> tuple[Measure, ...]:
    """Return what *commands* took in *runs* rounds.

    In a first round, which warms the disk, the memory is looked at; its times count for nothing,
    but for a tool that is too slow to be run again.
    """
    before_round()
    first = [_watched(command, patience) for command in commands]
    taken: list[list[Run]] = [[run] if run.seconds > patience.again else [] for run in first]
    slow = [bool(counted) for counted in taken]
    for _ in range(runs):
        before_round()
        for command, counted, is_slow in zip(commands, taken, slow, strict=True):
            if not is_slow:
                command.before()
                counted.append(timed(command.words, command.folder, patience.limit))
    return tuple(
        Measure(command.tool, tuple(counted), run.peak_bytes, _files(command, run.output))
        for command, counted, run in zip(commands, taken, first, strict=True)
    )


def _watched(command: Command, patience: Patience) -> Run:
    command.before()
    with tempfile.TemporaryFile() as output:
        run = watched(command.words, command.folder, patience.limit, output)
    sys.stderr.write(f"  {command.tool}: {run.seconds:.2f} s\n")
    return run


def _files(command: Command, output: str) -> int | None:
    found = re.findall(command.counts, output) if command.counts else []
    return int(found[-1].replace(",", "")) if found else None
