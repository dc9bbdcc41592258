"""Deltas held against the specs that they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import cast

from harness_lint.documents.delta import folded
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


class DeltaFile:
    """What one delta does to one spec, and the spec as it stands."""

    def __init__(
        self, path: str, target: str, entries: Sequence[Fact], current: Mapping[str, Fact]
    ) -> None:
        self.path = path
        self.target = target
        """Path of the spec that it changes; nothing need stand there."""
        self.entries = entries
        """In source order, each with `name` and `operation`; a renaming with `new-name`."""
        self.current = current
        """Name → the requirement of the spec; empty if there is no such spec."""

    def of(self, operation: str) -> tuple[Fact, ...]:
        """Return the entries of *operation*."""
        return tuple(one for one in self.entries if one.values["operation"] == operation)

    @cached_property
    def new_names(self) -> dict[str, str]:
        """The names that requirements lose → those that they are given."""
        return {name_of(one): str(one.values["new-name"]) for one in self.of("renamed")}

    @cached_property
    def former_names(self) -> dict[str, str]:
        """The names that requirements are given → those that they lose."""
        return {new: old for old, new in self.new_names.items()}


def deltas_of(project: Project) -> Iterator[DeltaFile]:
    """Yield the deltas of *project* whose specs were read, or are not there."""
    specs: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in project.facts("spec-requirement"):
        specs[fact.key].setdefault(name_of(fact), fact)
    files: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in project.facts("delta-entry"):
        files[fact.at.path, fact.key].append(fact)
    for (path, target), entries in files.items():
        if target in project.sources or not project.tree.exists(target):
            yield DeltaFile(path, target, entries, specs.get(target, {}))


def name_of(fact: Fact) -> str:
    """Return the name of the requirement that *fact* is about."""
    return str(fact.values["name"])


def scenarios_of(fact: Fact) -> Sequence[str]:
    """Return the names of the scenarios of the requirement that *fact* states."""
    return cast("Sequence[str]", fact.values.get("scenarios", ()))


class Names:
    """The requirements of a spec by name, while one change after the other is made."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = dict(facts)
        self._spellings: dict[str, set[str]] = defaultdict(set)
        for name in facts:
            self._spellings[folded(name)].add(name)

    def add(self, name: str, fact: Fact) -> None:
        """Let *name* be there from now on."""
        self.facts[name] = fact
        self._spellings[folded(name)].add(name)

    def remove(self, name: str) -> Fact:
        """Let *name*, which is there, be gone; return what it was."""
        self._spellings[folded(name)].discard(name)
        return self.facts.pop(name)

    def near(self, name: str, but: str = "") -> Fact | None:
        """Return a requirement whose name differs from *name* in case and white space alone.

        Never *name* itself, nor the one called *but*.
        """
        others = self._spellings.get(folded(name), set()) - {name, but}
        return self.facts[min(others)] if others else None


def old_name(delta: DeltaFile, name: str) -> str | None:
    """Return what the spec calls the requirement that *delta* calls *name*; None if nothing.

    Renamings may follow one another, and a ring of them leads nowhere.
    """
    former = delta.former_names
    seen: set[str] = set()
    one: str | None = name
    while one is not None and one not in seen:
        if one in delta.current:
            return one
        seen.add(one)
        one = former.get(one)
    return None
