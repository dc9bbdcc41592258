"""HL310 parallel-depends. Its page and its tests are in `parallel_depends.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.documents.task import Dependency, Task
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.waves import waves_of
from harness_lint.findings import Applicability, Edit, Fix, Related, Severity, Violation
from harness_lint.source import Span


@check("HL310", "parallel-depends", subject=TaskList, since="0.1", severity=Severity.WARNING)
def parallel_depends(tasks: TaskList) -> Iterator[Violation]:
    """A task or package that is marked parallel depends on another one of its phase or wave."""
    yield from _of_waves(tasks)
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
            fix=_fix(tasks, waiting),
        )


def _fix(tasks: TaskList, waiting: Sequence[Task]) -> Fix | None:
    """Return the fix that drops the markers of *waiting*; None if one is no word of its own."""
    data = tasks.source.data
    edits = []
    for task in waiting:
        at = task.parallel.at if task.parallel else None
        if at is None or data[at.start - 1 : at.start] + data[at.end : at.end + 1] != b"  ":
            return None
        edits.append(Edit(Span(at.start, at.end + 1), ""))
    title = f"Drop the marker of `{waiting[0].name}`"
    if len(waiting) > 1:
        title = f"Drop the markers of {len(waiting)} tasks"
    return Fix(title, tuple(edits), Applicability.UNSAFE)


def _of_waves(tasks: TaskList) -> Iterator[Violation]:
    """Yield what stands in a line of parallel work beside something that it needs."""
    for wave in waves_of(tasks):
        listed = {member.value: member for member in wave.members}
        for name, member in listed.items():
            steps = tasks.needs.get(name, {})
            need = next((need for need in steps if need in listed and need != name), None)
            if need is not None:
                yield Violation(
                    member.at,
                    f"`{name}` depends on `{need}`, yet this line lists both as parallel; "
                    f"move `{name}` to a later one",
                    related=(
                        Related(steps[need].span, "the dependency"),
                        Related(listed[need].at, f"`{need}` in the same line"),
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
