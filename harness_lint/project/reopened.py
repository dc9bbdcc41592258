"""States that were final at a revision, and are not any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from posixpath import dirname
from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.lanes import feature_and_lane, state_of
from harness_lint.project.package_states import LOG_SUFFIX
from harness_lint.project.past import Changes

_PASSED, _DONE, _DROPPED = "passed", "done", "skipped"


class Reopened(NamedTuple):
    """What was over, and is not."""

    what: str
    """What it is: ``assertion``, ``feature``, ``package``, ``task``."""
    now: Fact
    was: str
    """The words for its state then."""
    state: str
    """The words for its state now."""


def reopened(project: Project, *, with_tasks: bool) -> Iterator[Reopened]:
    """Yield what was over and is not, though nothing says why; tasks only *with_tasks*."""
    before = project.before
    if before is None:
        return
    search = _Search(project, before)
    yield from search.assertions()
    yield from search.features()
    yield from search.packages()
    if with_tasks:
        yield from search.tasks()


class _Search:
    def __init__(self, project: Project, before: Project) -> None:
        self.project = project
        self.before = before
        self.changes = Changes(project)

    def assertions(self) -> Iterator[Reopened]:
        """Yield the assertions that had passed, and neither failed a review since nor changed."""
        old = {
            _place(fact): fact
            for fact in self.before.facts("assertion-state")
            if fact.values["state"] == _PASSED
        }
        for fact in self.project.facts("assertion-state") if old else ():
            was = old.get(_place(fact))
            if was is None or fact.values["state"] == _PASSED or _is_explained(fact):
                continue
            if not self._has_failed(fact) and not self._is_reworded(fact):
                status = str(fact.values["status"]) or str(fact.values["state"])
                yield Reopened("assertion", fact, str(was.values["status"]), status)

    def _has_failed(self, state: Fact) -> bool:
        """Whether a review that came since says that the assertion does not hold."""
        return any(
            claim.values["source_kind"] == "review"
            and claim.at.path in self.changes.paths
            and claim.values["state"] != _PASSED
            and claim.values["scope"] == state.values["scope"]
            for claim in self.project.lookup("claim", state.key)
        )

    def _is_reworded(self, state: Fact) -> bool:
        """Whether the assertion itself is not what had passed."""
        old, new = (
            {str(fact.values["text"]) for fact in project.lookup("definition", state.key)}
            for project in (self.before, self.project)
        )
        return bool(old) and not old & new

    def features(self) -> Iterator[Reopened]:
        """Yield the features that were done."""
        old = {
            _place(fact): fact
            for fact in self.before.facts("definition")
            if fact.values["kind"] == "feature" and fact.values["done"] is True
        }
        for fact in self.project.facts("definition") if old else ():
            was = old.get(_place(fact))
            values = fact.values
            if was is None or values["kind"] != "feature" or values["done"] is not False:
                continue
            if values["live"] is True and not _is_explained(fact):
                yield Reopened("feature", fact, _state(was), _state(fact))

    def packages(self) -> Iterator[Reopened]:
        """Yield the packages that were done, where neither an event log nor they say more."""
        logged = {
            (dirname(fact.at.path), fact.key)
            for fact in self.project.facts("package-state")
            if fact.at.path.endswith(LOG_SUFFIX)
        }
        old = _lanes(self.before)
        for key, (lane, fact) in _lanes(self.project).items() if old else ():
            was = old[key][0] if key in old else ""
            if state_of(was) != _DONE or not _is_before_done(lane):
                continue
            if key[1:] not in logged and fact.values.get("logged") is not True:
                yield Reopened("package", fact, was, lane)

    def tasks(self) -> Iterator[Reopened]:
        """Yield the tasks that were ticked and have an empty box now."""
        old = {
            (self.changes.now(fact.at.path), fact.key)
            for fact in _single(self.before.facts("task-progress"))
            if fact.values["done"] is True
        }
        for fact in _single(self.project.facts("task-progress")) if old else ():
            if (fact.at.path, fact.key) in old and fact.values["state"] == "open":
                yield Reopened("task", fact, "ticked", "open")


_PLANNED = frozenset({"planned", "todo", "backlog"})
"""Lanes of packages that nobody has begun."""


def _is_before_done(lane: str) -> bool:
    return lane.casefold() in _PLANNED or state_of(lane) not in ("", _DONE, _DROPPED)


def _lanes(project: Project) -> dict[tuple[str, str, str], tuple[str, Fact]]:
    """Return who says it, folder of the feature and package → its lane; event logs left out."""
    found: dict[tuple[str, str, str], tuple[str, Fact]] = {}
    for fact in project.facts("package-state"):
        if not fact.at.path.endswith(LOG_SUFFIX):
            found["state", dirname(fact.at.path), fact.key] = (str(fact.values["lane"]), fact)
    for fact in project.facts("prompt-lane"):
        folder, _ = feature_and_lane(fact.at.path)
        found["prompt", folder, fact.key.upper()] = (str(fact.values["lane"]), fact)
    for fact in project.facts("prompt"):
        folder, lane = feature_and_lane(fact.at.path)
        if lane:
            found["folder", folder, fact.key.upper()] = (lane, fact)
    return found


def _single(tasks: list[Fact]) -> Iterator[Fact]:
    """Yield the tasks whose ID stands once in their list."""
    counts = Counter((fact.at.path, fact.key) for fact in tasks)
    return (fact for fact in tasks if counts[fact.at.path, fact.key] == 1)


def _place(fact: Fact) -> tuple[str, str]:
    return str(fact.values["scope"]), fact.key


def _is_explained(fact: Fact) -> bool:
    return fact.values.get("override") is True or fact.values.get("reason") is True


def _state(feature: Fact) -> str:
    return str(feature.values["state"])
