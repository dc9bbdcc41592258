"""What project checks said of a project that changes, as long as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.engine.live_table import Shift
from harness_lint.engine.moves import WHOLE, Place, moves_between
from harness_lint.findings import Edit, Fix, Related, Violation
from harness_lint.project.index import Project
from harness_lint.project.reads import reads_in
from harness_lint.source import Location, Span
from harness_lint.source import Place as Lines

if TYPE_CHECKING:
    from harness_lint.engine.verdicts import Verdicts


class SupersededError(BaseException):
    """What is being found out is no longer wanted. No check can catch it by mistake."""


class Verdict(NamedTuple):
    """What a check said, and what it had asked for."""

    reads: frozenset[str]
    said: tuple[Violation, ...]


class Words(NamedTuple):
    """What a check says while others are still to be asked."""

    asked: Callable[[], frozenset[str]]
    """Gives what they rest on, once all checks have run: views are asked by others, too."""
    said: tuple[Violation, ...]


class Changes:
    """What is different of a project since its checks have run."""

    def __init__(self, shifts: Mapping[str, Mapping[str, Shift]], others: Iterable[str]) -> None:
        """Sum up *shifts* by path and kind, and what *others* of `Reads` are different."""
        self._shifts = shifts
        every = [
            (name, shift)
            for path, kinds in shifts.items()
            for kind, shift in kinds.items()
            for name in (kind, reads_in(kind, path))
        ]
        self.other = {*others, *(kind for kind, one in every if not one.says_the_same)}
        """What says something else."""
        self.moved = {kind for kind, one in every if not one.stays} - self.other
        """Kinds of facts that say the same elsewhere."""
        self._moves: dict[str, Mapping[Place, Place] | None] = {}

    def touch(self, reads: frozenset[str]) -> bool:
        """Whether any of *reads* is different, or stands elsewhere."""
        return not (reads.isdisjoint(self.other) and reads.isdisjoint(self.moved))

    def follow(self, verdict: Verdict) -> Verdict | None:
        """Return *verdict* as it stands now; None if its check must be asked again."""
        reads = verdict.reads
        if not reads.isdisjoint(self.other):
            return None
        if reads.isdisjoint(self.moved):
            return verdict
        for path, kinds in self._shifts.items():
            names = (*kinds, *(reads_in(kind, path) for kind in kinds))
            if not reads.isdisjoint(names) and self._moves_in(path) is None:
                return None
        said = []
        for violation in verdict.said:
            now = self._moved(violation)
            if now is None:
                return None
            said.append(now)
        return verdict._replace(said=tuple(said))

    def _moves_in(self, path: str) -> Mapping[Place, Place] | None:
        """Return where the facts in *path* stood → where they stand; None if that is unsure."""
        if path not in self._moves:
            same = [one for one in self._shifts[path].values() if one.says_the_same]
            pairs = ((_places(one.before), _places(one.after)) for one in same)
            self._moves[path] = moves_between(pairs)
        return self._moves[path]

    def _moved(self, violation: Violation) -> Violation | None:
        try:
            return Violation(
                self._at(violation.at),
                violation.message,
                tuple(Related(self._at(one.at), one.message) for one in violation.related),
                self._fix(violation.fix),
            )
        except LookupError:
            return None

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None:
            return None
        edits = tuple(Edit(self._at(edit.at), edit.text) for edit in fix.edits)
        return fix._replace(edits=edits)

    def _at(self, at: Span | Location) -> Location:
        """Return where *at* stands now.

        Raises: LookupError if nobody knows.
        """
        if isinstance(at, Location) and at.path not in self._shifts:
            return at
        if not isinstance(at, Location):
            raise LookupError  # noqa: TRY004  a check's mistake, which asking it again will tell
        old: Place = (*at.span, *at.place)
        is_whole = list(at.span) == WHOLE
        new = (self._moves_in(at.path) or {}).get(old, old if is_whole else None)
        if new is None or (is_whole and new != old):
            raise LookupError
        return at._replace(span=Span(*new[:2]), place=Lines(*new[2:]))


class LiveVerdicts:
    """Knows what each check said, and asks it again only if it might say something else."""

    def __init__(
        self,
        known: Mapping[str, Verdict],
        changes: Changes | None,
        is_superseded: Callable[[], bool],
        stored: Verdicts | None = None,
    ) -> None:
        """Go on from *known* and *changes* since then, or else from what is *stored*."""
        self._known = known
        self._changes = changes
        self._is_superseded = is_superseded
        self._stored = stored
        self._now: dict[str, Words] = {}

    def of(
        self, name: str, project: Project, judge: Callable[[Project], Iterable[Violation]]
    ) -> Iterator[Violation]:
        """Yield what *judge*, known by *name*, says of *project*.

        Raises: SupersededError.
        """
        if self._is_superseded():
            raise SupersededError
        old = self._known.get(name)
        new = self._changes.follow(old) if old is not None and self._changes is not None else None
        if new is not None:
            reads = new.reads
            self._now[name] = Words(lambda: reads, new.said)
            yield from new.said
            return
        if self._stored is not None:
            yield from self._recalled(self._stored, name, project, judge)
            return
        asked, found = project.watched(), []
        for violation in judge(asked):
            found.append(violation)
            yield violation
        self._now[name] = Words(asked.all_reads, tuple(found))

    def _recalled(
        self,
        stored: Verdicts,
        name: str,
        project: Project,
        judge: Callable[[Project], Iterable[Violation]],
    ) -> Iterator[Violation]:
        found = []
        for violation in stored.of(name, project, judge):
            found.append(violation)
            yield violation
        self._now[name] = Words(lambda: stored.reads_of(name), tuple(found))

    def settled(self) -> dict[str, Verdict]:
        """Return what all checks said, now that all have run."""
        return {name: Verdict(one.asked(), one.said) for name, one in self._now.items()}


def _places(facts: Iterable[object]) -> list[Place]:
    return [(*fact.at.span, *fact.at.place) for fact in facts]  # type: ignore[attr-defined]
