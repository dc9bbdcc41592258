"""The trace graph of a project: its items, and every link with its one status."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple

from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.items import Items, work_id
from harness_lint.project.trace.outcomes import Outcomes
from harness_lint.project.trace.resolve import Resolver
from harness_lint.project.trace.unmet import Unmet, unmet_in
from harness_lint.project.trace.values import Duplicate, Item, Link, Status
from harness_lint.source import Span


class Reviewed(NamedTuple):
    """What the lock file keeps of an item: how it read when its links were reviewed."""

    fingerprint: str
    text: str
    links: frozenset[str]
    """IDs of the items whose links to it were reviewed."""


class TraceGraph:
    """Items and links, each link with exactly one status."""

    def __init__(self, project: Project) -> None:
        self.kinds: Mapping[str, ItemKind] = {kind.name: kind for kind in project.settings.kinds}
        self._items = Items(project)
        self._resolver = Resolver(self._items, self.kinds)
        self.reviewed = _reviewed(project)
        self.links = tuple(_read([self._link(fact) for fact in project.facts("claim")]))
        self._settle_numbers()
        self.outcomes = Outcomes(project)
        self.links = tuple(self._with_outcome(link) for link in self.links)

    @property
    def items(self) -> Mapping[str, Item]:
        """Every item by its qualified ID, in the order of the sources."""
        return self._items.by_id

    @property
    def duplicates(self) -> list[Duplicate]:
        """The IDs that are defined twice."""
        return self._items.duplicates

    @cached_property
    def judged(self) -> tuple[Link, ...]:
        """The links that checks look at: of what a suite says for all its tests, the first."""
        return tuple(link for link in self.links if link.claim.values.get("inherited") is not True)

    @cached_property
    def there(self) -> frozenset[tuple[str, str]]:
        """Every scope with each kind of items in it."""
        return frozenset((item.scope, item.kind) for item in self.items.values())

    @cached_property
    def incoming(self) -> Mapping[str, list[Link]]:
        """Item ID → the links that reach it."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.target is not None and link.reaches:
                found[link.target].append(link)
        return found

    @cached_property
    def unmet(self) -> Unmet:
        """What the policies demand of the items, and they do not have."""
        return unmet_in(self)

    @cached_property
    def outgoing(self) -> Mapping[str, list[Link]]:
        """Item ID or path → the links that it makes."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.source].append(link)
        return found

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """A sentence on the claims that could not be judged, since their targets lie elsewhere.

        A mission often keeps its contract outside the repository.
        """
        foreign = [
            link
            for link in self.links
            if link.is_foreign and link.claim.values.get("explicit") and self._is_distinct(link)
        ]
        return (_note(foreign),) if foreign else ()

    def _is_distinct(self, link: Link) -> bool:
        kinds = link.claim.values.get("kinds")
        names = kinds if isinstance(kinds, list | tuple) else ()
        return any(str(name) in self.kinds and self.kinds[str(name)].distinctive for name in names)

    def named(self, words: str) -> list[Item]:
        """Return the items that *words* may mean: a qualified ID, else a local one."""
        exact = self.items.get(words)
        if exact is not None:
            return [exact]
        found = self._items.by_local.get(words, [])
        if not found and "/" in words:
            found = [item for item in self.items.values() if item.id.endswith(f"/{words}")]
        return list(found)

    def called(self, local: str, scope: str) -> list[Item]:
        """Return the items that *local*, a word in a text of *scope*, may mean, the nearest."""
        return self._resolver.called(local, scope)

    @cached_property
    def items_in(self) -> Mapping[str, list[Item]]:
        """Path → the items that are defined there, in source order."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.items.values():
            found[item.at.path].append(item)
        for items in found.values():
            items.sort(key=lambda item: item.at.span)
        return found

    @cached_property
    def folded_names(self) -> tuple[str, ...]:
        """ID and title of each item, in one line and without capitals, in the order of `items`."""
        names = (f"{item.local} {item.title}" for item in self.items.values())
        return tuple([" ".join(name.casefold().split()) for name in names])

    @cached_property
    def links_in(self) -> Mapping[str, list[Link]]:
        """Path → the links that are made there, in source order."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            found[link.at.path].append(link)
        return found

    @cached_property
    def links_to(self) -> Mapping[str, list[Link]]:
        """Item ID → the links that name it, those that do not count for it too."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.links:
            if link.target is not None:
                found[link.target].append(link)
        return found

    def _link(self, claim: Fact) -> Link:
        values = claim.values
        source_kind = str(values.get("source_kind") or "document")
        target, status, is_foreign = self._resolver.meant(claim)
        role = str(values.get("role") or "")
        source = self._source(claim, source_kind)
        if status is Status.OK and target is not None:
            status = self._status(claim, target, role, source)
        return Link(
            source,
            source_kind,
            target.id if target is not None else None,
            claim.key,
            role,
            status,
            claim,
            is_foreign,
        )

    def _source(self, claim: Fact, kind: str) -> str:
        if kind in _NAMED_BY_PATH:
            return claim.at.path
        name = str(claim.values.get("source") or "")
        return work_id(kind, name, str(claim.values.get("scope") or ""), claim.at.path)

    def _status(self, claim: Fact, target: Item, role: str, source: str) -> Status:
        if target.is_retired:
            return Status.RETIRED
        revision = claim.values.get("revision")
        if isinstance(revision, int):
            current = target.revision if target.revision is not None else 1
            if revision != current:
                return Status.PREDATED if revision > current else Status.OUTDATED
        reviewed = self.reviewed.get(target.id)
        is_reviewed = reviewed is not None and source in reviewed.links
        if reviewed is not None and is_reviewed and reviewed.fingerprint != fingerprint(target):
            return Status.SUSPECT
        kind = self.kinds.get(target.kind)
        return Status.UNWANTED if kind is not None and role in kind.unwanted else Status.OK

    def _settle_numbers(self) -> None:
        """Tell the links that say a thing twice, and those that are one too many."""
        seen: set[tuple[str, str, str]] = set()
        counts: Counter[tuple[str, str]] = Counter()
        settled = []
        items, limits = self.items, self._most
        for link in self.links:
            if link.status is Status.OK and link.target is not None:
                key = (link.source, link.target, link.role)
                if key in seen:
                    settled.append(link._replace(status=Status.REDUNDANT))
                    continue
                seen.add(key)
                most = limits.get((items[link.target].kind, link.role)) if limits else None
                if most is not None and self._is_counted(link):
                    counts[link.target, link.role] += 1
                    if counts[link.target, link.role] > most:
                        settled.append(link._replace(status=Status.EXCESS))
                        continue
            settled.append(link)
        self.links = tuple(settled)

    def _with_outcome(self, link: Link) -> Link:
        outcome = self.outcomes.of(link)
        return link if outcome is None else link._replace(outcome=outcome)

    def _is_counted(self, link: Link) -> bool:
        source = self.items.get(link.source)
        if source is not None and not source.is_live:
            return False
        kind = self.kinds.get(self.items[link.target].kind) if link.target else None
        return kind is not None and any(
            need.role == link.role and (not need.sources or link.source_kind in need.sources)
            for clause in kind.policy
            for need in clause.any
        )

    @cached_property
    def _most(self) -> dict[tuple[str, str], int]:
        """Kind and role → how many such links an item may have; nothing for any number."""
        return {
            (kind.name, need.role): need.most
            for kind in self.kinds.values()
            for clause in kind.policy
            for need in clause.any
            if need.most is not None
        }


