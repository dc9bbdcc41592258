"""Test-first: where a document promises it, and which tasks are tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_paths import is_test_path
from harness_lint.source import Located

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

PROMISE = re.compile(
    r"\btests?\b(?:[ \t]\([^)\n]{1,30}\))?[^.;:\n]{0,40}?\b(?:before|precedes?)\b[^.;:\n]{0,20}\bimplement",
    re.IGNORECASE,
)
"""``All tests come before implementation``, ``tests MUST be written and FAIL before implementation``."""

_NEGATED = re.compile(r"\b(?:no|not|never|don't|cannot|optional|without|instead)\b", re.IGNORECASE)
_TEST_TITLE = re.compile(
    r"\b(?:unit|integration|contract|component|e2e|end-to-end|regression|acceptance|snapshot|"
    r"property|functional|api|ui|scenario|failing|rspec|pytest|jest|vitest)\s+(?:test|spec)s?\b"
    r"|^(?:write|add|create)\s+(?:\w+\s+){0,3}tests?\b",
    re.IGNORECASE,
)
_LATE_GROUP = re.compile(
    r"(?i)polish|final|cross-cutting|integration|e2e|end-to-end|hardening|validation|quality|testing|"
    r"verification|release|documentation|setup"
)
_STORY = re.compile(r"(?i)\buser stor(?:y|ies)\b|\bUS\d+\b|\beach story\b|\beach user\b")
_PLAIN_FILES = (".md", ".txt", ".json", ".yaml", ".yml", ".toml")


@dataclass(frozen=True, slots=True)
class Promise:
    """The words that promise tests before implementation."""

    words: Located[str]
    per_story: bool
    """Whether it speaks of user stories only."""


def promise_of(document: TaskList) -> Promise | None:
    """Return the first promise of *document*: one in a checklist before one in a note."""
    found: list[Promise] = []
    if b"mplement" not in document.source.data:
        return None
    boxed = {id(item.paragraph) for item in document.boxes}
    tasks = {id(task.leaf) for task in document.tasks}
    for leaf in document.leaves:
        if id(leaf) in tasks:
            continue
        text = leaf.prose.value
        match = PROMISE.search(text)
        if match is None or _NEGATED.search(match[0]):
            continue
        section = document.outline.section_at(leaf.span.start)
        per_story = bool(_STORY.search(section.title if section else "") or _STORY.search(text[: match.start()]))
        at = leaf.prose.span(match.start(), match.end())
        promise = Promise(Located(match[0], at), per_story)
        if id(leaf) in boxed:
            return promise
        found.append(promise)
    return found[0] if found else None


def late_tests(document: TaskList, promise: Promise) -> Iterator[tuple[Task, Task]]:
    """Yield each test task that stands behind implementation in its phase, with the first such task.

    Phases that polish or integrate hold tests of another kind, and are left out.
    """
    for group in document.groups:
        if _LATE_GROUP.search(group.title) or (promise.per_story and not _STORY.search(group.title)):
            continue
        yield from _late_in(group)


def _late_in(group: Group) -> Iterator[tuple[Task, Task]]:
    first: Task | None = None
    for task in group.tasks:
        if is_test(task):
            if first is not None:
                yield task, first
        elif first is None and _implements(task):
            first = task


def is_test(task: Task) -> bool:
    """Whether *task* writes tests: its title says so, or the only files it changes are tests."""
    changed = [use.path.value for use in task.paths if use.is_changed]
    if not changed:
        return False
    return all(map(is_test_path, changed)) and (
        _TEST_TITLE.search(task.title.value) is not None or "test" in task.title.value.lower()
    )


def _implements(task: Task) -> bool:
    changed = [use.path.value for use in task.paths if use.is_changed]
    return any(not is_test_path(path) and not path.endswith(_PLAIN_FILES) for path in changed)
