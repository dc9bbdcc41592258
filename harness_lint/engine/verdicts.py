"""What project checks said in an earlier run, and would say again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from posixpath import join
from typing import Any

from harness_lint.engine.cache import CONTENT, SOURCES, Cache
from harness_lint.engine.finding_rows import violations_in
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import hash_of
from harness_lint.engine.moves import WHOLE, Place, moves_of
from harness_lint.findings import Violation
from harness_lint.project.facts import json_text
from harness_lint.project.index import Project
from harness_lint.project.reads import Reads, kind_and_path

RULES = "rules"
"""Where the cache has the folders whose rules of what git ignores were asked for."""


_VIEWS = (Reads.LINKS, Reads.TRACE, Reads.COVERAGE)
"""What is made of the rest."""


class Verdicts:
    """Knows what the checks of a project said, and on what it rested."""

    def __init__(self, cache: Cache, inputs: Inputs, text_of: Callable[[str], str | None]) -> None:
        self.cache = cache
        self._inputs = inputs
        self._text_of = text_of
        self._new: list[tuple[str, Project, list[Violation]]] = []
        self._moves_by_path: dict[str, dict[Place, Place] | None] = {}
        self._rules: dict[frozenset[str], str] = {}
        """Folders → a hash of what git is told to ignore there."""
        self._hashes: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        """Path of each file that is no document and that a check has read → its state."""
        self.is_lasting = True
        """Whether all that was asked can be known again."""
        self._reads: dict[str, frozenset[str]] = {}
        """Name of each check that was not asked again → what its words rest on."""
        self._notes: dict[str, list[str]] = {}
        """Name of a view that a check had looked at → what could not be judged there."""

    def of(
        self, name: str, project: Project, judge: Callable[[Project], Iterable[Violation]]
    ) -> Iterator[Violation]:
        """Yield what *judge*, known by *name*, says of *project*; it is asked only if it must be.

        What a check has said is known as long as nothing is different of what it asked. Where the
        facts are the same and stand elsewhere, its words are moved along with them. Of a check
        that raises, nothing is kept.
        """
        known = self._known(name)
        if known is not None:
            yield from known
            return
        asked, found = project.watched(), []
        for violation in judge(asked):
            found.append(violation)
            yield violation
        self._new.append((name, asked, found))

    def reads_of(self, name: str) -> frozenset[str]:
        """Return what the words of the check called *name* rest on, once all checks have run."""
        new = next((asked.all_reads() for known, asked, _ in self._new if known == name), None)
        return self._reads.get(name, frozenset()) if new is None else new

    def notes(self, project: Project) -> Iterator[str]:
        """Yield what could not be judged, whether it was looked at in this run or before."""
        views = {name: list(project.notes_of(name)) for name in (Reads.TRACE, Reads.LINKS)}
        for name, notes in views.items():
            yield from notes or self._notes.get(name, [])

    def keep(self) -> None:
        """Give the cache what is new, once all checks have run."""
        for name, project, violations in self._new:
            reads = project.all_reads()
            rests = {read: self._state(read) for read in sorted(reads)}
            self._rests_on(rests)
            if None in rests.values():
                self.is_lasting = False
                continue
            views = sorted(reads & {Reads.TRACE, Reads.LINKS})
            notes = {view: list(project.notes_of(view)) for view in views}
            places = {read: self._places(read)[0] for read in rests}
            row = {"rests": rests, "places": places, "notes": notes, "said": violations}
            with suppress(TypeError, ValueError):  # what a plug-in's check says may not be plain
                self.cache.keep_text(f"verdict {name}", json_text(row))
        if self.asked_rules - self._known_rules:
            self.cache.keep_text(RULES, json_text(sorted(self.asked_rules)))

    def _known(self, name: str) -> list[Violation] | None:
        text = self.cache.text(f"verdict {name}")
        if text is None:
            return None
        row = json.loads(text)
        if any(self._state(read) != state for read, state in row["rests"].items()):
            return None
        if not self._follows(name, row):
            return None
        for read in row["rests"]:
            if read.startswith(Reads.TEXT):
                self._text_of(read.removeprefix(Reads.TEXT))  # it counts as read
        self._reads[name] = frozenset(row["rests"])
        self._notes.update(row["notes"])
        self._rests_on(row["rests"])
        return violations_in(row["said"])

    def _follows(self, name: str, row: dict[str, Any]) -> bool:
        """Whether what is said in *row* stands, or can be moved, where the facts stand now."""
        places = {read: self._places(read) for read in row["places"]}
        now = {read: one for read, (one, _) in places.items()}
        if now == row["places"]:
            return True
        if any(row["places"][read] != before for read, (_, before) in places.items()):
            return False  # they moved in a run that did not ask
        if not self._move(row["said"], row["rests"]):
            return False
        row["places"] = now
        self.cache.keep_text(f"verdict {name}", json_text(row))
        return True

    def project_state(self, *others: object) -> str:
        """Return what tells the project from others, and *others* too, which are plain values."""
        parts = (self.cache.sum_of(CONTENT), self._tree, self._inputs.today, self._items, others)
        return hash_of(repr(parts).encode("utf-8", "surrogatepass"))

    def _rests_on(self, rests: Mapping[str, str | None]) -> None:
        for read, state in rests.items():
            if read.startswith(Reads.TEXT) and state is not None:
                self.texts[read.removeprefix(Reads.TEXT)] = state

    def _state(self, read: str) -> str | None:
        """Return what tells whether *read* is what it was; None for what nobody can tell."""
        if read.startswith(Reads.TEXT):
            return self.state_at(read.removeprefix(Reads.TEXT))
        one = kind_and_path(read)
        if one is not None:
            return f"{self.cache.sums_in(*one)[0][0]:x}"
        state = self._states.get(read)
        return self.cache.sum_of(read) if state is None else state()

    def _places(self, read: str) -> tuple[int, int]:
        """Return hashes of what *read* says and where: now, and as it was left."""
        one = kind_and_path(read)
        if one is None:
            return self.cache.places_of(read)
        (_, now), (_, before) = self.cache.sums_in(*one)
        return now, before

    @cached_property
    def _states(self) -> Mapping[str, Callable[[], str | None]]:
        """What may be asked besides facts → what tells whether it is what it was."""
        return {
            Reads.SETTINGS: lambda: self._items,
            Reads.SOURCES: lambda: self.cache.sum_of(SOURCES),
            Reads.TREE: lambda: self._tree,
            Reads.TODAY: self._inputs.today.isoformat,
            Reads.HISTORY: lambda: None,
            **dict.fromkeys(_VIEWS, str),
        }

    @cached_property
    def _items(self) -> str:
        """What of the settings the key of the cache does not hold: the items of the baseline."""
        items = self._inputs.baseline.items if self._inputs.baseline is not None else {}
        return hash_of(json_text(sorted(items.items())).encode())

    @property
    def _tree(self) -> str:
        return self._inputs.tree_digest() + self._rules_in(self.asked_rules)

    @property
    def asked_rules(self) -> frozenset[str]:
        """The folders whose rules of what git ignores this run or an earlier one has asked for."""
        return self._known_rules | self._inputs.asked_rules()

    @cached_property
    def _known_rules(self) -> frozenset[str]:
        """The folders whose rules of what git ignores an earlier run has asked for."""
        text = self.cache.text(RULES)
        return frozenset(json.loads(text)) if text is not None else frozenset()

    def _rules_in(self, folders: frozenset[str]) -> str:
        """Return a hash of what git is told to ignore in *folders*."""
        if folders not in self._rules:
            hashes = [(one, self.state_at(join(one, ".gitignore"))) for one in sorted(folders)]
            self._rules[folders] = hash_of(json_text(hashes).encode())
        return self._rules[folders]

    def state_at(self, path: str) -> str:
        """Return what tells the file at *path* from another; empty if it cannot be read."""
        if path not in self._hashes:
            try:
                self._hashes[path] = hash_of(self._inputs.read(path))
            except OSError:
                self._hashes[path] = ""
        return self._hashes[path]

    def _move(self, said: list[Any], reads: Iterable[str]) -> bool:
        """Move the places in *said* along with the facts; return False if one is unsure."""
        changes = self.cache.changes
        read = {one[0] if (one := kind_and_path(name)) else name for name in reads}
        for path, kinds in changes.items():
            if not read.isdisjoint(kinds) and self._moves(path) is None:
                return False
        for at, _, related, fix in said:
            places = [at, *(place for place, _ in related)]
            places += [edit[0] for edit in fix[1]] if fix is not None else []
            for place in places:
                path, span, lines, _ = place
                if path in changes:
                    old = (*span, *lines)
                    new = (self._moves(path) or {}).get(old, old if span == WHOLE else None)
                    if new is None or (span == WHOLE and new != old):
                        return False
                    place[1], place[2] = list(new[:2]), list(new[2:])
        return True

    def _moves(self, path: str) -> Mapping[Place, Place] | None:
        """Return where the facts in *path* stood → where they stand; None if they changed places.

        What is said of the facts may rest on which of them stands before, or in, another.
        """
        if path not in self._moves_by_path:
            self._moves_by_path[path] = moves_of(self.cache.changes[path].values())
        return self._moves_by_path[path]
