"""What tasks that may run together share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from harness_lint.documents.task import Dependency, Task
from harness_lint.documents.task_paths import PathUse


class SharedFile(NamedTuple):
    """A file that several tasks of one section, all marked parallel, change."""

    path: str
    uses: tuple[tuple[Task, PathUse], ...]
    """Each task with the first words in which it names the file, in source order."""


def shared_files(
    tasks: Iterable[Task], needs: Mapping[str, Mapping[str, Dependency]]
) -> tuple[SharedFile, ...]:
    """Return the files shared by parallel tasks, by their second task's place.

    Tasks may run together if they stand in one section and both carry the marker, and neither is
    said to need the other.
    """
    by_place: dict[tuple[int, str], list[tuple[Task, PathUse]]] = {}
    for task in tasks:
        if task.parallel is None:
            continue
        for use in _changed_files(task):
            by_place.setdefault((id(task.section), use.path.value), []).append((task, use))
    shared = (
        SharedFile(path, tuple(uses))
        for (_, path), uses in by_place.items()
        if len(uses) > 1 and not _ordered(uses, needs)
    )
    return tuple(sorted(shared, key=lambda file: file.uses[1][1].path.at))


def _changed_files(task: Task) -> Iterator[PathUse]:
    seen: set[str] = set()
    for use in task.paths:
        path = use.path.value
        if use.is_changed and path not in seen and ("/" in path or use.in_code):
            seen.add(path)
            yield use


def _ordered(
    uses: list[tuple[Task, PathUse]], needs: Mapping[str, Mapping[str, Dependency]]
) -> bool:
    """Whether dependencies say an order for every two of the tasks (looked at up to eight)."""
    return len(uses) <= 8 and all(
        one.name in needs.get(other.name, {}) or other.name in needs.get(one.name, {})
        for (one, _), (other, _) in combinations(uses, 2)
    )
