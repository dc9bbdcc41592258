"""The skills of a project, and which of them a name means."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from posixpath import basename, dirname, join

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

FACTORY_SKILLS = ".factory/skills"
"""Where missions look for the skills of their workers.
Source: docs.factory.ai/cli/configuration/skills (2026-11-21)."""

ENOUGH = 3
"""How many different skills of a plug-in must be in the project for it to be the plug-in."""


class SkillIndex:
    """The skills of a project by name."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.skills: tuple[Fact, ...] = tuple(project.facts("skill"))

    @cached_property
    def by_name(self) -> dict[str, list[Fact]]:
        """Name in the front matter, and name of the folder → the skills that have it."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.skills:
            names = {str(fact.values["name"]).strip(), basename(str(fact.values["folder"]))}
            for name in names - {""}:
                found[name].append(fact)
        return found

    @cached_property
    def of_clients(self) -> frozenset[str]:
        """The names of the skills that clients bring along."""
        clients = self._project.settings.clients
        return frozenset(name for client in clients for name in client.get("own-skills", ()))

    @cached_property
    def _other_names(self) -> frozenset[str]:
        """The names of all files, without what follows the first dot, and of all folders."""
        names: set[str] = set()
        folders: set[str] = set()
        for path in self._project.tree.files:
            folder, _, name = path.rpartition("/")
            names.add(name.partition(".")[0])
            while folder and folder not in folders:
                folders.add(folder)
                names.add(basename(folder))
                folder = dirname(folder)
        return frozenset(names)

    def is_known(self, name: str) -> bool:
        """Whether a skill of the project or of a client is called *name*."""
        return name in self.by_name or name in self.of_clients

    def is_called_so(self, name: str) -> bool:
        """Whether anything of the project is called *name*: an agent, a command, a plug-in."""
        return name in self._other_names

    @cached_property
    def own_plugins(self) -> frozenset[str]:
        """The plug-ins whose skills the project holds, by how their names are qualified."""
        named: dict[str, set[str]] = defaultdict(set)
        for fact in self._project.facts("named-skill"):
            if fact.values["plugin"]:
                named[str(fact.values["plugin"])].add(fact.key)
        return frozenset(
            plugin
            for plugin, names in named.items()
            if len(held := {name for name in names if name in self.by_name}) >= ENOUGH
            and 3 * len(held) >= 2 * len(names)
        )

    @cached_property
    def _below(self) -> Counter[str]:
        """Folder → how many skills are somewhere below it; the root is empty."""
        found: Counter[str] = Counter()
        for fact in self.skills:
            folder = str(fact.values["folder"])
            while folder:
                folder = dirname(folder)
                found[folder] += 1
        return found

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(str(fact.values["folder"]) for fact in self.skills)

    def has_workers(self, path: str) -> bool:
        """Whether the skills that features at *path* name are in the project."""
        start = path.partition(".factory/")[0] if ".factory/" in path else dirname(path)
        return self._below[join(start, FACTORY_SKILLS)] > 0

    def has_siblings(self, path: str) -> bool:
        """Whether the document at *path* is a skill among others, or stands above some."""
        folder = dirname(path)
        if folder in self._folders:
            return self._below[dirname(folder)] > 1
        return self._below[folder] > 0
