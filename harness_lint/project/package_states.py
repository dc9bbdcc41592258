"""What a tool says of work packages: their lanes by the event log, else by the state file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from posixpath import basename, dirname
from typing import NamedTuple, cast

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

LOG_SUFFIX = ".jsonl"


class MachineState:
    """The lanes of one mission's packages, each at the place that says so."""

    def __init__(self) -> None:
        self.by_package: dict[str, Fact] = {}

    def lane(self, package: str) -> str | None:
        """Return the lane of *package*; None if no machine speaks of it."""
        fact = self.by_package.get(package)
        return str(fact.values["lane"]) if fact is not None else None

    def source(self, package: str) -> str:
        """Return the name of the file that says where *package* is."""
        return basename(self.by_package[package].at.path)


def machine_states(project: Project) -> dict[str, MachineState]:
    """Return the state of each mission, by its folder. What the event log says goes first."""
    found: dict[str, MachineState] = defaultdict(MachineState)
    facts = project.facts("package-state")
    for fact in sorted(facts, key=lambda fact: not fact.at.path.endswith(LOG_SUFFIX)):
        found[fact.at.path.rpartition("/")[0]].by_package.setdefault(fact.key, fact)
    return dict(found)


class PackageClaim(NamedTuple):
    """The lane of a package, or of another part of a list, beside the boxes of its tasks."""

    name: str
    lane: str
    fact: Fact
    """Where it is to be shown: the package in its list, or the line that names the lane."""
    ticked: int
    open: int
    state: Fact | None = None
    """Where a machine says so; None if the list itself does."""
    kind: str = "package"


def claims_of_machines(
    project: Project, *, without: Container[str]
) -> Iterator[list[PackageClaim]]:
    """Yield for each list of packages what machines say of them; lists in *without* are left out.

    A package that is listed twice counts where it stands first.
    """
    states = machine_states(project)
    lists: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in project.facts("package-progress") if states else ():
        if fact.at.path not in without:
            lists[fact.at.path].setdefault(fact.key, fact)
    for path, packages in lists.items():
        by_package = states.get(dirname(path), MachineState()).by_package
        claims = [
            _claim(fact, by_package[name]) for name, fact in packages.items() if name in by_package
        ]
        if claims:
            yield claims


def _claim(package: Fact, state: Fact) -> PackageClaim:
    return PackageClaim(
        package.key,
        str(state.values["lane"]),
        package,
        cast("int", package.values["ticked"]),
        cast("int", package.values["open"]),
        state,
    )
