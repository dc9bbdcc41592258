"""Tasks and groups of a list as its documents state them, before it is known what is ready."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import dirname
from typing import NamedTuple

BLOCKED = "blocked"
LEFT = frozenset({"open", "begun", BLOCKED})
"""States of work that is still to be done."""


class Work(NamedTuple):
    """One task."""

    id: str | None
    title: str
    path: str
    line: int
    state: str
    """``done``, ``open``, ``begun``, ``blocked``, ``skipped``."""
    group: str
    """The name of its group in the list; empty if it is in none."""
    story: str
    is_parallel: bool
    needs: tuple[str, ...] | None
    """None if nothing is said of what it waits for."""
    is_group_blocked: bool = False


class Group(NamedTuple):
    """A phase, a package, a section."""

    kind: str
    id: str
    title: str
    """Without the ID."""
    needs: tuple[str, ...] | None
    lane: str = ""
    state: str = ""
    """What its lane says: ``done``, ``begun``, ``blocked``, ``skipped``; empty for nothing."""


class WorkList:
    """One list of tasks, with its groups."""

    def __init__(self, path: str, family: str, title: str, files: Iterable[str]) -> None:
        self.path = path
        self.family = family
        self.title = title
        self.files = frozenset(files)
        """The list itself and the prompts of its packages."""
        self.folder = dirname(path)
        self.tasks: list[Work] = []
        self.groups: dict[str, Group] = {}
        """Name → group, in source order; packages by their IDs in upper case."""
        self.story_titles: dict[str, str] = {}

    @property
    def is_numbered(self) -> bool:
        """Whether its groups are tasks with others below them: one without stands for itself."""
        return any(group.kind == "task" for group in self.groups.values())

    def group_name(self, written: str) -> str | None:
        """Return the name of the group that *written* means."""
        if written in self.groups:
            return written
        return written.upper() if written.upper() in self.groups else None
