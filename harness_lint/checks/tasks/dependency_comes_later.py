"""HL307 dependency-comes-later. Its page and its tests are in `dependency_comes_later.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.cycles import knots
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Related, Violation


@check("HL307", "dependency-comes-later", subject=TaskList, since="0.1")
def dependency_comes_later(tasks: TaskList) -> Iterator[Violation]:
    """A task stands before another that it is said to depend on."""
    said: set[tuple[str, str]] = set()
    circle = _circles(tasks)
    for dependency in tasks.dependencies:
        late = [
            (waiting, need)
            for waiting in dependency.dependents
            for need in dependency.needs
            if (waiting, need) not in said
            and _comes_later(tasks, waiting, need)
            and not (waiting in circle and circle[waiting] == circle.get(need))
        ]
        said.update(late)
        if not late:
            continue
        waiting, needed = (list(dict.fromkeys(side)) for side in zip(*late, strict=True))
        verbs = ("stands", "depends") if len(waiting) == 1 else ("stand", "depend")
        first, last = tasks.located(waiting[0]), tasks.located(needed[-1])
        if first is None or last is None:
            raise AssertionError("unreachable: a late dependency between unknown tasks")
        yield Violation(
            dependency.span,
            f"{_listed(waiting)} {verbs[0]} before {_listed(needed)} "
            f"and {verbs[1]} on what comes later; "
            "reorder the tasks or turn the dependency round",
            related=(
                Related(first.at, f"`{first.value}` stands here"),
                Related(last.at, f"`{last.value}` comes later"),
            ),
        )


def _circles(tasks: TaskList) -> dict[str, int]:
    """Return task → circle of needs that it stands in: whose order no list can have (HL306)."""
    tied = (knot for knot in knots(tasks.needs) if len(knot) > 1)
    return {name: number for number, knot in enumerate(tied) for name in knot}


def _comes_later(tasks: TaskList, waiting: str, need: str) -> bool:
    one, other = tasks.by_id.get(waiting), tasks.by_id.get(need)
    return one is not None and other is not None and one.number < other.number


def _listed(names: list[str]) -> str:
    return f"`{names[0]}`" if len(names) == 1 else f"`{names[0]}` to `{names[-1]}`"
