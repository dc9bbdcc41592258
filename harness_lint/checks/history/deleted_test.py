"""HL821 deleted-test. Its page and its tests are in `deleted_test.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness_lint.check import check
from harness_lint.errors import listed
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.lost_tests import Lost, LostFile, lost_tests
from harness_lint.project.past import whole
from harness_lint.project.trace.values import Item
from harness_lint.source import Location

_NAMED = 3
"""So many IDs are named; the others are counted."""


@check(
    "HL821",
    "deleted-test",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("since",),
)
def deleted_test(project: Project) -> Iterator[Violation]:
    """A test that was there is gone, and nothing took its place."""
    for file in lost_tests(project):
        if file.now is None:
            yield _deleted(project, file)
        else:
            places = _places(project, file, file.now)
            for lost in file.tests:
                yield _removed(project, lost, places[lost.test.key])


def _removed(project: Project, lost: Lost, at: Location) -> Violation:
    name = lost.test.key
    if not lost.items:
        message = f"test `{name}` was deleted, and nothing took its place; restore it"
        return Violation(at, message, _tasks(project, lost))
    ids = listed((item.local for item in lost.items), _NAMED)
    return Violation(
        at,
        f"test `{name}` was deleted, which verified {ids}; restore it, or verify that otherwise",
        _definitions(lost.items),
    )


def _deleted(project: Project, file: LostFile) -> Violation:
    """Return the finding on a file that is gone: where what it verified is defined, if anywhere."""
    items = file.items
    if items:
        at, related = items[0].at, _definitions(items[1:])
        ids = listed((item.local for item in items), _NAMED)
        words = f", and with it what verified {ids}; restore it, or verify that otherwise"
    else:
        count = len(file.tests)
        words = f" with {count} test{'' if count == 1 else 's'} in it; restore it"
        tasks = project.lookup("task-test", file.path)
        at, related = (tasks[0].at if tasks else whole(file.path)), ()
    return Violation(at, f"test file `{file.path}` was deleted{words}", related)


def _places(project: Project, file: LostFile, path: str) -> dict[str, Location]:
    """Return where each test of *file* stood: behind the last one of its suite before it."""
    before = project.before.facts("test") if project.before is not None else []
    there = {fact.key: fact.at for fact in project.facts("test") if fact.at.path == path}
    places: dict[str, Location] = {}
    last: dict[object, Location] = {}
    for fact in before:
        if fact.at.path == file.path:
            suite = fact.values["suite"]
            last[suite] = there.get(fact.key) or last.get(suite) or whole(path)
            places[fact.key] = last[suite]
    return places


def _tasks(project: Project, lost: Lost) -> tuple[Related, ...]:
    tasks = project.lookup("task-test", str(lost.test.values["name"]))
    return tuple(Related(fact.at, "the task that demands it") for fact in tasks[:1])


def _definitions(items: Iterable[Item]) -> tuple[Related, ...]:
    return tuple(Related(item.at, f"`{item.local}` is defined here") for item in items)
