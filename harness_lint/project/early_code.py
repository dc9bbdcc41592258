"""Code that was committed before the tests that were promised to come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from posixpath import basename
from typing import NamedTuple, cast

from harness_lint.documents.task_paths import is_test_path
from harness_lint.project.facts import Fact
from harness_lint.project.history import Commit
from harness_lint.project.index import Project


class EarlyCode(NamedTuple):
    """A file of code, and a test of it that came later."""

    code: str
    test: str
    test_commit: Commit | None
    """Where its test first came; None if it is not committed yet."""


def early_code(project: Project) -> Iterator[tuple[Fact, EarlyCode]]:
    """Yield the tasks with their new files of code whose tests, new as well, all came later."""
    promised = project.facts("test-first")
    if not promised:
        return
    commits = _Commits(project)
    told: set[str] = set()
    for fact in promised:
        code = commits.path(fact.key)
        if code is None or code in told:
            continue
        names = cast("list[str]", fact.values["tests"])
        tests = [test for test in map(commits.path, names) if test is not None]
        late = commits.late(code, tests)
        if late is not None:
            told.add(code)
            yield fact, late


class _Commits:
    """The commits since the revision, and the files that first came with them."""

    def __init__(self, project: Project) -> None:
        self._history = project.history
        self._since = project.settings.since
        self._files = project.tree.files

    def path(self, written: str) -> str | None:
        """Return the file that a task means: at that path, or the only one whose path ends so."""
        if written in self._files:
            return written
        found = [
            one for one in self._named.get(basename(written), ()) if one.endswith(f"/{written}")
        ]
        return found[0] if len(found) == 1 else None

    def late(self, code: str, tests: list[str]) -> EarlyCode | None:
        """Return that *code* came before all of *tests*; None if that is not certain."""
        first = self._first.get(code)
        if first is None or not tests or any(map(self._was_there, (code, *tests))):
            return None
        firsts = [(self._first.get(test), test) for test in tests]
        if not all(self._is_later(commit, first) for commit, _ in firsts):
            return None
        commit, test = firsts[0]
        return EarlyCode(code, test, commit)

    def _was_there(self, path: str) -> bool:
        return path in self._old or self._history.read_at(self._since, path) is not None

    def _is_later(self, commit: Commit | None, first: Commit) -> bool:
        """Whether *commit* has *first* behind it, and did not only move its test there."""
        if commit is None:
            return True
        if commit.sha == first.sha or not self._is_behind(first, commit):
            return False
        files = self._history.files_of(commit.sha)
        return not any(is_test_path(path) and path not in self._files for path in files)

    def _is_behind(self, old: Commit, new: Commit) -> bool:
        seen, stack = set(), [new.sha]
        while stack:
            sha = stack.pop()
            if sha == old.sha:
                return True
            if sha not in seen and sha in self._parents:
                seen.add(sha)
                stack.extend(self._parents[sha])
        return False

    @cached_property
    def _range(self) -> tuple[Commit, ...]:
        return self._history.commits_since(self._since)

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        return {commit.sha: commit.parents for commit in self._range}

    @cached_property
    def _first(self) -> dict[str, Commit]:
        """Path → the first commit that touched it."""
        found: dict[str, Commit] = {}
        for commit in self._range:
            for path in self._history.files_of(commit.sha):
                found.setdefault(path, commit)
        return found

    @cached_property
    def _old(self) -> frozenset[str]:
        """Where files are that were moved: they are not new."""
        changes = self._history.changed_since(self._since)
        return frozenset(one.path for one in changes if one.old_path is not None)

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._files:
            found[basename(path)].append(path)
        return found
