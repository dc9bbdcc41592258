"""From facts to items: one for each ID of a scope; what defines it again is told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import cast

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Duplicate, Item

DONE_STATES = frozenset({"done", "completed", "complete", "approved", "merged"})
DROPPED_STATES = frozenset(
    {"cancelled", "canceled", "rejected", "dropped", "wont-do", "superseded"}
)

_DEFINED = frozenset({"feature", "milestone", "property", "requirement", "criterion", "story"})
"""Kinds that claim and are themselves defined by a `definition`."""

WORK_KINDS = ("package", "task")
"""Kinds of items that are work and have facts of their own, besides how far each is."""

_WORK = (*WORK_KINDS, "feature")
"""Kinds of items that are work: done or not."""


class Items:
    """All items of a project, in the order of their sources."""

    def __init__(self, project: Project) -> None:
        self.by_id: dict[str, Item] = {}
        self.duplicates: list[Duplicate] = []
        self.by_place: dict[tuple[str, str], list[Item]] = defaultdict(list)
        """Scope and local ID → items, of different kinds."""
        self.by_local: dict[str, list[Item]] = defaultdict(list)
        self._first: dict[tuple[str, str, str], Fact] = {}
        self._states = _assertion_states(project)
        for fact in project.facts("definition"):
            self._define(fact)
        for fact in project.facts("test"):
            self._add(_test(fact))
        for kind in WORK_KINDS:
            for fact in project.facts(kind):
                self._work(fact)

    def _define(self, fact: Fact) -> None:
        values = fact.values
        key = (str(values["scope"]), str(values["kind"]), fact.key)
        first = self._first.setdefault(key, fact)
        if first is not fact:
            if not is_restated(first, fact):
                self.duplicates.append(Duplicate(first, fact))
            return
        state = self._states.get((key[0], fact.key)) if key[1] == "assertion" else None
        self._add(_item(fact, key[0], key[1], state))

    def _work(self, fact: Fact) -> None:
        scope, key = str(fact.values.get("scope") or ""), _local(fact)
        identifier = work_id(fact.kind, key, scope, fact.at.path)
        if identifier not in self.by_id:
            self._add(
                Item(
                    identifier,
                    fact.kind,
                    key,
                    scope,
                    fact.at,
                    str(fact.values.get("title") or ""),
                    "",
                    None,
                    None,
                    None,
                    True,
                    False,
                    None,
                    fact.values,
                )
            )

    def _add(self, item: Item) -> None:
        if item.id in self.by_id:
            item = item._replace(id=f"{item.id} ({item.kind})")
            if item.id in self.by_id:
                return
        self.by_id[item.id] = item
        self.by_place[item.scope, item.local].append(item)
        self.by_local[item.local].append(item)


def qualified(scope: str, local: str) -> str:
    """Return the ID that is unique in the project."""
    return f"{scope}/{local}" if scope else local


def work_id(kind: str, local: str, scope: str, path: str) -> str:
    """Return the qualified ID of what claims: a task, a package, a test, a phase.

    Lists without a scope qualify by path; a bare number says what it counts: ``task 2.1``.
    """
    if kind == "test":
        return f"{path}::{local}"
    if kind in _DEFINED:
        return qualified(scope, local)
    name = f"{kind} {local}" if local[:1].isdigit() else local
    return f"{scope}/{name}" if scope else f"{path}#{name}"


def _local(fact: Fact) -> str:
    return fact.key.upper() if fact.kind == "package" else fact.key


def _item(fact: Fact, scope: str, kind: str, state: str | None) -> Item:
    values = fact.values
    raw = values.get("state")
    state = state or (str(raw) if raw else None)
    word = state.casefold().replace("_", "-").replace(" ", "-") if state else ""
    return Item(
        id=qualified(scope, fact.key),
        kind=kind,
        local=fact.key,
        scope=scope,
        at=fact.at,
        title=str(values.get("title") or ""),
        text=str(values.get("text") or ""),
        level=cast("str | None", values.get("level")),
        state=state,
        done=word in DONE_STATES if kind in _WORK else None,
        is_live=values.get("live") is not False and word not in DROPPED_STATES,
        is_retired=values.get("retired") is True,
        revision=cast("int | None", values.get("revision")),
        values=values,
    )


def _test(fact: Fact) -> Item:
    path = fact.at.path
    return Item(
        f"{path}::{fact.key}",
        "test",
        fact.key,
        path,
        fact.at,
        str(fact.values.get("name") or ""),
        "",
        None,
        None,
        None,
        True,
        False,
        None,
        fact.values,
    )


def _assertion_states(project: Project) -> Mapping[tuple[str, str], str]:
    return {
        (str(fact.values.get("scope") or ""), fact.key): str(fact.values.get("state") or "")
        for fact in project.facts("assertion-state")
    }


def is_restated(first: Fact, second: Fact) -> bool:
    """Whether *second* only says again what *first* defines: an index, a summary, a copy."""
    one, other = first.values, second.values
    if one.get("shape") == "number" or one.get("text") == other.get("text") != "":
        return True
    if first.at.path != second.at.path:
        return _says_the_same(str(one.get("title") or ""), str(other.get("title") or ""))
    if one.get("shape") != other.get("shape"):
        return True
    if one.get("home") == other.get("home"):
        return False
    if one.get("shape") == "heading":
        return _says_the_same(str(one.get("title") or ""), str(other.get("title") or ""))
    return one.get("level") is None or other.get("level") is None or one.get("shape") == "row"


def _says_the_same(one: str, other: str) -> bool:
    words, others = set(_words(one)), set(_words(other))
    return not words or not others or 2 * len(words & others) >= min(len(words), len(others))


def _words(text: str) -> Iterator[str]:
    return (word for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split())
