"""A chart of lines over two logarithmic axes, as SVG that reads well in light and in dark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 880, 500
LEFT, RIGHT, TOP, BOTTOM = 76, 740, 64, 436
"""Edges of the plot; beyond the right one there is room for the names of lines."""
LABEL_HEIGHT = 19
LIGHT = ("#0b7285", "#d9480f", "#6741d9", "#2b8a3e", "#c2255c")
DARK = ("#66d9e8", "#ffa94d", "#b197fc", "#8ce99a", "#faa2c1")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2")
"""Lines differ in more than their colour."""


class Line(NamedTuple):
    """A named line through *points*, all above 0, from left to right."""

    name: str
    points: tuple[tuple[float, float], ...]


class Axis(NamedTuple):
    """A logarithmic axis between two places of the picture, with the values that it names."""

    ticks: tuple[float, ...]
    """In rising order; the axis goes from the first to the last."""
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where *value* stands."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + math.log(value / low) / math.log(high / low) * (self.end - self.start)


def chart(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    """Return the picture of *lines*; the last one is the floor, and drawn in grey."""
    sizes, values = zip(*(point for line in lines for point in line.points), strict=True)
    x = Axis(ticks(sizes, (1, 2, 5)), LEFT, RIGHT)
    y = Axis(ticks(values, (1,)), BOTTOM, TOP)
    body = [
        *_grid(x, y),
        _text(LEFT, 30, title, "title"),
        _text((LEFT + RIGHT) / 2, HEIGHT - 20, x_name, "name middle"),
        _text(24, TOP - 14, y_name, "name"),
        *_drawn(lines, x, y),
        *_labels(lines, x, y),
    ]
    return "\n".join([_head(title, lines), *body, "</svg>", ""])


def ticks(values: Iterable[float], digits: tuple[int, ...]) -> tuple[float, ...]:
    """Return the round numbers around *values*, all above 0: *digits* times powers of ten."""
    found = sorted(values)
    powers = range(math.floor(math.log10(found[0])), math.ceil(math.log10(found[-1])) + 2)
    ladder = [digit * 10.0**power for power in powers for digit in digits]
    below = max(number for number, value in enumerate(ladder) if value <= found[0])
    above = min(number for number, value in enumerate(ladder) if value > found[-1])
    return tuple(ladder[below : above + 1])


def _head(title: str, lines: Sequence[Line]) -> str:
    names = ", ".join(line.name for line in lines)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">
<title>{escape(title)}</title>
<desc>{escape(f"Lines: {names}.")}</desc>
<style>
text {{ font: 13px system-ui, sans-serif; fill: #343a40; }}
.title {{ font-size: 17px; font-weight: 600; }}
.name {{ fill: #5c636a; }}
.middle {{ text-anchor: middle; }}
.end {{ text-anchor: end; }}
.card {{ fill: #ffffff; stroke: #dee2e6; }}
.grid {{ stroke: #e9ecef; }}
.line {{ fill: none; stroke-width: 2.5; stroke-linejoin: round; }}
{_colours(LIGHT, "#868e96")}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e9ecef; }}
.name {{ fill: #adb5bd; }}
.card {{ fill: #1b1e23; stroke: #343a40; }}
.grid {{ stroke: #32383e; }}
{_colours(DARK, "#adb5bd")}
}}
</style>
<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="8"/>"""


def _colours(colours: Sequence[str], floor: str) -> str:
    named = [*((f"c{number}", colour) for number, colour in enumerate(colours)), ("floor", floor)]
    return "\n".join(
        f".line.{name} {{ stroke: {colour}; }} .dot.{name}, text.{name} {{ fill: {colour}; }}"
        for name, colour in named
    )


def _grid(x: Axis, y: Axis) -> Iterator[str]:
    for value in x.ticks:
        at = x.at(value)
        yield f'<line class="grid" x1="{at:.1f}" y1="{TOP}" x2="{at:.1f}" y2="{BOTTOM}"/>'
        yield _text(at, BOTTOM + 20, f"{value:g}", "middle")
    for value in y.ticks:
        at = y.at(value)
        yield f'<line class="grid" x1="{LEFT}" y1="{at:.1f}" x2="{RIGHT}" y2="{at:.1f}"/>'
        yield _text(LEFT - 10, at + 4, f"{value:g}", "end")


def _drawn(lines: Sequence[Line], x: Axis, y: Axis) -> Iterator[str]:
    for number, line in enumerate(lines):
        name, dash = _looks(number, lines)
        places = [(x.at(size), y.at(value)) for size, value in line.points]
        path = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
        yield f'<polyline class="line {name}" stroke-dasharray="{dash}" points="{path}"/>'
        for left, top in places:
            yield f'<circle class="dot {name}" cx="{left:.1f}" cy="{top:.1f}" r="3.5"/>'


def _labels(lines: Sequence[Line], x: Axis, y: Axis) -> Iterator[str]:
    """Yield the name of each line behind its end, moved down where two would overlap."""
    free: dict[float, float] = {}
    wanted = sorted((y.at(line.points[-1][1]), number) for number, line in enumerate(lines))
    for end, number in wanted:
        left = x.at(lines[number].points[-1][0]) + 10
        at = max(end + 4, free.get(left, 0.0))
        free[left] = at + LABEL_HEIGHT
        yield _text(left, at, lines[number].name, _looks(number, lines)[0])


def _looks(number: int, lines: Sequence[Line]) -> tuple[str, str]:
    """Return class and dashes of a line."""
    if number == len(lines) - 1:
        return "floor", "1 4"
    return f"c{number % len(LIGHT)}", DASHES[number % len(DASHES)]


def _text(left: float, top: float, words: str, classes: str) -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}" class="{classes}">{escape(words)}</text>'
