"""What was measured, as Markdown: the tables of `docs/benchmarks.md`, and the few of the README."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.growth import FLOOR, Doubling, Point, slope
from benchmarks.rounds import Measure
from benchmarks.scenarios import MEGABYTE, Table
from benchmarks.server import Reaction
from benchmarks.tools import OWN

MEASURED = re.compile(
    r"(?ms)^(?P<begin><!-- MEASURED: (?P<name>[a-z]+) -->\n).*?(?P<end>^<!-- END MEASURED -->$)"
)
"""A stretch that `python -m benchmarks` writes."""
HEADER = ("tool", "median", "fastest", "CPU", "memory", "files", "exit", "harness-lint takes")
LARGE = 10
"""Megabytes from which the start of the program hardly counts."""
Lines = list[str]


class Results(NamedTuple):
    """All that was measured, and on what."""

    context: Lines
    tables: tuple[Table, ...]
    points: tuple[Point, ...]
    doublings: tuple[Doubling, ...]
    reactions: tuple[Reaction, ...]


def filled(text: str, results: Results) -> str:
    """Return *text* with what was measured between its markers."""

    def fill(match: re.Match[str]) -> str:
        lines = "\n".join(STRETCHES[match["name"]](results)).strip("\n")
        return f"{match['begin']}\n{lines}\n\n{match['end']}"

    return MEASURED.sub(fill, text)


def everything(results: Results) -> Lines:
    """Return all tables."""
    lines = list(results.context)
    if results.tables:
        lines += ["", "## In short", "", *in_short(results)]
    if results.points:
        lines += ["", "## Growth with the size of a folder", "", *_growth(results.points)]
    lines += [line for table in results.tables for line in _section(table)]
    if results.reactions:
        lines += ["", "## The language server", "", *_reactions(results.reactions)]
    if results.doublings:
        lines += ["", "## Hostile documents", "", *_hostile(results.doublings)]
    return lines


def in_short(results: Results) -> Lines:
    """Return one table of the medians: a row for each thing, a column for each tool."""
    names = [name for name in _columns(results.tables) if not name.startswith(f"{OWN} ")]
    return [
        *_table_head(["", *names]),
        *(_row([table.title, *_medians(table, names)]) for table in results.tables),
        *_reactions_in_short(results.reactions, names),
        "",
        f"In brackets: what {OWN} takes of the time of the other tool. Below 1 it is faster.",
    ]


def summary(results: Results) -> Lines:
    """Return what the README shows."""
    return [*results.context, "", *in_short(results)]


STRETCHES: dict[str, Callable[[Results], Lines]] = {"all": everything, "short": summary}
"""What stands between markers, by name."""


def _columns(tables: Sequence[Table]) -> list[str]:
    return list(dict.fromkeys(one.tool for table in tables for one in table.measures))


def _medians(table: Table, names: Sequence[str]) -> Iterator[str]:
    own, *_ = table.measures
    by_name = {one.tool: one for one in table.measures}
    for name in names:
        one = own if name == OWN else by_name.get(name)
        share = "" if one is own or one is None else f" ({_ratio(own, one)})"
        yield f"{_seconds(one.median)}{share}" if one else ""


def _section(table: Table) -> Iterator[str]:
    own, *_ = table.measures
    yield from ["", f"## {table.title}", "", *_table_head(HEADER)]
    for one in table.measures:
        yield _row(
            [
                one.tool,
                _seconds(one.median),
                _seconds(one.fastest),
                _seconds(one.cpu),
                _memory(one),
                f"{one.files:,}" if one.files is not None else "does not say",
                "ended" if one.exit_code is None else str(one.exit_code),
                "" if one is own else f"{_ratio(own, one)} of it",
            ]
        )


def _growth(points: Sequence[Point]) -> Iterator[str]:
    names = list(dict.fromkeys(one.tool for point in points for one in point.measures))
    yield from _table_head(["folder", "files", *names, f"{OWN}, for a megabyte"])
    for point in points:
        own = point.of(OWN)
        cells = [_seconds(one.median) if (one := point.of(name)) else "" for name in names]
        each = _seconds(own.median / point.megabytes) if own else ""
        yield _row([f"{point.megabytes:,.1f} MB", f"{point.files:,}", *cells, each])
    yield ""
    slopes = ", ".join(
        f"{name} {slope(known):.2f}"
        for name in names
        if name != FLOOR and len(known := _times(points, name)) > 1
    )
    yield f"Exponent of the growth (1 is linear, less is better): {slopes}."
    large = [seconds / size for size, seconds in _times(points, OWN) if size >= LARGE]
    if len(large) > 1:
        spread = max(abs(one / statistics.median(large) - 1) for one in large)
        yield f"From {LARGE} MB on, the cost of a megabyte stays within {spread:.0%} of its median."


def _times(points: Sequence[Point], name: str) -> list[tuple[float, float]]:
    return [(point.megabytes, one.median) for point in points if (one := point.of(name))]


def _reactions(reactions: Sequence[Reaction]) -> Iterator[str]:
    shown = ("fastest", "median", "nine of ten", "slowest")
    yield from _table_head(["what", "server", "times", *shown])
    for one in reactions:
        times = sorted(one.seconds)
        most = times[min(len(times) - 1, len(times) * 9 // 10)]
        cells = (times[0], one.median, most, times[-1])
        yield _row([one.what, one.server, str(len(times)), *map(_short, cells)])


def _reactions_in_short(reactions: Sequence[Reaction], names: Sequence[str]) -> Iterator[str]:
    """Yield a row for each thing that more than one server does."""
    for what in dict.fromkeys(one.what for one in reactions):
        medians = {one.server: one.median for one in reactions if one.what == what}
        if len(medians) > 1:
            own = medians[OWN]
            shares = {name: f" ({own / one:.2f})" for name, one in medians.items() if name != OWN}
            cells = [
                f"{_short(medians[name])}{shares.get(name, '')}" if name in medians else ""
                for name in names
            ]
            yield _row([f"Editor: {what}", *cells])


def _short(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else _seconds(seconds)


def _hostile(doublings: Sequence[Doubling]) -> Iterator[str]:
    names = [one.tool for one in doublings[0].smaller]
    heads = [head for name in names for head in (f"{name}, n", "2n", "grows by", "memory, 2n")]
    yield from _table_head(["document", "n", *heads])
    for one in doublings:
        cells = [
            cell
            for small, large in zip(one.smaller, one.larger, strict=True)
            for cell in (_cpu(small), _cpu(large), _times_as_much(small, large), _memory(large))
        ]
        yield _row([one.name, f"{one.parts:,}", *cells])
    yield from ["", "Processor time; a tool is ended after 30 seconds. Linear growth is 2 or less."]


def _cpu(measure: Measure) -> str:
    return "ended" if measure.exit_code is None else _seconds(measure.cpu)


def _memory(measure: Measure) -> str:
    return f"{measure.peak_bytes / MEGABYTE:,.0f} MB" if measure.peak_bytes else "unknown"


def _times_as_much(small: Measure, large: Measure) -> str:
    if small.exit_code is None or large.exit_code is None or not small.cpu:
        return ""
    return f"{large.cpu / small.cpu:.1f}"


def _ratio(own: Measure, other: Measure) -> str:
    return f"{own.median / other.median:.2f}"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _table_head(names: Sequence[str]) -> Lines:
    aligned = ["---", *["---:"] * (len(names) - 1)]
    return [_row(names), _row(aligned)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
