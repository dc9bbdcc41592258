"""HL213 stale-task-file. Its page and its tests are in `stale_task_file.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.task_file import STATES
from harness_lint.findings import (
    Applicability,
    Edit,
    Fix,
    Related,
    Severity,
    Violation,
    replacement,
)
from harness_lint.project.facts import Fact, first_in
from harness_lint.project.index import Project
from harness_lint.project.trace.work import with_progress

LIST = "tasks.json"
MOST_RELATED = 12


class _Stale(NamedTuple):
    copy: Fact
    says: str
    """How it differs."""


@check(
    "HL213",
    "stale-task-file",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("written-task",),
)
def stale_task_file(project: Project) -> Iterator[Violation]:
    """A task that a tool wrote to a file of its own is another one in the tool's list."""
    copies: dict[str, list[Fact]] = defaultdict(list)
    for copy in project.facts("written-task"):
        copies[dirname(copy.at.path)].append(copy)
    lists = _tasks_by_folder(project) if copies else {}
    for folder, written in copies.items():
        tasks = lists.get(folder)
        if not tasks or any(":" in name for name in tasks):
            continue  # no list, or several of which nobody knows whose copies these are
        stale = [_Stale(one, says) for one in written if (says := _difference(one, tasks))]
        if stale:
            yield _violation(stale)._replace(fix=_fix(project, stale, tasks))


def _tasks_by_folder(project: Project) -> dict[str, dict[str, Fact]]:
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for task in with_progress(project, "task"):
        if basename(task.at.path) == LIST:
            found[dirname(task.at.path)].setdefault(task.key, task)
    return found


def _difference(copy: Fact, tasks: dict[str, Fact]) -> str:
    """Return how *copy* differs from its task; empty if it does not, or nobody can tell."""
    task = tasks.get(copy.key)
    if task is None:
        return f"`{copy.key}` is not in `{LIST}`"
    status = str(copy.values["status"])
    state = STATES.get(status.casefold())
    if state is not None and state != task.values["state"]:
        right = _WORDS[str(task.values["state"])]
        return f"`{copy.key}` is {right} in `{LIST}`, not `{status}`"
    if _words(copy.values["title"]) != _words(task.values["title"]):
        return f"`{copy.key}` is `{_words(task.values['title'])}` in `{LIST}`"
    return ""


_WORDS = {
    "open": "pending",
    "begun": "in progress",
    "done": "done",
    "skipped": "deferred or cancelled",
    "blocked": "blocked",
}


def _words(title: object) -> str:
    return " ".join(str(title).split())


def _fix(project: Project, stale: list[_Stale], tasks: dict[str, Fact]) -> Fix | None:
    """Return the fix that writes status and title as the list has them; None if one is not there.

    What else the tool wrote into a file is left to it.
    """
    edits: list[Edit] = []
    for copy, _ in stale:
        task = tasks.get(copy.key)
        title = first_in(copy.at.path, project.lookup("written-task-title", copy.key))
        fixes = (_status(copy, task), _title(title, task)) if task and title else ()
        own = [edit for fix in fixes if fix is not None for edit in fix.edits]
        if not own:
            return None
        edits += own
    return Fix(f"Write what `{LIST}` says", tuple(edits), Applicability.UNSAFE)


def _status(copy: Fact, task: Fact) -> Fix | None:
    written, right = str(copy.values["status"]), str(task.values["status"]) or "pending"
    if right not in STATES or STATES.get(written.casefold()) in (None, STATES[right]):
        return None
    return replacement(copy.at, copy.at.text, written, right)


def _title(title: Fact, task: Fact) -> Fix | None:
    written, right = str(title.values["title"]), _words(task.values["title"])
    if not right or _words(written) == right:
        return None
    return replacement(title.at, title.at.text, written, right)


def _violation(stale: list[_Stale]) -> Violation:
    first, *others = stale
    count = f"{len(others)} other files" if len(others) > 1 else "another file"
    more = f", and {count} differ{'' if len(others) > 1 else 's'} too" if others else ""
    return Violation(
        first.copy.at,
        f"{first.says}{more}; generate the files anew",
        tuple(Related(one.copy.at, one.says) for one in others[:MOST_RELATED]),
    )
