"""Text for a terminal: colour, columns of wide characters, and nothing that could command it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from harness_lint.pattern import pattern

TAB = "    "

_HARMFUL = pattern(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f"  # control characters but the tab
    "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # hidden, bidirectional
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"  # surrogates, no characters, tags
    # commands to GitHub Actions, which looks behind blanks, and Azure Pipelines: they read logs
    r"|#(?=#(?:vso)?\[)|^:(?=:)|^\s(?=\s*::)"
)

_NOT_ASCII = pattern(r"[^\x00-\x7f]")

_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


class Paint(NamedTuple):
    """Colours text, or leaves it alone."""

    on: bool

    def bold(self, text: str) -> str:
        """Return *text* in bold."""
        return self._in("1", text)

    def dim(self, text: str) -> str:
        """Return *text* fainter than the rest."""
        return self._in("2", text)

    def frame(self, text: str) -> str:
        """Return *text*, a part of the frame around source lines."""
        return self._in("1;34", text)

    def severity(self, severity: str, text: str) -> str:
        """Return *text* in the colour of *severity*."""
        return self._in(_SEVERITIES[severity], text)

    def good(self, text: str) -> str:
        """Return *text* in the colour of success."""
        return self._in("1;32", text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text


_SEVERITIES = {"error": "1;31", "warning": "1;33", "info": "1;36"}


def safe(text: str) -> str:
    """Return *text* on one line, with all that could command a terminal or a service as escapes."""
    if text.isprintable() and "##" not in text and not text.lstrip().startswith("::"):
        return text
    return _HARMFUL.sub(_escape, text)


def cells(text: str) -> int:
    """Return how many columns of a terminal *text* takes. It holds no tab."""
    return len(text) if text.isascii() else _wide_cells(text)


@lru_cache(maxsize=1024)
def _wide_cells(text: str) -> int:
    others = _NOT_ASCII.findall(text)
    return len(text) - len(others) + sum(map(_width, others))


def aligned(column: Sequence[str]) -> list[str]:
    """Return the texts of *column* with blanks behind them, all as wide as the widest."""
    others = set(_NOT_ASCII.findall("".join(column)))
    measure = len if all(_width(character) == 1 for character in others) else cells
    size = max(map(measure, column))
    return [text + " " * (size - measure(text)) for text in column]


def drawn(character: str) -> str:
    """Return *character* as it is drawn in a source line: tabs as spaces, harmful ones escaped."""
    return TAB if character == "\t" else safe(character)


def rows(table: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the rows of *table* with their columns aligned; the last one runs free."""
    lines = [tuple(safe(cell) for cell in row) for row in table]
    if not lines:
        return []
    columns = [aligned(column) for column in zip(*lines, strict=True)]
    return ["  ".join(row).rstrip() for row in zip(*columns, strict=True)]


def padded(text: str, width: int) -> str:
    """Return *text* with blanks behind it up to *width* columns."""
    return text + " " * (width - cells(text))


def _width(character: str) -> int:
    if combining(character) or character in _JOINERS:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _escape(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
