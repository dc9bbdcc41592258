"""Which tests the tasks of a list name, and which of them are promised to come before the code."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, takewhile
from posixpath import basename
from typing import NamedTuple

from harness_lint.documents.document import Document, Said
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_paths import EXTENSIONS, is_test_path, paths_in
from harness_lint.documents.test_first import Promise, is_test, promises_of
from harness_lint.pattern import pattern
from harness_lint.source import Span

_METHOD = "methodology"
"""The field of a sheet, or of one of its tasks, that may promise tests first."""
_TESTS_FIRST = pattern(r"(?i)\W*TDD\b")
_TEST_NAME = pattern(r"\b(test_\w{2,120}|test[A-Z]\w{2,120})\(\)")
_AFFIX = pattern(
    r"^(?:tests?[_.-]|Test(?=[A-Z]))|(?:[_.-](?:tests?|specs?)|(?<=[a-z0-9])(?:Tests?|Spec))$"
)
_LANGUAGES = (
    "js jsx ts tsx mjs cjs mts cts vue svelte",
    "java kt kts groovy scala",
    "c cc cpp h hpp",
    "sh bash zsh bats",
)
"""Extensions of code and tests that may belong to one another; others must be the same."""

_LANGUAGE_OF = {one: group for group in _LANGUAGES for one in group.split()}

_SUPPORT = ("conftest.py", "__init__.py")
"""Files beside tests that are neither tests nor tested."""

_MOST_NAMED = 50
"""So many tasks that name tests of one thing are looked at."""

_LONG = 1_000
"""A line of more characters names no test for people."""

_NO_CODE = tuple(
    f".{one}" for one in "md txt json jsonc yaml yml toml csv html css lock ini cfg env".split()
)


class _Named(NamedTuple):
    """The files that a task names."""

    task: Task
    code: tuple[str, ...]
    tests: tuple[str, ...]


def promised_test_facts(document: Document) -> Iterator[Said]:
    """Yield the tests that each task names, and the code that is to come after tests of its own."""
    if not isinstance(document, TaskList) or not document.defines_ids:
        return
    named = [_named(document, task) for task in document.tasks]
    for one in named:
        at, who = _place(one.task), {"task": one.task.name}
        for name in dict.fromkeys((*one.tests, *_test_names(document, one.task))):
            yield Said("task-test", name, at, who)
    yield from _Promised(document, named).facts()


def subject_of(path: str) -> str:
    """Return what a file of tests is named for: ``clock`` of ``test_clock.py``; folded."""
    name = basename(path)
    stem = name.rpartition(".")[0] or name
    return "".join(sign for sign in _AFFIX.sub("", stem) if sign.isalnum()).casefold()


def _named(document: TaskList, task: Task) -> _Named:
    changed = [use.path.value for use in task.paths if use.is_changed]
    code = [path for path in changed if _is_code(path) and not is_test_path(path)]
    tests = [use.path.value for use in task.paths if _is_test(use.path.value)]
    tests += _paths_in_body(document, task)
    return _Named(task, tuple(dict.fromkeys(code)), tuple(dict.fromkeys(tests)))


def _is_test(path: str) -> bool:
    extension = path.rpartition(".")[2].lower()
    return extension in EXTENSIONS and is_test_path(path) and _is_code(path)


def _is_code(path: str) -> bool:
    return not path.endswith(_NO_CODE) and basename(path) not in _SUPPORT


def _matter(path: str) -> tuple[str, str]:
    """Return what *path* is about, and in which language: the same for code and its tests."""
    extension = path.rpartition(".")[2].lower()
    return subject_of(path), _LANGUAGE_OF.get(extension, extension)


def _paths_in_body(document: TaskList, task: Task) -> Iterator[str]:
    """Yield the files of tests in the section of a task that is a heading, code included."""
    if task.body is None:
        return
    for line in document.source.slice(task.body.span).split("\n"):
        for match in paths_in(line) if "test" in line.casefold() and len(line) < _LONG else ():
            path = match[0].removeprefix("./")
            if _is_test(path):
                yield path


def _test_names(document: TaskList, task: Task) -> Iterator[str]:
    """Yield the functions that the code in the section of a task lists as its tests."""
    if task.body is None:
        return
    blocks, (start, end) = document.code_blocks, task.body.span
    first = bisect_left(blocks, start, key=lambda block: block.span.start)
    for block in takewhile(lambda block: block.span.start < end, islice(blocks, first, None)):
        for match in _TEST_NAME.finditer(document.source.slice(block.span)):
            yield match[1]


def _place(task: Task) -> Span:
    return (task.id or task.title).at


class _Promised:
    """Pairs code with the tests that are to come before it, where both are certain."""

    def __init__(self, document: TaskList, named: list[_Named]) -> None:
        self._document = document
        self._named = named
        self._tests_of = {one.task.name: one for one in named if one.tests and is_test(one.task)}
        self._promises = promises_of(document)
        own = (field for field in document.fields if field.key == _METHOD)
        self._method = next((field.value.value for field in own), "")
        self._by_matter: dict[tuple[str, str], list[_Named]] = defaultdict(list)
        self._code: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in named:
            for matter in {_matter(path) for path in one.tests}:
                self._by_matter[matter].append(one)
            for path in one.code:
                self._code[_matter(path)].add(path)

    def facts(self) -> Iterator[Said]:
        """Yield each file of code that a task writes, with the tests that come before it."""
        for one in self._named:
            promise = self._promise(one.task)
            if promise is False or is_test(one.task):
                continue
            for path in one.code:
                tests = self._tests(one, path, promise)
                if tests:
                    values = {"tests": tests, "task": one.task.name}
                    yield Said("test-first", path, _place(one.task), values)

    def _promise(self, task: Task) -> Promise | bool:
        """Return what promises tests before *task*: true for its method, false for nothing."""
        field = task.fields.get(_METHOD)
        method = field.value.value if field is not None else self._method
        if _TESTS_FIRST.match(method) is not None:
            return True
        if field is not None or task.group is None:
            return False
        group = task.group
        return next((one for one in self._promises if one.covers(group)), False)

    def _tests(self, one: _Named, path: str, promise: Promise | bool) -> list[str]:
        """Return the tests of *path*: those of its name; else the one that its task leads to."""
        matter = _matter(path)
        found = [
            test
            for other in islice(self._by_matter.get(matter, ()), _MOST_NAMED)
            for test in other.tests
            if _matter(test) == matter and _covers(promise, one, other)
        ]
        if found:
            return list(dict.fromkeys(found)) if self._is_only(path) else []
        if len(one.code) != 1:
            return []
        found = list(one.tests) or self._needed(one, promise)
        is_certain = len(found) == 1 and _matter(found[0])[1] == matter[1]
        return found if is_certain else []

    def _is_only(self, path: str) -> bool:
        """Whether *path* is the only code that its tests can be of; it may be named in short."""
        others = self._code[_matter(path)]
        longest = max(others, key=len)
        return all(longest == one or longest.endswith(f"/{one}") for one in others)

    def _needed(self, one: _Named, promise: Promise | bool) -> list[str]:
        """Return the tests of the test task that the task of *one* waits for, if it is one only."""
        needs = self._document.needs.get(one.task.name, {})
        waited = (self._tests_of.get(name) for name in needs)
        found = list(islice((other for other in waited if other is not None), 2))
        is_one = len(found) == 1 and _covers(promise, one, found[0])
        return list(found[0].tests) if is_one else []


def _covers(promise: Promise | bool, one: _Named, other: _Named) -> bool:
    """Whether *promise* speaks of the tests that the task of *other* names."""
    if isinstance(promise, bool) or one is other:
        return bool(promise)
    return is_test(other.task) and promise.covers_test(other.task)
