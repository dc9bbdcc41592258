"""IDs that were defined at a revision, and are no more: neither retired nor moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname
from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.past import Changes
from harness_lint.project.trace.values import Link

_PROPOSED = "changes"
"""The folder of proposals: what they define is not in force yet. Source: OpenSpec."""
_PROPOSAL_SPECS = "specs"

_BY_PLACE = "number"
"""The shape of what is known by its place in a list alone."""


class Removed(NamedTuple):
    """An ID that is no more."""

    old: Fact
    """Its definition as it was."""
    successor: str
    """The ID that its text has now; empty if it has none."""
    claims: tuple[Link, ...]
    """What still claims it."""


class Thinned(NamedTuple):
    """A document, and the IDs that it defines no longer."""

    path: str
    """Where it was."""
    now: str | None
    """Where it is; None if it was deleted."""
    is_empty: bool
    """Whether it defines nothing any more."""
    is_other: bool
    """Whether none of what it defined is left."""
    removed: tuple[Removed, ...]


def removed_ids(project: Project) -> Iterator[Thinned]:
    """Yield the documents whose IDs were removed, by their old paths."""
    before = project.before
    if before is None or not before.facts("definition"):
        return
    search = _Search(project, before)
    by_path: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in before.facts("definition"):
        if _counts(fact):
            by_path[fact.at.path].setdefault(fact.key, fact)
    for path, defined in by_path.items():
        if not search.is_beyond(path):
            thinned = search.thinned(path, list(defined.values()))
            if thinned.removed:
                yield thinned


def _counts(fact: Fact) -> bool:
    """Whether *fact* defines what should stay: in force, and known by a name of its own."""
    values = fact.values
    is_live = values.get("live") is not False and values.get("retired") is not True
    is_proposed = _PROPOSED in str(values["scope"]).split("/")
    return is_live and not is_proposed and values.get("shape") != _BY_PLACE


class _Search:
    def __init__(self, project: Project, before: Project) -> None:
        self.project = project
        self.before = before
        self.changes = Changes(project)
        self.by_path: dict[str, list[Fact]] = defaultdict(list)
        for fact in project.facts("definition"):
            self.by_path[fact.at.path].append(fact)
        self.there = {(str(fact.values["scope"]), fact.key) for fact in project.facts("definition")}

    def is_beyond(self, path: str) -> bool:
        """Whether the document that was at *path* is there, but is not what it was taken for."""
        now = self.changes.now(path)
        if now is None:
            return self.changes.is_unread(path)
        is_data = not now.endswith(".md") and not self.by_path[now]
        return is_data or self.project.sources[now] != self.before.sources[path]

    def thinned(self, path: str, defined: list[Fact]) -> Thinned:
        """Return what is no more of *defined*, all of it in the document that was at *path*."""
        now = self.changes.now(path)
        here = {fact.key for fact in self.by_path[now]} if now is not None else set()
        lost = [fact for fact in defined if fact.key not in here and self._is_lost(fact)]
        removed = tuple(Removed(fact, self._successor(fact), self._claims(fact)) for fact in lost)
        is_other = len(lost) == len(defined) and not any(one.successor for one in removed)
        return Thinned(path, now, not here, is_other, removed)

    def _is_lost(self, fact: Fact) -> bool:
        scope = str(fact.values["scope"])
        if (scope, fact.key) in self.there or (scope and scope not in self._scopes):
            return False
        for other in self.project.lookup("definition", fact.key):
            if _text(other) == _text(fact) or self._is_distinctive(fact):
                return False
        return not self._is_archived(scope)

    def _is_distinctive(self, fact: Fact) -> bool:
        kind = self.project.trace.kinds.get(str(fact.values["kind"]))
        return kind is not None and kind.distinctive

    @cached_property
    def _scopes(self) -> frozenset[str]:
        """The folders that hold anything, and those around them, and single documents."""
        found = set(self.project.sources)
        for path in self.project.sources:
            folder = dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = dirname(folder)
        return frozenset(found)

    def _is_archived(self, scope: str) -> bool:
        """Whether a proposal for *scope* was applied since: it says what it removes or renames."""
        head, _, name = scope.rpartition(f"/{_PROPOSAL_SPECS}/")
        tail = f"/{_PROPOSAL_SPECS}/{name}/"
        start = f"{head}/{_PROPOSED}/"
        return bool(name) and any(
            path.startswith(start) and tail in path for path in self.changes.paths
        )

    def _successor(self, fact: Fact) -> str:
        """Return the ID under which the text of *fact* is defined now; empty if there is none."""
        text, scope = _text(fact), str(fact.values["scope"])
        if len(text.split()) < _FEWEST_WORDS:
            return ""
        wordings = (text, str(fact.values.get("title") or text))
        found = (self._by_wording.get((scope, words)) for words in wordings)
        other = next(filter(None, found), None)
        return other.key if other is not None and self._had_other_text(other, text) else ""

    @cached_property
    def _by_wording(self) -> dict[tuple[str, str], Fact]:
        """Scope, and text or title → the first item that has it now."""
        found: dict[tuple[str, str], Fact] = {}
        for fact in self.project.facts("definition"):
            for words in (_text(fact), str(fact.values.get("title") or "")):
                found.setdefault((str(fact.values["scope"]), words), fact)
        return found

    def _had_other_text(self, other: Fact, text: str) -> bool:
        scope = other.values["scope"]
        old = [f for f in self.before.lookup("definition", other.key) if f.values["scope"] == scope]
        return all(_text(fact) != text for fact in old)

    def _claims(self, fact: Fact) -> tuple[Link, ...]:
        return tuple(
            link
            for link in self._claims_by_key.get(fact.key, ())
            if not link.reaches and self._may_mean(link, fact)
        )

    def _may_mean(self, link: Link, fact: Fact) -> bool:
        scope, own = str(link.claim.values.get("scope") or ""), str(fact.values["scope"])
        kinds = link.claim.values.get("kinds")
        names = kinds if isinstance(kinds, list | tuple) else ()
        return (not names or fact.values["kind"] in names) and (
            scope == own or not own or scope.startswith(f"{own}/")
        )

    @cached_property
    def _claims_by_key(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.project.trace.links:
            if link.claim.values.get("explicit"):
                found[link.key].append(link)
        return found


_FEWEST_WORDS = 3
"""A shorter text may be that of several items."""


def _text(fact: Fact) -> str:
    """Return the wording of *fact* without its own ID."""
    return str(fact.values.get("text") or "").replace(fact.key, "", 1).strip(" :.")
