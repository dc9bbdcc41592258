"""What happened in a run, as the checks of the run itself (HL001, HL9) see it."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.source import Location


class Trouble(NamedTuple):
    """A file that could not be read, or not as text."""

    at: Location
    reason: str
    """What is in the way, in words that complete a message."""


class DirectiveUse(NamedTuple):
    """A suppression and what became of it."""

    directive: Fact
    unused: tuple[str, ...]
    """The rules, as written, that ran over their whole scope and gave nothing to suppress here;
    for a directive without rules, ``*``."""
    unknown: tuple[str, ...]
    """The words that name no rule."""
    extent: Location | None = None
    """What to remove if it is to go; None if something else would change."""


class Run(NamedTuple):
    """The frozen record of a run."""

    undecodable: tuple[Trouble, ...] = ()
    skipped: tuple[Trouble, ...] = ()
    directives: tuple[DirectiveUse, ...] = ()
    empty_folders: tuple[str, ...] = ()
    """Folders that were to be checked and hold no document."""
    idle_gate: str = ""
    """The gate that demands covered items, where no document defines an item; else empty."""
    rule_names: tuple[str, ...] = ()
    """Names of all rules, for suggestions."""
