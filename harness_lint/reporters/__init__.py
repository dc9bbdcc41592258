"""Findings for people, programs and agents: one module per format, imported when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from harness_lint.check import Check
from harness_lint.engine.report import Report

if TYPE_CHECKING:
    from harness_lint.engine.answers import Drawn

FORMATS = (
    "full",
    "concise",
    "grouped",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
    "azure",
    "agent",
)
"""Names of the formats; each is a module of this package with a function `render`."""

TEXT_FORMATS = frozenset({"full", "concise", "grouped", "agent"})
"""Formats that people read: they may hold colour and a summary."""

DATA_FORMATS = frozenset({"json", "jsonl", "sarif"})
"""Formats that programs read: they say what the report rests on."""


class Context(NamedTuple):
    """What a reporter may ask for besides the report."""

    read: Callable[[str], bytes]
    """Gives the bytes of a path again; raises OSError."""
    check_of: Callable[[str], Check | None]
    """Gives the check with a code."""
    page_of: Callable[[Check], str]
    """Gives the text of a check's page."""
    shown_path: Callable[[str], str]
    """Turns a path below the root into one that a person can open from where they are."""
    colour: bool = False
    width: int = 100
    """Columns of the terminal."""
    summary: bool = True
    """Whether text formats end with a summary."""
    drawn: Drawn | None = None
    """Has what an earlier answer has drawn; only for what stands before all else on the output."""


class Render(Protocol):
    """Turns a report into the lines of a format, without line ends."""

    def __call__(self, report: Report, context: Context) -> Iterator[str]:
        """Yield the lines of *report*."""
        ...


def reporter(name: str) -> Render:
    """Return the reporter of the format *name*, one of `FORMATS`."""
    return cast("Render", import_module(f"harness_lint.reporters.{name}").render)
