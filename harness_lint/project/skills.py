"""The skills of a project, and which of them a name means."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from posixpath import basename, dirname, join

from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.source import Location

FACTORY_SKILLS = ".factory/skills"
"""Where missions look for the skills of their workers.
Source: docs.factory.ai/cli/configuration/skills (2026-11-21)."""

NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that a folder may have. Source: agentskills.io/specification (2026-08-15)."""

MOST_HOMES = 20
"""In how many folders of skills a name is looked for that is named in none of them."""

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

    def ignored(self, named: Iterable[Fact]) -> frozenset[Location]:
        """Return where those of the facts *named* stand whose skill git is told to ignore."""
        places: dict[str, list[Location]] = defaultdict(list)
        for fact in named:
            if NAME.fullmatch(fact.key):
                for home in self._homes_of(fact.at.path):
                    places[join(home, fact.key, "SKILL.md")].append(fact.at)
        ignored = self._project.tree.ignored(places) if places else ()
        return frozenset(at for path in ignored for at in places[path])

    def _homes_of(self, path: str) -> tuple[str, ...]:
        """Return the folders of skills in which a name in the document at *path* is looked for."""
        folder = dirname(path)
        if folder in self._folders:
            return (dirname(folder),)
        return (join(_mission_root(path), FACTORY_SKILLS), *self._roots)

    @cached_property
    def _roots(self) -> tuple[str, ...]:
        return tuple(sorted({dirname(folder) for folder in self._folders if folder}))[:MOST_HOMES]

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
        return self._below[join(_mission_root(path), FACTORY_SKILLS)] > 0

    def has_siblings(self, path: str) -> bool:
        """Whether the document at *path* is a skill among others, or stands above some."""
        folder = dirname(path)
        if folder in self._folders:
            return self._below[dirname(folder)] > 1
        return self._below[folder] > 0


def _mission_root(path: str) -> str:
    """Return the folder in which the `.factory` of the mission at *path* lies, or would."""
    return path.partition(".factory/")[0] if ".factory/" in path else dirname(path)
