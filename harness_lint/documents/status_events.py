"""Event logs: one JSON object to a line, each a change of a work package's lane."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.documents.package_states import said_state
from harness_lint.markdown.data_tree import DataProblem, DataTree
from harness_lint.markdown.json_tree import read_json
from harness_lint.pattern import pattern
from harness_lint.source import BYTE_ORDER_MARK, Span

_LANE = pattern(rb'"to_lane"[ \t]*:[ \t]*("(?:[^"\\]|\\.){0,80}")')
_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
"""Lines that a merge leaves: a finding of their own (HL007)."""

_FIRST = datetime.min.replace(tzinfo=UTC)


class Transition(NamedTuple):
    """A line of the log that moves a package."""

    package: str
    lane: str
    since: str
    """As written."""
    id: str
    at: Span
    """The words that name the lane, else the line."""


class StatusEvents(DataFile):
    """An event log. A line that cannot be read is a problem; the others are read all the same."""

    @property
    def tree(self) -> DataTree:
        """No value of its own: a log is its lines. The first problem, if there is one."""
        return self.trees[0]

    @property
    def trees(self) -> tuple[DataTree, ...]:
        """One for each line that is no JSON; of a file that is no log at all, for the first."""
        problems = self._lines[1]
        if len(problems) > len(self.transitions):
            problems = problems[:1]
        return tuple(DataTree(None, problem) for problem in problems) or (DataTree(None),)

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """Every change of a lane, in the order of the lines; annotations are none."""
        return self._lines[0]

    @cached_property
    def last(self) -> dict[str, Transition]:
        """Package → what moved it last: by time and ID of the event, as the tool reads its log.

        Where an event has no readable time, the order of the lines counts.
        """
        timed: dict[str, list[tuple[datetime | None, Transition]]] = {}
        for one in self.transitions:
            timed.setdefault(one.package.upper(), []).append((_time(one.since), one))
        return {name: _last(events) for name, events in timed.items()}

    @cached_property
    def _lines(self) -> tuple[tuple[Transition, ...], tuple[DataProblem, ...]]:
        transitions, problems = [], []
        at = len(BYTE_ORDER_MARK) if self.source.data.startswith(BYTE_ORDER_MARK) else 0
        for line in self.source.data[at:].split(b"\n"):
            if line.strip() and not line.startswith(_CONFLICT):
                value, problem = _read(line, at)
                if problem is not None:
                    problems.append(problem)
                transition = _transition(value, line, at)
                if transition is not None:
                    transitions.append(transition)
            at += len(line) + 1
        return tuple(transitions), tuple(problems)

    def facts(self) -> Iterator[Said]:
        """Yield the state that each package is in, at the event that led to it."""
        yield from super().facts()
        for name, one in sorted(self.last.items()):
            yield from said_state(name, one.lane, one.since, one.at)


def _read(line: bytes, at: int) -> tuple[Any, DataProblem | None]:
    try:
        return json.loads(line), None
    except (ValueError, RecursionError):
        error = read_json(line, at).error
        return None, error or DataProblem("a value that cannot be read", Span(at, at + len(line)))


def _transition(value: object, line: bytes, at: int) -> Transition | None:
    if not isinstance(value, dict):
        return None
    package, lane = value.get("wp_id"), value.get("to_lane")
    if not isinstance(package, str) or not isinstance(lane, str):
        return None
    words = _LANE.search(line)
    span = Span(at, at + len(line.rstrip()))
    if words is not None:
        span = Span(at + words.start(1), at + words.end(1))
    return Transition(
        package, lane.strip(), str(value.get("at") or ""), str(value.get("event_id") or ""), span
    )


def _last(events: list[tuple[datetime | None, Transition]]) -> Transition:
    if any(time is None for time, _ in events):
        return events[-1][1]
    return max(events, key=lambda event: (event[0] or _FIRST, event[1].id))[1]


def _time(words: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(words)
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
