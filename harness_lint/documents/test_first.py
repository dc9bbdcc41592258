"""Test-first: where a document promises it, and which tasks are tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_paths import is_test_path
from harness_lint.markdown.nodes import Leaf
from harness_lint.pattern import pattern
from harness_lint.source import Located

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

PROMISE = pattern(
    r"\btests?\b(?:[ \t]\((?P<listed>[^)\n]{1,30})\))?[^.;:\n]{0,40}?"
    r"\b(?:before|precedes?)\b[^.;:\n]{0,20}\bimplement",
    re.IGNORECASE,
)
"""``All tests come before implementation``, ``tests MUST FAIL before implementation``."""

_ENDINGS = (
    pattern(rb"before\b[^\n]{0,200}?\bimplement"),
    pattern(rb"precedes?\b[^\n]{0,200}?\bimplement"),
)
"""How promises end in lower case, whatever markup is in them: a quick test, each by one word."""

_NEGATED = pattern(r"\b(?:no|not|never|don't|cannot|optional|without|instead)\b", re.IGNORECASE)
_THESE = pattern(r"(?i)\bthese tests\b|\bthem\b|\bthey\b")
"""Words that speak of the tests listed next to them, and of no others."""

_ALL = pattern(r"(?i)\b(?:all|every|each)\b")
_WORD = pattern(r"[^\W_]+(?:-[^\W_]+)*")
_JOINS = frozenset(("and", "or"))
_NO_KIND = frozenset(
    "a all an and any are automated be by corresponding each ensure every failing for here if its "
    "make new of on or our relevant run should sure tdd that the their then this to verify with "
    "write writes writing written your".split()
)
"""Words before *tests* that name no kind of them."""

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


class Promise(NamedTuple):
    """The words that promise tests before implementation."""

    words: Located[str]
    group: Group | None
    """The phase that it stands in, and speaks of; None for the whole document."""
    per_story: bool
    """Whether it speaks of user stories only."""
    ticked: bool
    """Whether it stands in a checklist."""
    kinds: frozenset[str]
    """The kinds of tests that it names, ``contract``, ``backend``; empty for tests of any kind."""
    ids: frozenset[str]
    """The tests that it lists: ``tests (T009, T022)``; empty if it lists none."""
    is_certain: bool
    """Whether it speaks of *all* tests, or lists them."""

    def covers(self, group: Group) -> bool:
        """Whether it speaks of *group*."""
        if self.group is not None:
            return self.group is group
        return not self.per_story or _STORY.search(group.title) is not None

    def covers_test(self, test: Task) -> bool:
        """Whether it speaks of *test*: by its ID, or by a word for its kind near it."""
        if self.ids:
            return test.name in self.ids
        return not self.kinds or bool(self.kinds & _words_about(test))


def promises_of(document: TaskList) -> tuple[Promise, ...]:
    """Return the promises of *document*, those in checklists before those in notes."""
    folded = document.source.data.lower()
    places = sorted(match.start() for ending in _ENDINGS for match in ending.finditer(folded))
    leaves = dict.fromkeys(filter(None, map(document.leaf_at, places)))
    tasks = {id(task.leaf) for task in document.tasks} if leaves else ()
    found = (_promise(document, leaf) for leaf in leaves if id(leaf) not in tasks)
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
    listed = find_ids(match["listed"] or "", document.shape.id) if document.shape.id else []
    ids = frozenset(name for reference in listed for name in reference.ids())
    return Promise(
        Located(match[0], leaf.prose.span(*match.span())),
        document.group_at(section),
        per_story is not None,
        any(item.paragraph is leaf for item in document.boxes),
        _kinds(clause),
        ids,
        bool(ids) or _ALL.search(clause) is not None,
    )


def _kinds(before: str) -> frozenset[str]:
    """Return the kinds that the words right before *tests* name: ``unit and contract``."""
    words = _WORD.findall(before.casefold())
    kinds: set[str] = set()
    while words and words[-1] not in _NO_KIND:
        kinds.add(words.pop())
        if not words or words[-1] not in _JOINS:
            break
        words.pop()
    return frozenset(kinds)


def _words_about(test: Task) -> set[str]:
    titles = [test.title.value, *(use.path.value for use in test.paths)]
    section = test.section
    if section is not None:
        titles += [one.title for one in (section, *section.ancestors()) if one.level > 1]
    return {word for title in titles for word in _WORD.findall(title.casefold())}


class LateTest(NamedTuple):
    """A test behind the implementation that it was promised to precede."""

    test: Task
    implementation: Task
    """The nearest before it in its area."""
    promise: Promise


def late_tests(document: TaskList) -> Iterator[LateTest]:
    """Yield each test behind all implementation of its phase.

    Where implementation follows a test, the two go in pairs, and the test does come first. Phases
    that polish or integrate hold tests of another kind, and are left out.
    """
    promises = promises_of(document)
    for group in document.groups if promises else ():
        mine = [promise for promise in promises if promise.covers(group)]
        if not mine or _LATE_GROUP.search(group.title):
            continue
        for test, implementation in _late_in(group):
            promise = next((one for one in mine if one.covers_test(test)), None)
            if promise is not None and (promise.is_certain or not _waits(document, test)):
                yield LateTest(test, implementation, promise)


def _waits(document: TaskList, test: Task) -> bool:
    """Whether *test* is said to depend on implementation of its phase."""
    needed = (document.by_id.get(name) for name in document.needs.get(test.name, ()))
    return any(
        need is not None and need.group is test.group and not is_test(need) and _implements(need)
        for need in needed
    )


def _late_in(group: Group) -> Iterator[tuple[Task, Task]]:
    implementation = [task for task in group.tasks if not is_test(task) and _implements(task)]
    if not implementation:
        return
    last = implementation[-1].number
    for task in group.tasks:
        if task.number > last and is_test(task):
            nearest = _nearest(task, implementation)
            if nearest is not None:
                yield task, nearest


def _nearest(test: Task, implementation: list[Task]) -> Task | None:
    """Return the last of *implementation* that shares most folders with *test*.

    With no folder shared, tests in a folder of their own (``tests/``) may be of anything.
    """
    folders = _folders(test)
    shared = [_shared(folders, _folders(task)) for task in implementation]
    most = max(shared)
    if not most and not any(is_test_path(f"{path[0]}/") for path in folders if path):
        return None
    return next(
        task
        for task, n in zip(reversed(implementation), reversed(shared), strict=True)
        if n == most
    )


def _folders(task: Task) -> list[list[str]]:
    return [use.path.value.split("/")[:-1] for use in task.paths if use.is_changed]


def _shared(some: list[list[str]], others: list[list[str]]) -> int:
    """Return how many folders the paths have in common from the top, for the best pair."""
    return max((_common(one, other) for one in some for other in others), default=0)


def _common(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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
