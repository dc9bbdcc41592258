"""What is known of a coding agent: its events, its answers and its settings, as dated data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple


class Moment(Enum):
    """When an agent calls its hooks: these are the moments that matter to us."""

    EDIT = "edit"
    """It has written files."""
    END = "end"
    """It believes to be done."""


class Hook(NamedTuple):
    """How an agent calls one moment in its settings, and what it makes of our words."""

    event: str
    """The key in its settings, and `hook_event_name` in what it sends."""
    answer: Callable[[str], Mapping[str, Any]]
    """Turns our words into the JSON that the agent reads."""
    matcher: str = ""
    """The tools that the hook is called after; empty for an event that has none."""


class Agent(NamedTuple):
    """A coding agent, as its documentation describes it."""

    name: str
    """What it is called on our command line."""
    title: str
    """What it calls itself."""
    edit: Hook
    end: Hook
    project_file: str
    """The settings below the folder of a project."""
    user_file: str
    """The settings below the folder of the user."""
    entry: Callable[[Hook, str], Mapping[str, Any]]
    """Turns a hook and a command into what its settings hold for them."""
    source: str
    """Where all this is written."""
    verified_on: str
    """The day on which it was last held against *source*: ``YYYY-MM-DD``."""
    home_variable: str = ""
    """The environment variable that moves the first folder of `user_file` elsewhere."""
    head: Mapping[str, Any] = {}
    """What its settings must hold besides hooks."""
    has_comments: bool = False
    """Whether its settings may hold comments."""
    advice: str = ""
    """What its user must do besides, in a sentence."""

    @property
    def hooks(self) -> Mapping[Moment, Hook]:
        """The hooks by their moments."""
        return {Moment.EDIT: self.edit, Moment.END: self.end}
