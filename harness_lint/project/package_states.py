"""What a tool says of work packages: their lanes by the event log, else by the state file."""

from __future__ import annotations

from collections import defaultdict
from posixpath import basename, dirname

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
        found[dirname(fact.at.path)].by_package.setdefault(fact.key, fact)
    return dict(found)
