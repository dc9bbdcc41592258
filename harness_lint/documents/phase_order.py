"""The order of phases as a task list states it: which phase waits for which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.documents.task import Group
    from harness_lint.documents.task_list import TaskList

Order: TypeAlias = dict[str, list[str]]
"""Phase ID → the phases that it waits for; empty where the document says that it waits for none."""

_LONGEST = 400
"""Bytes of a line that are read: statements of order are short."""

_WAITS = pattern(
    r"(?i)\b(?:(?:all )?depends? (?:only )?on|blocked by|requires?|"
    r"(?:can |may )?(?:start|begin)s? (?:only )?after)\b"
)
_BLOCKS = pattern(r"(?i)\bblocks?\b")
_FREE = pattern(
    r"(?i)[\s:*_—–-]*(?:(?:has )?no dependenc(?:y|ies)|independent|none|can start immediately)\b"
)
_NOT = pattern(r"(?i)\b(?:not|n't|no|never|without|may|might)\b")
_CLAUSE_END = pattern(r"(?i)[;!?\n]|\.(?=\s|$)|\s[—–-]\s|\b(?:but|blocks?|can|may|so)\b")
_ARROW = pattern(r"[-─—=]*[→>]")

_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_PHASES = pattern(
    rf"(?i)\bphases?\s+({_NUMBER}(?:\s*(?:,\s*and|,|&|\+|/|and|to|-|–)\s*(?:phases?\s+)?{_NUMBER}\b)*\+?)"
)
_PART = pattern(rf"(?i)({_NUMBER})\s*(\+(?!\s*\w)|(?:to|-|–)\s*(?:phases?\s+)?({_NUMBER}))?")
_STORY = pattern(r"(?i)\b(?:US|user story |story )(\d+)")
_EVERY = pattern(r"(?i)\b(?:user )?stories\b")
_EARLIER = pattern(r"(?i)\ball (?:\w+ )?phases\b")
_NAME = pattern(r"[A-Z]\w{3,}")


def phase_order(document: TaskList) -> Order:
    """Return what *document* says of the order of its phases; empty if it says nothing certain.

    Read are lines that begin with a phase (``Polish (Phase 6)``, ``Phase 2``, ``User Story 1``) and
    go on with *depends on*, *can start after*, *blocks* or *no dependencies*, and chains with
    arrows. A negated clause says nothing, nor one by which a phase would wait for a later one.
    """
    data = document.source.data
    if document.shape.group_kind != "phase" or len(document.groups) < 2 or b"hase" not in data:
        return {}
    if not (b"epend" in data or b"after" in data or "→".encode() in data or b"->" in data):
        return {}
    phases = _Phases(document.groups)
    order: Order = {}
    for line in _lines(document):
        for waiting, needed in phases.statement(line):
            known = order.setdefault(waiting, [])
            known.extend(one for one in needed if one not in known)
    return order if any(order.values()) else {}


def _lines(document: TaskList) -> Iterator[str]:
    """Yield the lines of running text that are no tasks and may speak of phases."""
    data, tasks = document.source.data, {id(task.leaf) for task in document.tasks}
    for leaf in document.leaves:
        text = data[leaf.span.start : leaf.span.end]
        if (b"hase" in text or b"tor" in text or b"US" in text) and id(leaf) not in tasks:
            yield from (line for line in leaf.prose.value.split("\n") if len(line) <= _LONGEST)


class _Phases:
    """Finds the phases that words mean."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._ids: list[str] = []
        self._place: dict[str, int] = {}
        self._by_story: dict[str, list[str]] = {}
        by_name: dict[str, list[str]] = {}
        for group in groups:
            identifier = group.id.value
            if identifier in self._place:
                continue
            self._place[identifier] = len(self._ids)
            self._ids.append(identifier)
            for story in _STORY.finditer(group.title):
                self._by_story.setdefault(story[1], []).append(identifier)
            name = _NAME.search(group.title.replace("Phase", "").replace("PHASE", ""))
            if name is not None and name[0] != "User":
                by_name.setdefault(name[0], []).append(identifier)
        self._by_name = {name: ids[0] for name, ids in by_name.items() if len(ids) == 1}

    def statement(self, line: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each phase that *line* speaks of with those that it waits for."""
        verb = _WAITS.search(line)
        if verb is None:
            yield from self._free(line) or self._chain(line)
        elif _NOT.search(line, 0, verb.start()) is None:
            yield from self._waits(line, verb)
        yield from self._blocks(line, verb)

    def _waits(self, line: str, verb: re.Match[str]) -> Iterator[tuple[str, list[str]]]:
        needed = _clause(line, verb.end())
        for waiting in self.named(line[: verb.start()]):
            phases = self.named(needed)
            if _EARLIER.search(needed):
                phases = self._ids
            earlier = self._before(waiting, phases)
            if earlier:
                yield waiting, earlier

    def _blocks(self, line: str, verb: re.Match[str] | None) -> Iterator[tuple[str, list[str]]]:
        blocks = _BLOCKS.search(line)
        if blocks is None or _NOT.search(line, 0, blocks.start()) is not None:
            return
        subject_end = min(blocks.start(), verb.start() if verb is not None else len(line))
        subjects = self.named(line[:subject_end])
        for waiting in self.named(_clause(line, blocks.end())) if subjects else ():
            earlier = self._before(waiting, subjects)
            if earlier:
                yield waiting, earlier

    def _free(self, line: str) -> list[tuple[str, list[str]]]:
        """Return the phases at the start of a line that goes on with *no dependencies*."""
        head, sign, rest = line.partition(":")
        if not sign or _FREE.match(rest) is None:
            return []
        return [(phase, []) for phase in self.named(head)]

    def _chain(self, line: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each step of ``Phase 1 → Phase 2, Phase 3 → Phase 4``."""
        steps = [self._by_number(part) for part in _ARROW.split(line)]
        for earlier, later in pairwise(steps):
            for waiting in later:
                needed = self._before(waiting, earlier)
                if needed:
                    yield waiting, needed

    def named(self, text: str) -> list[str]:
        """Return the phases that *text* names: by numbers, else by stories, else by names."""
        found = self._by_number(text)
        if found:
            return found
        stories = [
            one for match in _STORY.finditer(text) for one in self._by_story.get(match[1], ())
        ]
        if not stories and _EVERY.search(text):
            stories = [one for ids in self._by_story.values() for one in ids]
        names = [
            self._by_name[match[0]] for match in _NAME.finditer(text) if match[0] in self._by_name
        ]
        return sorted({*stories, *names}, key=self._place.__getitem__)

    def _by_number(self, text: str) -> list[str]:
        found: dict[str, None] = {}
        for phases in _PHASES.finditer(text):
            for part in _PART.finditer(phases[1]):
                found.update(dict.fromkeys(self._range(part[1], part[2], part[3])))
        return list(found)

    def _range(self, first: str, further: str | None, last: str | None) -> list[str]:
        start = self._place.get(first)
        if start is None:
            return [one for one in self._ids if one.startswith(f"{first}.")]
        if further is None:
            return [first]
        end = self._place.get(last, start) if last is not None else len(self._ids) - 1
        return self._ids[start : end + 1]

    def _before(self, waiting: str, phases: Iterable[str]) -> list[str]:
        """Return those of *phases* that stand before *waiting*: a later one was not meant."""
        return [one for one in phases if self._place[one] < self._place[waiting]]


def _clause(line: str, start: int) -> str:
    """Return what *line* says from *start* to the end of the clause."""
    end = _CLAUSE_END.search(line, start)
    return line[start : end.start()] if end is not None else line[start:]
