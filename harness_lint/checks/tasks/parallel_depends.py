"""HL310 parallel-depends. Its page and its tests are in `parallel_depends.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task import Dependency
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Severity, Violation


@check("HL310", "parallel-depends", subject=TaskList, since="0.1", severity=Severity.WARNING)
def parallel_depends(tasks: TaskList) -> Iterator[Violation]:
    """A task that is marked parallel depends on another parallel task of its phase."""
    said: set[tuple[str, str]] = set()
    for dependency in tasks.dependencies:
        pairs = [pair for pair in _parallel_pairs(tasks, dependency) if pair not in said]
        said.update(pairs)
        if not pairs:
            continue
        waiting = [tasks.by_id[name] for name in dict.fromkeys(pair[0] for pair in pairs)]
        need = tasks.by_id[pairs[0][1]]
        subject = f"`{waiting[0].name}` waits"
        if len(waiting) > 1:
            subject = f"`{waiting[0].name}` to `{waiting[-1].name}` wait"
        markers = [(task, task.parallel) for task in (waiting[0], need) if task.parallel]
        yield Violation(
            dependency.span,
            f"{subject} for `{need.name}`, yet both sides are marked `{markers[0][1].value}` "
            "in one phase; drop the marker from what waits",
            related=tuple(
                Related(marker.at, f"`{task.name}` is marked parallel") for task, marker in markers
            ),
        )


def _parallel_pairs(tasks: TaskList, dependency: Dependency) -> Iterator[tuple[str, str]]:
    """Yield the (waiting, needed) IDs of *dependency* that are both parallel in one phase."""
    for waiting in dependency.dependents:
        one = tasks.by_id.get(waiting)
        if one is None or one.parallel is None:
            continue
        for need in dependency.needs:
            other = tasks.by_id.get(need)
            if other is None or other.parallel is None or other is one:
                continue
            if (one.group or one.section) is (other.group or other.section):
                yield waiting, need
