"""What each ID of a source means: as claims and definitions say, else by where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item, Link, Status
from harness_lint.renaming.homes import NOTHING, Homes, Meant, is_nameable
from harness_lint.renaming.values import Name
from harness_lint.source import Span


class Meanings:
    """The items of a project, and the places at which facts name them."""

    def __init__(self, project: Project) -> None:
        self.homes = Homes(project.trace.items.values())
        self._items = project.trace.items
        self.links = project.trace.links
        self._claims: dict[tuple[str, str], list[Link]] = defaultdict(list)
        """Path and ID as it is claimed → the claims."""
        for link in self.links:
            self._claims[link.at.path, link.key].append(link)
        self.defined: dict[str, list[tuple[Span, Name]]] = defaultdict(list)
        """Path → the places that define by what is written there, first or again."""
        for fact in project.facts("definition"):
            if fact.values.get("shape") != "number":
                name = Name(str(fact.values["scope"]), fact.key)
                self.defined[fact.at.path].append((fact.at.span, name))

    def meant(self, local: str, path: str, offset: int, qualifier: str = "") -> Meant:
        """Return what *local*, written at *offset* of the source at *path*, means."""
        claimed = [
            link
            for link in self._claims.get((path, local), ())
            if link.at.span.start <= offset < max(link.at.span.end, link.at.span.start + 1)
        ]
        if claimed:
            return self._claimed(claimed)
        return self.homes.meant(local, path, qualifier)

    def meant_in(self, local: str, path: str, region: Span) -> Meant:
        """Return what *local* means in *region*, a test: what the claims in it mean by that ID."""
        inside = [
            link
            for link in self._claims.get((path, local), ())
            if region.start <= link.at.span.start < region.end
        ]
        return self._claimed(inside) if inside else self.homes.meant(local, path)

    def _claimed(self, links: list[Link]) -> Meant:
        certain = [link for link in links if link.status is not Status.AMBIGUOUS]
        targets = {self.target(link) for link in certain} - {None}
        if len(targets) == 1:
            return Meant(targets.pop())
        if targets or not certain:
            return Meant(None, "it may mean several items")
        return NOTHING

    def target(self, link: Link) -> Name | None:
        """Return the name of what *link* leads to; None if that is nothing, or a test."""
        item = self._items.get(link.target) if link.target is not None else None
        if item is None or not is_nameable(item):
            return None
        return self.homes.name_of(item)

    def claims_of(self, names: Iterable[Name]) -> dict[str, list[tuple[Link, Name]]]:
        """Return path → the claims there that lead to one of *names*, and to which."""
        wanted = frozenset(names)
        found: dict[str, list[tuple[Link, Name]]] = defaultdict(list)
        for link in self.links:
            name = self.target(link)
            if name in wanted and name is not None and link.status is not Status.AMBIGUOUS:
                found[link.at.path].append((link, name))
        return found

    def items(self, name: Name) -> list[Item]:
        """Return the items called *name*: several, if they are of different kinds."""
        return self.homes.items.get(name, [])
