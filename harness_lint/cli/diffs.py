"""Diffs on standard output: exact for a program, and in colour for a person at a terminal."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from harness_lint.cli import wants_colour
from harness_lint.cli.project import path_from_here
from harness_lint.cli.shell import is_terminal
from harness_lint.fixing.diffs import unified_diff
from harness_lint.reporters.terminal import Paint, safe
from harness_lint.writing import Change


class Diff(NamedTuple):
    """A diff that `git apply` takes."""

    text: str
    note: str
    """Where it takes it, in a sentence; empty for the working directory."""


def diff_of(changes: Sequence[Change], root: str) -> Diff:
    """Return *changes* of files below *root* as a diff, byte for byte.

    Its paths are seen from here, or from *root* if one of them would lead upwards: no patch may.
    """
    shown = path_from_here(root)
    names = [shown(one.path).replace(os.sep, "/") for one in changes]
    is_below = not any(name.startswith("../") or Path(name).is_absolute() for name in names)
    if not is_below:
        names = [one.path for one in changes]
    text = "".join(
        line.decode(errors="surrogateescape")
        for name, one in zip(names, changes, strict=True)
        for line in unified_diff(name, one.before, one.after)
    )
    there = os.path.relpath(os.path.realpath(root), os.path.realpath(Path.cwd()))
    return Diff(text, "" if is_below else f"the paths of the diff are seen from `{there}`")


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
