"""What a terminal shows, as a picture: text with its colours becomes an SVG that loads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from io import StringIO
from typing import NamedTuple

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

PAPER, INK = "#14161b", "#e0e2ea"
THEME = TerminalTheme(
    (0x14, 0x16, 0x1B),
    (0xE0, 0xE2, 0xEA),
    [
        (0x2A, 0x30, 0x38),
        (0xFF, 0x7B, 0x72),
        (0x7E, 0xCB, 0x8F),
        (0xF2, 0xC5, 0x5C),
        (0x6C, 0xB6, 0xFF),
        (0xDC, 0xBD, 0xFB),
        (0x5F, 0xD7, 0xC8),
        (0xE0, 0xE2, 0xEA),
    ],
)
CELL, LINE = 8.4, 19
"""Width and height of a cell, in points, for letters of 14 points."""
MARGIN, BAR = 16, 34
"""Space around the text, and the height of the bar with the title."""
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"


class Run(NamedTuple):
    """Cells of one line that look alike: where they begin, in points, and what stands in them."""

    left: float
    top: float
    width: float
    text: str
    style: Style


def picture(text: str, columns: int, title: str) -> str:
    """Return the SVG of a terminal *columns* wide with *text*, which may have colours (ANSI)."""
    lines = list(screen(text, columns))
    width, height = columns * CELL + 2 * MARGIN, BAR + len(lines) * LINE + MARGIN
    marks = [
        mark
        for number, line in enumerate(lines)
        for run in runs(line, BAR + number * LINE)
        for mark in marks_of(run)
    ]
    return "\n".join([*frame(round(width), height, title), *marks, "</svg>\n"])


def screen(text: str, columns: int) -> Iterator[list[Segment]]:
    """Yield the pieces of each line; what is too long goes on in the next line."""
    console = Console(file=StringIO(), width=10_000)
    for line in AnsiDecoder().decode(text.rstrip("\n")):
        pieces = list(line.render(console))
        length = sum(piece.cell_length for piece in pieces)
        ends = range(columns, length + columns, columns)
        yield from map(list, Segment.divide(pieces, ends or [0]))


def runs(pieces: list[Segment], top: float) -> Iterator[Run]:
    """Yield the runs of a line."""
    column = 0
    for piece in pieces:
        cells = cell_len(piece.text)
        # Viewers drop blanks at the ends, and make one of several.
        text = piece.text.replace(" ", "\N{NO-BREAK SPACE}")
        style = piece.style or Style.null()
        yield Run(MARGIN + column * CELL, top, cells * CELL, text, style)
        column += cells


def marks_of(run: Run) -> Iterator[str]:
    """Yield the ground of a run if it has one of its own, then its words."""
    style = run.style
    ink, paper = shade(style.color, INK), shade(style.bgcolor, PAPER)
    if style.reverse:
        ink, paper = paper, ink
    if paper != PAPER:
        yield (
            f'<rect x="{run.left:.1f}" y="{run.top:.1f}" width="{run.width:.1f}" '
            f'height="{LINE}" fill="{paper}"/>'
        )
    if not run.text.isspace():
        yield (
            f'<text x="{run.left:.1f}" y="{run.top + 14:.1f}" textLength="{run.width:.1f}" '
            f'fill="{ink}"{looks(style)}>{escape(run.text, quote=False)}</text>'
        )


def shade(color: Color | None, default: str) -> str:
    """Return *color* as it is written in SVG; *default* where it is the terminal's own."""
    if color is None or color.is_default:
        return default
    return color.get_truecolor(THEME).hex


def looks(style: Style) -> str:
    """Return the attributes of SVG for what *style* has besides colours."""
    parts = {
        'font-weight="700"': style.bold,
        'font-style="italic"': style.italic,
        'opacity="0.6"': style.dim,
        'text-decoration="underline"': style.underline or style.underline2,
    }
    return "".join(f" {part}" for part, holds in parts.items() if holds)


def frame(width: int, height: int, title: str) -> list[str]:
    """Return the beginning of the SVG: the window with its bar."""
    dots = "".join(
        f'<circle cx="{18 + 18 * number}" cy="16" r="5.5" fill="{color}"/>'
        for number, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return [
        '<svg xmlns="http://www.w3.org/2000/svg" font-size="14"',
        f'  width="{width}" height="{height}" viewBox="0 0 {width} {height}"',
        f'  font-family="{FONT}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="9" fill="{PAPER}"/>',
        dots,
        f'<text x="{width / 2:.0f}" y="20" text-anchor="middle" font-size="12" fill="#8b949e">',
        f"{escape(title)}</text>",
    ]
