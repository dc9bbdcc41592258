"""HL308 done-before-dependency. Its page and its tests are in `done_before_dependency.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.task import Dependency, Group, Task
from harness_lint.documents.tasks import Tasks
from harness_lint.findings import Related, Violation
from harness_lint.source import Located


@check("HL308", "done-before-dependency", subject=Tasks, since="0.1")
def done_before_dependency(tasks: Tasks) -> Iterator[Violation]:
    """A task is ticked while something that it depends on is open."""
    said: set[str] = set()
    for dependency in tasks.dependencies:
        done = [
            name for name in dependency.dependents if name not in said and _is_done(tasks, name)
        ]
        open_ = [name for name in dependency.needs if _is_open(tasks, name)]
        first = tasks.located(done[0]) if done and open_ else None
        need = tasks.located(open_[0]) if open_ else None
        if first is None or need is None or first.value == need.value:
            continue
        said.update(done)
        yield _violation(dependency, done, first, need, "statuses" if tasks.is_data else "boxes")


def _violation(
    dependency: Dependency, done: list[str], first: Located[str], need: Located[str], marks: str
) -> Violation:
    subject = f"`{first.value}` is"
    if len(done) > 1:
        subject = f"`{first.value}` and {len(done) - 1} more are"
    return Violation(
        first.at,
        f"{subject} done while `{need.value}`, which must come first, is open; "
        f"finish that or correct the {marks}",
        related=(
            Related(need.at, f"`{need.value}` is open"),
            Related(dependency.span, "the dependency"),
        ),
    )


def _is_done(tasks: Tasks, name: str) -> bool:
    entry = tasks.entry(name)
    return entry is not None and entry.done is True


def _is_open(tasks: Tasks, name: str) -> bool:
    """Whether a task has an empty box, or a package has nothing but empty boxes."""
    entry = tasks.entry(name)
    if isinstance(entry, Task):
        return entry.is_open_box and not entry.is_skipped
    return isinstance(entry, Group) and _untouched(entry)


def _untouched(group: Group) -> bool:
    boxes = [task for task in group.tasks if task.done is not None]
    return bool(boxes) and all(task.is_open_box for task in boxes)
