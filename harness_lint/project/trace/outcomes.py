"""What became of the tests, reviews and states behind links: passed, failed, skipped or stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property

from harness_lint.project.evidence import TITLED, TestId, results_of
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.rounds import Rounds
from harness_lint.project.trace.values import Link

FAILED = "failed"
PASSED = "passed"
SKIPPED = "skipped"
STALE = "stale"
"""Of a result that is older than the last change of its test: it shows nothing any more."""

FAILURES = frozenset({FAILED, "error"})

_WEIGHTS = {FAILED: 2, "error": 2, PASSED: 1}
"""Of several results of one test the weightiest counts: cases that are skipped say nothing."""

_GRACE = timedelta(seconds=1)
"""Runners and git cut off parts of seconds."""

_FARTHEST_WEST = timedelta(hours=12)
"""A time without a zone may be so much later in UTC."""

_ONE_DAY = timedelta(days=1) + _FARTHEST_WEST
"""The same, of a day alone."""


class Outcomes:
    """The outcomes of a project's tests. History is asked only where there are results."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._languages = _languages_of(project.facts("test"))
        self._known: dict[TestId, tuple[str | None, Fact | None]] = {}

    def of(self, link: Link) -> str | None:
        """Return the outcome behind *link*; None if it is no evidence, or none is known."""
        if link.role not in ("verifies", "evidences"):
            return None
        if link.source_kind == "review":
            return self._rounds.outcome(link.claim)
        if link.source_kind == "state":
            return str(link.claim.values.get("state") or "") or None
        return self.of_test(test_of(link))[0] if link.source_kind == "test" else None

    def of_test(self, test: TestId) -> tuple[str | None, Fact | None]:
        """Return the outcome of *test*, and the result that says so, if one does."""
        if not self._results and test not in self._skipped:
            return None, None
        if test not in self._known:
            self._known[test] = self._judge(test)
        return self._known[test]

    def results(self, test: TestId) -> list[Fact]:
        """Return all results of *test*, old and new."""
        return self._results.get(test, [])

    def time_of(self, result: Fact) -> datetime | None:
        """Return the latest moment at which *result* may have come about; None if none is said."""
        written = result.values["timestamp"] or self._run_times.get(result.at.path, "")
        return moment(str(written)) if written else None

    def is_stale(self, result: Fact, path: str) -> bool:
        """Whether *result* is older than the last commit that changed the file *path*.

        A file that is being changed right now is not judged, nor is a result without a time.
        """
        time = self.time_of(result)
        history = self._project.history if time is not None else None
        if time is None or history is None or not history.available or history.is_dirty(path):
            return False
        change = history.last_change(path)
        return change is not None and time + _GRACE < datetime.fromtimestamp(change.time, UTC)

    def _judge(self, test: TestId) -> tuple[str | None, Fact | None]:
        results = _last_tries(self.results(test), is_titled=self._is_titled(test))
        fresh = [result for result in results if not self.is_stale(result, test[0])]
        if fresh:
            result = max(fresh, key=_weight)
            return str(result.values["outcome"]), result
        if test in self._skipped:
            return SKIPPED, None
        return (STALE, max(results, key=_weight)) if results else (None, None)

    def _is_titled(self, test: TestId) -> bool:
        return self._languages.get(test[0]) in TITLED

    @cached_property
    def _rounds(self) -> Rounds:
        return Rounds(self._project)

    @cached_property
    def _results(self) -> Mapping[TestId, list[Fact]]:
        return results_of(self._project) if self._project.facts("result") else {}

    @cached_property
    def _skipped(self) -> frozenset[TestId]:
        """The tests that their own source says to skip."""
        return frozenset(
            (fact.at.path, fact.key)
            for fact in self._project.facts("test")
            if fact.values.get("skipped") is True
        )

    @cached_property
    def _run_times(self) -> Mapping[str, str]:
        """Path of a file of results → when its run began, if it says so."""
        return {
            fact.at.path: str(fact.values.get("timestamp") or "")
            for fact in self._project.facts("results-run")
        }


def test_of(link: Link) -> TestId:
    """Return the test that makes *link*."""
    return link.at.path, str(link.claim.values.get("source") or "")


def moment(written: str) -> datetime | None:
    """Return the latest moment that the ISO time *written* may mean; None if it is none.

    Some runners write the local time and no zone: then it is taken for that of the farthest west.
    """
    try:
        time = datetime.fromisoformat(written)
        if time.tzinfo is not None:
            return time
        return time.replace(tzinfo=UTC) + (_FARTHEST_WEST if ":" in written else _ONE_DAY)
    except (ValueError, OverflowError):
        return None


def _languages_of(tests: Iterable[Fact]) -> Mapping[str, str]:
    """Return the path of each file of tests → the language of its tests."""
    return {fact.at.path: str(fact.values.get("language") or "") for fact in tests}


def _last_tries(results: list[Fact], *, is_titled: bool) -> list[Fact]:
    """Return *results* without those that were tried again in the same run.

    Two tests may have one title, so there two results of one name are two tests.
    """
    if is_titled:
        return results
    names = ("classname", "suite", "file")
    last = {
        (result.at.path, result.key, *(str(result.values[name]) for name in names)): result
        for result in results
    }
    return list(last.values())


def _weight(result: Fact) -> int:
    return _WEIGHTS.get(str(result.values["outcome"]), 0)
