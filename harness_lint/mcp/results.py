"""What the tools answer with: their schemas are made of these types."""

from __future__ import annotations

from typing_extensions import TypedDict  # pydantic refuses that of Python 3.11


class FoundAt(TypedDict):
    """A finding, and how to repair it."""

    path: str
    line: int
    column: int
    severity: str
    code: str
    name: str
    message: str
    repair: str
    """What a fix would do; empty if there is none that can be made by itself."""


class Checked(TypedDict):
    """What was found in the files that were asked for."""

    passes: bool
    files: int
    errors: int
    warnings: int
    findings: list[FoundAt]
    left_out: int
    """Findings that were found and are not listed."""


class RulePage(TypedDict):
    """Why a rule is there, with examples and their repair."""

    code: str
    name: str
    page: str


class LinkTo(TypedDict):
    """One thing that leads to an item."""

    role: str
    source: str
    status: str
    outcome: str
    path: str
    line: int


class Traced(TypedDict):
    """An item, where it is defined, and everything that leads to it."""

    id: str
    kind: str
    title: str
    text: str
    state: str
    """Empty for an item that nothing need lead to."""
    missing: list[str]
    path: str
    line: int
    links: list[LinkTo]
    leads_to: list[str]
    """The items that it claims, depends on or implements."""


class TracedItems(TypedDict):
    """The items that an ID may mean: one for each scope that has it."""

    items: list[Traced]


class Uncovered(TypedDict):
    """An item that lacks something."""

    id: str
    kind: str
    title: str
    state: str
    missing: list[str]
    path: str
    line: int


class UncoveredItems(TypedDict):
    """All items of a project that lack something."""

    total: int
    """How many items there are that something must lead to."""
    items: list[Uncovered]
    left_out: int


class ReadyTask(TypedDict):
    """A task that can be begun: all that it needs is done."""

    id: str
    title: str
    group: str
    parallel: bool
    path: str
    line: int


class WorkList(TypedDict):
    """A task list, how far it is, and what can be begun."""

    path: str
    title: str
    tasks: int
    done: int
    begun: list[ReadyTask]
    ready: list[ReadyTask]
    blocked: int
    waiting: int


class WorkLists(TypedDict):
    """The task lists that are not done yet."""

    lists: list[WorkList]
    done: int
    """How many lists are done."""
