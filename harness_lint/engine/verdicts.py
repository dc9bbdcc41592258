"""What project checks said in an earlier run, and would say again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from harness_lint.engine.cache import CONTENT, SOURCES, Cache, Change
from harness_lint.engine.finding_rows import violations_in
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import hash_of
from harness_lint.findings import Violation
from harness_lint.project.index import Project, Reads

Place = tuple[int, ...]
"""Start and end, line and column of both."""

_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Verdicts:
    """Knows what the checks of a project said, and on what it rested."""

    def __init__(self, cache: Cache, inputs: Inputs, text_of: Callable[[str], str | None]) -> None:
        self._cache = cache
        self._inputs = inputs
        self._text_of = text_of
        self._new: list[tuple[str, Project, list[Violation]]] = []
        self._moves_by_kind: dict[tuple[str, str], dict[Place, Place]] = {}
        self.texts: dict[str, str] = {}
        """Path of each file that is no document and that a check has read → its state."""
        self.is_lasting = True
        """Whether all that was asked can be known again."""
        self._notes: dict[str, list[str]] = {}
        """Name of a view that a check had looked at → what could not be judged there."""

    def of(
        self, name: str, project: Project, judge: Callable[[Project], Iterable[Violation]]
    ) -> list[Violation]:
        """Return what *judge*, known by *name*, says of *project*; it is asked only if it must be.

        What a check has said is known as long as nothing is different of what it asked. Where the
        facts are the same and stand elsewhere, its words are moved along with them.
        """
        known = self._known(name)
        if known is not None:
            return known
        asked = project.watched()
        found = list(judge(asked))
        self._new.append((name, asked, found))
        return found

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
            row = {"rests": rests, "notes": notes, "said": violations}
            self._cache.keep_text(f"verdict {name}", _ENCODE(row))

    def _known(self, name: str) -> list[Violation] | None:
        text = self._cache.text(f"verdict {name}")
        if text is None:
            return None
        row = json.loads(text)
        if any(self._state(read) != state for read, state in row["rests"].items()):
            return None
        said = self._moved(row["said"], row["rests"])
        if said is None:
            return None
        self._notes.update(row["notes"])
        self._rests_on(row["rests"])
        return violations_in(said)

    def text_state(self, path: str) -> str:
        """Return what tells the text of the file at *path* from another; empty if it has none."""
        text = self._text_of(path)
        return "" if text is None else hash_of(text.encode("utf-8", "surrogatepass"))

    def project_state(self, *others: object) -> str:
        """Return what tells the project from others, and *others* too, which are plain values."""
        parts = (self._cache.sum_of(CONTENT), self._tree, self._inputs.today, self._items, others)
        return hash_of(repr(parts).encode("utf-8", "surrogatepass"))

    def _rests_on(self, rests: Mapping[str, str | None]) -> None:
        for read, state in rests.items():
            if read.startswith(Reads.TEXT) and state is not None:
                self.texts[read.removeprefix(Reads.TEXT)] = state

    def _state(self, read: str) -> str | None:
        """Return what tells whether *read* is what it was; None for what nobody can tell."""
        if read.startswith(Reads.TEXT):
            return self.text_state(read.removeprefix(Reads.TEXT))
        state = self._states.get(read)
        return self._cache.sum_of(read) if state is None else state()

    @cached_property
    def _states(self) -> Mapping[str, Callable[[], str | None]]:
        """What may be asked besides facts → what tells whether it is what it was."""
        return {
            Reads.SETTINGS: lambda: self._items,
            Reads.SOURCES: lambda: self._cache.sum_of(SOURCES),
            Reads.TREE: lambda: self._tree,
            Reads.TODAY: self._inputs.today.isoformat,
            Reads.HISTORY: lambda: None,
            **dict.fromkeys((Reads.LINKS, Reads.TRACE, Reads.COVERAGE), str),  # made of the rest
        }

    @cached_property
    def _items(self) -> str:
        """What of the settings the key of the cache does not hold: the items of the baseline."""
        items = self._inputs.baseline.items if self._inputs.baseline is not None else {}
        return hash_of(_ENCODE(sorted(items.items())).encode())

    @cached_property
    def _tree(self) -> str:
        return self._inputs.tree_digest()

    def _moved(self, said: list[Any], reads: Iterable[str]) -> list[Any] | None:
        """Return *said* with the places of sources that were read anew; None if one is gone."""
        for at, _, related, fix in said:
            places = [at, *(place for place, _ in related)]
            places += [edit[0] for edit in fix[1]] if fix is not None else []
            for place in places:
                path, span, lines, _ = place
                if path not in self._cache.changes or span == WHOLE:
                    continue
                old = (*span, *lines)
                new = next((m[old] for m in self._moves(path, reads) if old in m), None)
                if new is None:
                    return None
                place[1], place[2] = list(new[:2]), list(new[2:])
        return said

    def _moves(self, path: str, kinds: Iterable[str]) -> Iterator[Mapping[Place, Place]]:
        """Yield, for each of *kinds*, where its facts in *path* stood → where they stand."""
        changes = self._cache.changes[path]
        for kind in kinds:
            if kind in changes:
                known = self._moves_by_kind.get((path, kind))
                if known is None:
                    known = self._moves_by_kind[path, kind] = dict(_moves_of(changes[kind]))
                yield known


WHOLE = [0, 0]
"""The span of what is said of a whole file."""


def _moves_of(change: Change) -> Iterator[tuple[Place, Place]]:
    before, after = change
    if before is not None and after is not None and before.said == after.said:
        places = (json.loads(rows.places) for rows in (before, after))
        for old, new in zip(*places, strict=True):
            yield tuple(old), tuple(new)
