"""How far work is: apart from what it is, so that of a tick only those hear who ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.items import WORK_KINDS
from harness_lint.project.trace.values import Item
from harness_lint.source import Location

Progress: TypeAlias = Mapping[Location, Fact]
"""Place of a task or a package → the fact with how far it is."""

_KINDS = tuple(f"{kind}-progress" for kind in WORK_KINDS)


def with_progress(project: Project, kind: str) -> Iterator[Fact]:
    """Yield the facts of *kind*, ``task`` or ``package``, each with how far it is."""
    progress = {(one.at, one.key): one.values for one in project.facts(f"{kind}-progress")}
    for fact in project.facts(kind):
        more = progress.get((fact.at, fact.key), {})
        yield fact._replace(values={**fact.values, **more})


def progress_of(project: Project) -> Progress:
    """Return how far every task and package of *project* is."""
    return _by_place(fact for kind in _KINDS for fact in project.facts(kind))


def progress_in(project: Project, path: str) -> Progress:
    """Return how far the tasks and packages in the document at *path* are."""
    return _by_place(fact for kind in _KINDS for fact in project.facts_in(kind, path))


def fact_of(item: Item, progress: Progress) -> Fact | None:
    """Return the fact of *progress* with how far *item* is; None if nothing is said there."""
    return progress.get(item.at) if item.done is None and item.kind in WORK_KINDS else None


def is_done(item: Item, progress: Progress) -> bool | None:
    """Whether *item* is done; None if it is no piece of work, or nothing is said of it."""
    fact = fact_of(item, progress)
    done = fact.values.get("done") if fact is not None else item.done
    return done if isinstance(done, bool) else None


def _by_place(facts: Iterable[Fact]) -> Progress:
    found: dict[Location, Fact] = {}
    for fact in facts:
        found.setdefault(fact.at, fact)
    return found
