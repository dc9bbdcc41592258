"""Fixing until nothing is left to fix: each fix may bring another one's matter to light."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from harness_lint.engine.report import Report
from harness_lint.findings import Finding, PlacedFix
from harness_lint.fixing.applying import Applied, Fault, Read, edited_by, fixable, is_safe
from harness_lint.fixing.following import Group, Left, as_unsafe, at_fault, group_of, new_findings

MOST_PASSES = 100
"""A chain of fixes that is longer has no end."""

Texts: TypeAlias = Mapping[str, bytes]
"""New bytes by path."""


class Wish(NamedTuple):
    """What is to be fixed."""

    unsafe: bool = False
    """Whether unsafe fixes are wanted, too."""
    may_edit: Callable[[str], bool] = bool
    """Whether the text of a path may be edited."""
    banned: Container[str] = ()
    """Codes of the rules whose fixes are not wanted at all."""
    trusted: Container[str] = ()
    """Codes of the rules whose fixes are wanted whatever follows from them."""
    left: Container[Group] = ()
    """Fixes that are left, as something new would follow from them."""

    def wants(self, fix: PlacedFix) -> bool:
        """Whether *fix* is to be applied, if all that it edits may be edited."""
        return self.unsafe or is_safe(fix)

    def chosen(self, report: Report) -> tuple[Finding, ...]:
        """Return the findings of *report* whose fixes are to be applied."""
        return tuple(
            one
            for one in fixable(report.findings, self.wants)
            if one.code not in self.banned
            and group_of(one) not in self.left
            and all(map(self.may_edit, edited_by(one)))
        )


class Outcome(NamedTuple):
    """What became of a project."""

    report: Report
    """What is found in the texts as they are now."""
    texts: Texts = MappingProxyType({})
    """The new bytes of the texts that were changed."""
    fixed: tuple[Finding, ...] = ()
    """The findings that were fixed, those of later passes behind those of earlier ones."""
    faults: tuple[Fault, ...] = ()
    """Fixes that we were wrong to offer."""
    refused: tuple[str, ...] = ()
    """The paths that fixes would edit and may not, once for each fix."""
    left: tuple[Left, ...] = ()
    """Safe fixes that were not made, and are unsafe in the report: something would follow."""

    def without(self, paths: Container[str]) -> Outcome:
        """Return what became of the rest, where the new texts of *paths* are not to be had."""
        texts = {path: data for path, data in self.texts.items() if path not in paths}
        fixed = tuple(one for one in self.fixed if not any(p in paths for p in edited_by(one)))
        return self._replace(texts=texts, fixed=fixed)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The changed paths; those that one fix edits stand together."""
        group_of = {path: {path} for path in self.texts}
        for finding in self.fixed:
            paths = edited_by(finding) & group_of.keys()
            joined = {path for one in paths for path in group_of[one]}
            group_of.update(dict.fromkeys(joined, joined))
        groups = {id(group): group for group in group_of.values()}
        return tuple(sorted(tuple(sorted(group)) for group in groups.values()))


Apply: TypeAlias = Callable[[tuple[Finding, ...], Read], Applied]
"""Applies the fixes of findings to the texts that are read: see `Prover.applied`."""


def fixed_until_stable(
    report: Report, read: Read, wish: Wish, apply: Apply, check: Callable[[Texts], Report]
) -> Outcome:
    """Return what fixing makes of the project that *report* speaks of and *read* gives.

    *check* gives the report on the project with some texts changed. Fixes that come to no end are
    not made at all, and told as faults. Unless unsafe ones are wanted, nothing is found afterwards
    that was not found before.
    """

    def attempt(wish: Wish) -> Outcome:
        return _ended(report, read, wish, apply, check)

    outcome = attempt(wish)
    if wish.unsafe or not new_findings(report.findings, outcome.report.findings):
        return outcome
    return _careful(report, wish, attempt)


def _careful(report: Report, wish: Wish, attempt: Callable[[Wish], Outcome]) -> Outcome:
    """Return what becomes of the project without the fixes from which something new follows."""
    groups = dict.fromkeys(group_of(one) for one in wish.chosen(report))
    suspects = [group for group in groups if group.code not in wish.trusted]
    before = attempt(wish._replace(left=suspects)).report

    def trial(left: frozenset[Group]) -> tuple[Finding, ...]:
        return attempt(wish._replace(left=left)).report.findings

    left = at_fault(before.findings, suspects, trial)
    names = frozenset(one.group for one in left)
    outcome = attempt(wish._replace(left=names))
    findings = tuple(as_unsafe(one, names) for one in outcome.report.findings)
    return outcome._replace(report=outcome.report._replace(findings=findings), left=tuple(left))


def _ended(
    report: Report, read: Read, wish: Wish, apply: Apply, check: Callable[[Texts], Report]
) -> Outcome:
    """Return what fixing makes of the project, without fixes that come to no end."""
    endless: tuple[Fault, ...] = ()
    while True:
        banned = {fault.finding.code for fault in endless}
        outcome = _fixed(report, read, wish._replace(banned=banned), apply, check)
        if isinstance(outcome, Outcome):
            return outcome._replace(faults=(*outcome.faults, *endless))
        endless += tuple(Fault(one, "comes to no end") for one in outcome)


def _fixed(
    report: Report, read: Read, wish: Wish, apply: Apply, check: Callable[[Texts], Report]
) -> Outcome | tuple[Finding, ...]:
    """Return what fixing makes of the project; or the findings that are fixed again and again."""
    texts: dict[str, bytes] = {}
    fixed: list[Finding] = []
    seen = {_state(texts)}

    def read_now(path: str) -> bytes:
        return texts[path] if path in texts else read(path)

    while True:
        made = apply(wish.chosen(report), read_now)
        if not made.texts:
            return Outcome(report, texts, tuple(fixed), made.faults, _refused(report, wish))
        changed = {**texts, **made.texts}
        texts = {path: data for path, data in changed.items() if data != read(path)}
        fixed += made.fixed
        report = check(texts)
        state = _state(texts)
        if state in seen or len(seen) == MOST_PASSES:
            return made.fixed
        seen.add(state)


def _refused(report: Report, wish: Wish) -> tuple[str, ...]:
    wanted = fixable(report.findings, wish.wants)
    return tuple(path for one in wanted for path in edited_by(one) if not wish.may_edit(path))


def _state(texts: Texts) -> int:
    return hash(frozenset(texts.items()))
