"""How many tasks are of an area, ``backend``, ``frontend``: by path, by title, by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness_lint.documents.task import Task
from harness_lint.markdown.outline import Section

MOST_LISTED = 3


def readings_of(area: str, tasks: Sequence[Task]) -> dict[int, str]:
    """Return each number of tasks that *area* may mean, with how it is counted.

    Empty where neither a path nor a heading has the word: then it is no area of this document.
    """
    word = re.compile(rf"(?<![a-z]){re.escape(area)}(?:s|-end)?(?![a-z])", re.IGNORECASE)
    path, title, heading, phase = (
        {task.number for task in tasks if word.search(text(task))}
        for text in (_paths, _title, _headings, _phase)
    )
    if not path and not heading:
        return {}
    ways = (
        (path, "by path"),
        (heading, "by heading"),
        (phase, "by phase"),
        (title, "by title"),
        (path | title, "by path or title"),
        (path | heading, "by path or heading"),
        (path | phase, "by path or phase"),
        (path | title | heading, "by any of them"),
    )
    found: dict[int, str] = {}
    for numbers, way in ways:
        found.setdefault(len(numbers), way)
    return found


def listed(readings: dict[int, str], stated: int) -> str:
    """Return the readings nearest to *stated* in words: ``22 or 23 are there, by …, by …``.

    Those that are less than half of the nearest count something else.
    """
    near = sorted(filter(None, readings), key=lambda number: abs(number - stated))
    numbers = sorted(number for number in near[:MOST_LISTED] if number * 2 >= near[0])
    verb = "is" if numbers == [1] else "are"
    ways = _or([readings[number] for number in numbers])
    return f"{_or([str(number) for number in numbers])} {verb} there, {ways}"


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _paths(task: Task) -> str:
    return " ".join(use.path.value for use in task.paths)


def _title(task: Task) -> str:
    return task.title.value


def _headings(task: Task) -> str:
    return " ".join(section.title for section in _heads(task))


def _heads(task: Task) -> Iterator[Section]:
    if task.section is not None:
        yield task.section
        yield from (one for one in task.section.ancestors() if one.level > 1)


def _phase(task: Task) -> str:
    return task.group.title if task.group else ""
