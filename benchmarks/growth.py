"""How time grows: with the size of a folder, and with the parts of hostile documents."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import Corpus
from benchmarks.documents import write
from benchmarks.hostile import HOSTILE
from benchmarks.processes import timed
from benchmarks.rounds import Command, Measure, Patience, in_turns
from benchmarks.scenarios import MARKDOWN_LINTERS, MEGABYTE, Bench
from benchmarks.tools import CACHED, HARNESS_LINT, OWN, Installed

WARM = f"{OWN} (warm)"
FLOOR = "reading all bytes"
HOSTILE_PATIENCE = Patience(again=10, limit=30)
READ_ALL = """\
import os
for folder, _, names in os.walk("."):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            file.read()
"""


class Point(NamedTuple):
    """One size of the folder, and what it took each tool."""

    megabytes: float
    files: int
    measures: tuple[Measure, ...]

    def of(self, tool: str) -> Measure | None:
        """Return what *tool* took, None if it was not run."""
        return next((one for one in self.measures if one.tool == tool), None)


class Doubling(NamedTuple):
    """A hostile document, and one that is twice as large."""

    name: str
    parts: int
    smaller: tuple[Measure, ...]
    larger: tuple[Measure, ...]


def growth(bench: Bench) -> Iterator[Point]:
    """Yield what each tool takes over a folder that grows.

    A tool that was too slow to be run twice is not run over larger folders.
    """
    corpus = Corpus(bench.base / "growing")
    patient = [one.tool.name for one in bench.named(MARKDOWN_LINTERS)]
    for megabytes in bench.sizes.growth_megabytes:
        sys.stderr.write(f"a folder of {megabytes:g} MB\n")
        corpus.grow(round(megabytes * MEGABYTE))
        commands = list(_commands(bench.named(patient), corpus.folder, bench.patience.limit))
        measures = in_turns(commands, bench.sizes.growth_runs, bench.patience)
        yield Point(corpus.size / MEGABYTE, corpus.files, measures)
        slow = {one.tool for one in measures if one.median > bench.patience.again}
        patient = [name for name in patient if name not in slow or name == OWN]


def _commands(tools: Iterable[Installed], folder: Path, limit: float) -> Iterator[Command]:
    for one in tools:
        yield one.on(one.tool.everything, folder)
        if one.tool is HARNESS_LINT:
            warm = one.on(CACHED, folder, WARM)
            timed(warm.words, folder, limit)  # fills the cache
            yield warm
    yield Command(FLOOR, (sys.executable, "-I", "-S", "-c", READ_ALL), folder)


def slope(points: Iterable[tuple[float, float]]) -> float:
    """Return the exponent that fits times to sizes: 1 is linear, below is better.

    *points* are sizes and times, all above 0, at least two different sizes.
    """
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def doublings(bench: Bench) -> Iterator[Doubling]:
    """Yield what hostile documents take, of one size and of twice that size.

    A tool that had to be ended is not tried with the larger one.
    """
    for number, kind in enumerate(HOSTILE):
        parts = max(1, round(kind.parts * bench.sizes.hostile))
        sys.stderr.write(f"{kind.name}: {parts:,} and {2 * parts:,}\n")
        folder = bench.base / f"hostile{number}"
        tools = bench.named((OWN, "rumdl"))
        smaller = _hostile(bench, tools, folder / "n", kind.text(parts))
        ended = {one.tool: one for one in smaller if one.exit_code is None}
        left = [one for one in tools if one.tool.name not in ended]
        larger = _hostile(bench, left, folder / "2n", kind.text(2 * parts))
        taken = {one.tool: one for one in larger} | ended
        yield Doubling(kind.name, parts, smaller, tuple(taken[one.tool] for one in smaller))


def _hostile(
    bench: Bench, tools: Iterable[Installed], folder: Path, text: str
) -> tuple[Measure, ...]:
    write(folder / "specs" / "001-lamps" / "spec.md", text)
    commands = [one.on(one.tool.everything, folder) for one in tools]
    return in_turns(commands, bench.sizes.growth_runs, HOSTILE_PATIENCE)
