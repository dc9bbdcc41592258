"""HL333: contradictory-dependencies. Page and tests: `contradictory_dependencies.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import dirname

from harness_lint.check import check
from harness_lint.documents.cycles import needs_from
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.source import Span

MOST_STEPS = 200_000
"""So many steps along arrows are gone in one document: what lies behind them is not judged."""


@check(
    "HL333",
    "contradictory-dependencies",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("ordered-task", "task"),
)
def contradictory_dependencies(project: Project) -> Iterator[Violation]:
    """A document of dependencies is at odds with the task sheets beside it."""
    named = _by_path(project.facts("ordered-task"))
    orders = _by_path(project.facts("task-order"))
    sheets: dict[str, dict[str, Fact]] = defaultdict(dict)
    folders = {dirname(path) for path in named}
    for task in project.facts("task") if folders else ():
        folder = dirname(task.at.path)
        if folder in folders:
            sheets[folder].setdefault(task.key, task)
    for path, facts in named.items():
        tasks = sheets[dirname(path)]
        yield from _missing(facts, tasks)
        yield from _turned_round(_Order(orders.get(path, ())), tasks)


def _by_path(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.at.path].append(fact)
    return found


def _missing(named: list[Fact], tasks: dict[str, Fact]) -> Iterator[Violation]:
    """Yield the tasks that no sheet has, of sorts of which there is a sheet; one at a place."""
    sorts: dict[str, list[str]] = defaultdict(list)
    for identifier in tasks:
        sorts[_sort(identifier)].append(identifier)
    told: set[Span] = set()
    for fact in named:
        known = sorts.get(_sort(fact.key))
        if fact.key in tasks or not known or fact.at.span in told:
            continue
        told.add(fact.at.span)
        those = f"`{min(known)}` to `{max(known)}` are" if len(known) > 1 else f"`{known[0]}` is"
        yield Violation(
            fact.at, f"`{fact.key}` is in no task sheet beside this document, {those}; add its task"
        )


def _sort(identifier: str) -> str:
    return identifier.partition("-")[0]


def _turned_round(order: _Order, tasks: dict[str, Fact]) -> Iterator[Violation]:
    """Yield the arrows to a task for which the other one waits, by its sheet."""
    for task in tasks.values():
        for need in _needs(task):
            if need not in tasks or order.says(task.key, need):
                continue
            arrow = order.arrow(task.key, need)
            if arrow is not None:
                yield Violation(
                    arrow.at,
                    f"`{need}` waits for `{task.key}` here, but `{task.key}` depends on `{need}` "
                    "in its sheet; make them agree",
                    (Related(task.at, f"`{task.key}` depends on `{need}`"),),
                )


def _needs(task: Fact) -> Iterator[str]:
    needs = task.values.get("needs")
    return map(str, needs) if isinstance(needs, list | tuple) else iter(())


class _Order:
    """The arrows of one document."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._needs: dict[str, dict[str, Fact]] = defaultdict(dict)
        self._waited: set[str] = set()
        for fact in facts:
            first = str(fact.values["first"])
            self._needs[fact.key].setdefault(first, fact)
            self._waited.add(first)
        self._room = MOST_STEPS

    def says(self, then: str, first: str) -> bool:
        """Whether an arrow leads from *first* to *then*."""
        return first in self._needs.get(then, ())

    def arrow(self, first: str, then: str) -> Fact | None:
        """Return the arrow to *then* by which it waits for *first*, at once or in steps."""
        if first not in self._waited:
            return None
        for near, fact in self._needs.get(then, {}).items():
            if near == first or self._leads(first, near):
                return fact
        return None

    def _leads(self, first: str, then: str) -> bool:
        for needs in needs_from(then, lambda task: self._needs.get(task, {})):
            if self._room <= 0:
                return False
            for need in needs:
                self._room -= 1
                if need == first:
                    return True
        return False
