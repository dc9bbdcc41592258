"""Test-first: where a document promises it, and which tasks are tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_paths import is_test_path
from harness_lint.markdown.nodes import Leaf
from harness_lint.pattern import pattern
from harness_lint.source import Located
from harness_lint.values import frozen

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

PROMISE = pattern(
    r"\btests?\b(?:[ \t]\([^)\n]{1,30}\))?[^.;:\n]{0,40}?"
    r"\b(?:before|precedes?)\b[^.;:\n]{0,20}\bimplement",
    re.IGNORECASE,
)
"""``All tests come before implementation``, ``tests MUST FAIL before implementation``."""

_NEGATED = pattern(r"\b(?:no|not|never|don't|cannot|optional|without|instead)\b", re.IGNORECASE)
_THESE = pattern(r"(?i)\bthese tests\b|\bthem\b|\bthey\b")
"""Words that speak of the tests listed next to them, and of no others."""

_TEST_TITLE = pattern(
    r"\b(?:unit|integration|contract|component|e2e|end-to-end|regression|acceptance|snapshot|"
    r"property|functional|api|ui|scenario|failing|rspec|pytest|jest|vitest)\s+(?:test|spec)s?\b"
    r"|^(?:write|add|create)\s+(?:\w+\s+){0,3}tests?\b",
    re.IGNORECASE,
)
_OTHER_TEST = pattern(
    r"(?i)\b(?:load|performance|stress|smoke|manual|e2e|end-to-end|benchmark|visual)\b"
)
"""Tests that need the finished thing."""

_LATE_GROUP = pattern(
    r"(?i)polish|final|cross-cutting|integration|e2e|end-to-end|hardening|validation|quality|testing|"
    r"verification|release|documentation|setup"
)
_STORY = pattern(r"(?i)\buser stor(?:y|ies)\b|\bUS\d+\b|\beach story\b|\beach user\b")
_PLAIN_FILES = (".md", ".txt", ".json", ".yaml", ".yml", ".toml")


@frozen
class Promise:
    """The words that promise tests before implementation."""

    words: Located[str]
    group: Group | None
    """The phase that it stands in, and speaks of; None for the whole document."""
    per_story: bool
    """Whether it speaks of user stories only."""
    ticked: bool
    """Whether it stands in a checklist."""

    def covers(self, group: Group) -> bool:
        """Whether it speaks of *group*."""
        if self.group is not None:
            return self.group is group
        return not self.per_story or _STORY.search(group.title) is not None


def promises_of(document: TaskList) -> tuple[Promise, ...]:
    """Return the promises of *document*, those in checklists before those in notes."""
    if b"mplement" not in document.source.data:
        return ()
    tasks = {id(task.leaf) for task in document.tasks}
    found = (_promise(document, leaf) for leaf in document.leaves if id(leaf) not in tasks)
    return tuple(sorted(filter(None, found), key=lambda promise: not promise.ticked))


def _promise(document: TaskList, leaf: Leaf) -> Promise | None:
    text = leaf.prose.value
    match = PROMISE.search(text)
    if match is None or _THESE.search(text):
        return None
    clause = re.split(r"[.;:\n]", text[: match.start()])[-1]
    if _NEGATED.search(clause + match[0]):
        return None
    section = document.outline.section_at(leaf.span.start)
    per_story = _STORY.search(f"{section.title if section else ''} {text[: match.start()]}")
    return Promise(
        Located(match[0], leaf.prose.span(*match.span())),
        document.group_at(section),
        per_story is not None,
        any(item.paragraph is leaf for item in document.boxes),
    )


def late_tests(document: TaskList) -> Iterator[tuple[Task, Task, Promise]]:
    """Yield each test behind all implementation of its phase, that phase's first, and the promise.

    Where implementation follows a test, the two go in pairs, and the test does come first. Phases
    that polish or integrate hold tests of another kind, and are left out.
    """
    promises = promises_of(document)
    for group in document.groups if promises else ():
        promise = next((one for one in promises if one.covers(group)), None)
        if promise is not None and not _LATE_GROUP.search(group.title):
            for test, implementation in _late_in(group):
                yield test, implementation, promise


def _late_in(group: Group) -> Iterator[tuple[Task, Task]]:
    implementation = [task for task in group.tasks if not is_test(task) and _implements(task)]
    if not implementation:
        return
    last = implementation[-1].number
    yield from (
        (task, implementation[0]) for task in group.tasks if task.number > last and is_test(task)
    )


def is_test(task: Task) -> bool:
    """Whether *task* writes tests: its title says so, or the only files it changes are tests."""
    changed = [use.path.value for use in task.paths if use.is_changed]
    if not changed or _OTHER_TEST.search(task.title.value):
        return False
    return all(map(is_test_path, changed)) and (
        _TEST_TITLE.search(task.title.value) is not None or "test" in task.title.value.lower()
    )


def _implements(task: Task) -> bool:
    changed = [use.path.value for use in task.paths if use.is_changed]
    return any(not is_test_path(path) and not path.endswith(_PLAIN_FILES) for path in changed)