def _read(links: list[Link]) -> Iterator[Link]:
    """Return *links*; of several readings of one name, those that lead somewhere.

    If none does, the first that could: `test_the_val_lamp_001` may name `VAL-LAMP-001` or
    `THE-VAL-LAMP-001`.
    """
    readings: dict[tuple[str, Span], list[Link]] = defaultdict(list)
    for link in links:
        claim = link.claim
        if claim.values.get("loose") is True:
            readings[claim.at.path, claim.at.span].append(link)
    left_out: set[int] = set()
    for alike in readings.values():
        certain = [one for one in alike if one.status in _CERTAIN]
        near = certain or [one for one in alike if not one.is_foreign][:1]
        if len(near) < len(alike):
            left_out.update({id(one) for one in alike}.difference(map(id, near)))
    return (link for link in links if id(link) not in left_out)


_NAMED_BY_PATH = frozenset(("document", "state", "review", "handoff", "code", "results"))
"""Sources that have no IDs of their own."""

_CERTAIN = (Status.OK, Status.SUSPECT, Status.RETIRED)


def fingerprint(item: Item) -> str:
    """Return what changes when the item's wording does; white space and markup do not count."""
    return fingerprint_of(item.text)


def fingerprint_of(text: str) -> str:
    """Return the fingerprint of an item whose wording without markup is *text*."""
    return blake2b(text.encode(errors="surrogateescape"), digest_size=12).hexdigest()


def _note(links: list[Link]) -> str:
    """Return the sentence for *links*, whose targets are defined in no document."""
    keys = sorted({link.key for link in links})
    paths = sorted({link.at.path for link in links})
    files = "file" if len(paths) == 2 else "files"
    more = f" and {len(paths) - 1} more {files}" if len(paths) > 1 else ""
    others = f"{len(keys) - 1} more {'ID' if len(keys) == 2 else 'IDs'}"
    what = f"`{keys[0]}` is" if len(keys) == 1 else f"`{keys[0]}` and {others} are"
    return (
        f"{what} defined in no document of this project, but claimed in `{paths[0]}`{more}: "
        "they are not checked against a contract"
    )


def _reviewed(project: Project) -> dict[str, Reviewed]:
    found = {}
    for fact in project.facts("reviewed"):
        links = fact.values.get("links")
        found[fact.key] = Reviewed(
            str(fact.values.get("fingerprint") or ""),
            str(fact.values.get("text") or ""),
            frozenset(str(link) for link in links)
            if isinstance(links, list | tuple)
            else frozenset(),
        )
    return found
