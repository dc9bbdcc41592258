"""Tests that were there at a revision and are no more: neither moved nor renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from posixpath import dirname
from typing import NamedTuple

from harness_lint.documents.promised_tests import subject_of
from harness_lint.documents.task_paths import is_test_path
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.past import Changes
from harness_lint.project.trace.values import Item

_WORD = pattern(r"[^\W_]+")
_CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_TEST_FOLDER = pattern(r"(?i)tests?|__tests__|specs?|e2e|testing")

_LITTLE = frozenset(
    "a an and are as at be by can does for if in is it its of on or should test tests that the then"
    " to when will with".split()
)
"""Words that tell no test from another."""

_MOST_COMPARED = 250_000
"""Pairs of names in one file; of more, every test may have been renamed."""


class Lost(NamedTuple):
    """A test that is no more."""

    test: Fact
    """As it was."""
    items: tuple[Item, ...]
    """What it verified, and still is to be verified."""


class LostFile(NamedTuple):
    """The tests that one file has lost."""

    path: str
    """Where the file was."""
    now: str | None
    """Where it is; None if it was deleted."""
    tests: tuple[Lost, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """What its lost tests verified, each item once."""
        return tuple({item.id: item for lost in self.tests for item in lost.items}.values())


def lost_tests(project: Project) -> Iterator[LostFile]:
    """Yield the files that have lost tests, by their old paths."""
    before = project.before
    if before is None or not before.facts("test"):
        return
    search = _Search(project, before)
    by_path: dict[str, list[Fact]] = defaultdict(list)
    for fact in before.facts("test"):
        by_path[fact.at.path].append(fact)
    for path, tests in by_path.items():
        if not search.changes.is_unread(path):
            lost = tuple(search.lost(path, tests))
            if lost:
                yield LostFile(path, search.changes.now(path), lost)


class _Search:
    def __init__(self, project: Project, before: Project) -> None:
        self.project = project
        self.before = before
        self.changes = Changes(project)
        self._known: dict[str, list[Item]] = {}
        tests = project.facts("test")
        self.names = {str(fact.values["name"]) for fact in tests} | {fact.key for fact in tests}
        old = {(self._moved_to(fact), fact.key) for fact in before.facts("test")}
        changed = self.changes.paths
        self.new = [
            fact
            for fact in tests
            if fact.at.path in changed and (fact.at.path, fact.key) not in old
        ]
        self.new_bodies: dict[object, list[Fact]] = defaultdict(list)
        for fact in self.new:
            self.new_bodies[fact.values["body"]].append(fact)

    def _moved_to(self, fact: Fact) -> str:
        return self.changes.now(fact.at.path) or fact.at.path

    def lost(self, path: str, tests: list[Fact]) -> Iterator[Lost]:
        """Yield those of *tests*, which stood in *path*, that nothing took the place of."""
        now = self.changes.now(path)
        gone = [fact for fact in tests if not self._is_there(fact)]
        rest = [fact for fact in gone if not self._has_successor(fact)]
        renamed = self._renamed(rest, now)
        is_over = now is None and self._has_lost_subject(path)
        for fact in rest:
            items, is_settled = self._verified(fact)
            is_elsewhere = fact.key in renamed or is_over
            if is_settled or (is_elsewhere and not items) or fact.values["skipped"] is True:
                continue
            yield Lost(fact, items)

    def _is_there(self, fact: Fact) -> bool:
        return fact.key in self.names or str(fact.values["name"]) in self.names

    def _has_successor(self, fact: Fact) -> bool:
        """Whether a new test does the same; each does so for one."""
        alike = self.new_bodies.get(fact.values["body"])
        if alike:
            alike.pop()
        return bool(alike) or alike == []

    def _renamed(self, gone: list[Fact], now: str | None) -> set[str]:
        """Return which of *gone* have a new test in their file whose name shares half its words."""
        new = [fact for fact in self.new if fact.at.path == now]
        if len(gone) * len(new) > _MOST_COMPARED:
            return {fact.key for fact in gone}
        names = [_words(str(fact.values["name"])) for fact in new]
        found = set()
        for fact in gone:
            own = _words(str(fact.values["name"]))
            near = next(
                (name for name in names if own and 2 * len(own & name) >= len(own | name)), None
            )
            if near is not None:
                names.remove(near)
                found.add(fact.key)
        return found

    def _verified(self, fact: Fact) -> tuple[tuple[Item, ...], bool]:
        """Return what the test verified, and whether all of that is over or verified anew."""
        ids = self._claims.get((fact.at.path, fact.key), {})
        found: dict[str, Item] = {}
        settled = 0
        for key, claim in ids.items():
            items = [one for one in self._named(key) if _may_mean(claim, one)]
            live = [one for one in items if one.is_live and not one.is_retired]
            if key in self._newly_claimed or (not live and (items or self._was_defined(key))):
                settled += 1
            elif len(live) == 1:
                found[live[0].id] = live[0]
        return tuple(found.values()), bool(ids) and settled == len(ids)

    def _named(self, key: str) -> list[Item]:
        if key not in self._known:
            self._known[key] = self.project.trace.named(key)
        return self._known[key]

    def _was_defined(self, key: str) -> bool:
        return bool(self.before.lookup("definition", key))

    @cached_property
    def _claims(self) -> dict[tuple[str, str], dict[str, Fact]]:
        """Path and test as they were → the IDs that it verified, with the claims."""
        found: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
        for claim in self.before.facts("claim"):
            if claim.values["source_kind"] == "test" and claim.values["role"] == "verifies":
                found[claim.at.path, str(claim.values["source"])][claim.key] = claim
        return found

    @cached_property
    def _newly_claimed(self) -> frozenset[str]:
        """The IDs that new tests verify."""
        new = {(fact.at.path, fact.key) for fact in self.new}
        return frozenset(
            claim.key
            for claim in self.project.facts("claim")
            if claim.values["source_kind"] == "test"
            and (claim.at.path, str(claim.values["source"])) in new
        )

    def _has_lost_subject(self, path: str) -> bool:
        """Whether what the tests in *path* were for is gone with them: the code, or its folder."""
        subject = subject_of(path)
        if subject and subject in self._lost_subjects:
            return True
        home = _home(path)
        return bool(home) and not self.project.tree.is_dir(home) and home in self._lost_homes

    @cached_property
    def _lost_homes(self) -> frozenset[str]:
        """The folders around what is gone, tests left out."""
        found: set[str] = set()
        for path in self.changes.gone:
            folder = "" if is_test_path(path) else dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = dirname(folder)
        return frozenset(found)

    @cached_property
    def _lost_subjects(self) -> frozenset[str]:
        return frozenset(subject_of(path) for path in self.changes.gone if not is_test_path(path))


def _may_mean(claim: Fact, item: Item) -> bool:
    """Whether *claim* is of the kind of *item*, and of the scope that it names if it names one."""
    kinds, qualifier = claim.values["kinds"], str(claim.values["qualifier"] or "")
    is_near = not qualifier or f"/{item.scope}".endswith(f"/{qualifier}")
    return is_near and isinstance(kinds, list | tuple) and item.kind in kinds


def _home(path: str) -> str:
    """Return the folder whose tests those in *path* are: the one around the folder of tests."""
    parts = path.split("/")[:-1]
    return "/".join(takewhile(lambda part: _TEST_FOLDER.fullmatch(part) is None, parts))


def _words(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", text)))
    return frozenset(words) - _LITTLE
