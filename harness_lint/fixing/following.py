"""Safe fixes from which something new would follow: they are left for those who look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from harness_lint.findings import Applicability, Finding
from harness_lint.pattern import pattern

MOST_TRIALS = 40
"""So many times the project is checked to find the fixes that are at fault; the rest is left."""

_NUMBER = pattern(r"\d+")


class Group(NamedTuple):
    """The fixes of one rule in one file: they are made together, or left together."""

    code: str
    path: str


class Left(NamedTuple):
    """Fixes that were left, and what would have followed from them."""

    group: Group
    follows: tuple[str, ...]
    """Codes and names of rules; empty if nobody looked which."""


Trial: TypeAlias = Callable[[frozenset[Group]], Sequence[Finding]]
"""Gives what is found after all fixes but those of some groups."""


def group_of(finding: Finding) -> Group:
    """Return the group that the fix of *finding* is in."""
    return Group(finding.code, finding.path)


def new_findings(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Return the findings of *after* that are not among those of *before*, but for numbers."""
    known = Counter(map(_key, before))
    found = []
    for one in after:
        key = _key(one)
        known[key] -= 1
        if known[key] < 0:
            found.append(one)
    return found


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.code, _NUMBER.sub("1", finding.message)


def at_fault(before: Sequence[Finding], suspects: Sequence[Group], trial: Trial) -> list[Left]:
    """Return those of *suspects* without which nothing new is found, beyond *before*."""
    search = _Search(before, suspects, trial)
    search.halve(suspects)
    return [Left(one, search.because.get(one, ())) for one in suspects if one in search.left]


def as_unsafe(finding: Finding, groups: Iterable[Group]) -> Finding:
    """Return *finding*, its fix called unsafe if it is in one of *groups*."""
    if finding.fix is None or group_of(finding) not in groups:
        return finding
    return finding._replace(fix=finding.fix._replace(applicability=Applicability.UNSAFE))


class _Search:
    """The groups that are left: all, until nothing is seen to follow from them."""

    def __init__(self, before: Sequence[Finding], suspects: Sequence[Group], trial: Trial) -> None:
        self.left = frozenset(suspects)
        self.because: dict[Group, tuple[str, ...]] = {}
        self._before = before
        self._trial = trial
        self._trials = 0

    def clear(self, groups: Sequence[Group]) -> None:
        """Leave none of *groups* from which nothing new follows."""
        if not groups or self._trials == MOST_TRIALS:
            return
        self._trials += 1
        left = self.left.difference(groups)
        news = new_findings(self._before, self._trial(left))
        if not news:
            self.left = left
        elif len(groups) == 1:
            self.because[groups[0]] = tuple(dict.fromkeys(f"{n.code} {n.name}" for n in news))
        else:
            self.halve(groups)

    def halve(self, groups: Sequence[Group]) -> None:
        """Look at each half of *groups*, of which something is known to be at fault."""
        half = len(groups) // 2
        self.clear(groups[:half])
        self.clear(groups[half:])
