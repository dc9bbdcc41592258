"""Diffs on standard output: exact for a program, and in colour for a person at a terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator

from harness_lint.cli import wants_colour
from harness_lint.cli.shell import is_terminal
from harness_lint.fixing.diffs import unified_diff
from harness_lint.reporters.terminal import Paint, safe
from harness_lint.writing import Change


def diff_of(changes: Iterable[Change], shown: Callable[[str], str] = str) -> str:
    """Return *changes* as a diff, byte for byte; *shown* turns a path into one from here."""
    return "".join(
        line.decode(errors="surrogateescape")
        for one in changes
        for line in unified_diff(shown(one.path).replace(os.sep, "/"), one.before, one.after)
    )


def for_output(diff: str) -> str:
    """Return *diff* as standard output is to have it; a program gets it byte for byte."""
    if not is_terminal():
        speak_exactly()
        return diff
    paint = Paint(wants_colour(sys.stdout, os.environ))
    return "".join(f"{line}\n" for line in _painted(diff.split("\n")[:-1], paint))


def speak_exactly() -> None:
    """Let standard output take texts byte for byte, whatever the terminal would like."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def _painted(lines: Iterable[str], paint: Paint) -> Iterator[str]:
    """Yield *lines* in colour, and without what commands a terminal."""
    for line in lines:
        text = safe(line.removesuffix("\r"))
        match text[:1]:
            case "+":
                yield paint.good(text)
            case "-":
                yield paint.severity("error", text)
            case "@":
                yield paint.frame(text)
            case _:
                yield text
