"""HL903 expired-waiver. Its page and its tests are in `expired_waiver.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.errors import listed
from harness_lint.findings import Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.waivers import expiry_of
from harness_lint.source import Location

MOST_NAMED = 3


@check("HL903", "expired-waiver", subject=Project, since="0.1", needs=("waiver",))
def expired_waiver(project: Project) -> Iterator[Violation]:
    """A waiver has ended, or excuses nothing: its date, its reason or its item is missing."""
    for at, waivers in _waivers(project).items():
        for problem in _problems(project, waivers):
            yield Violation(at, problem)


def _waivers(project: Project) -> dict[Location, list[Fact]]:
    """Return the items of each waiver by the place where it is written."""
    found: dict[Location, list[Fact]] = {}
    for fact in project.facts("waiver"):
        found.setdefault(fact.at, []).append(fact)
    return found


def _problems(project: Project, waivers: Sequence[Fact]) -> Iterator[str]:
    """Yield what is wrong with one waiver, which may name several items."""
    first = waivers[0]
    if not first.key:
        yield "the waiver names no item; write the ID that it excuses behind the rule"
        return
    names = listed([fact.key for fact in waivers], MOST_NAMED)
    until, expiry = str(first.values["until"] or ""), expiry_of(first)
    if until and expiry is None:
        yield f"the waiver of {names} holds until `{until}`, which is no date; write YYYY-MM-DD"
    elif expiry is not None and expiry < project.today:
        yield f"the waiver of {names} ended on {expiry}; cover what it excused, or renew it"
    if not first.values["reason"]:
        yield f"the waiver of {names} gives no reason; write it at the end: ` -- <reason>`"
    unknown = [fact.key for fact in waivers if not _is_known(project, fact.key)]
    if unknown:
        verb, them = ("is", "it") if len(unknown) == 1 else ("are", "them")
        names = listed(unknown, MOST_NAMED)
        yield f"the waiver names {names}, which {verb} defined nowhere; remove {them}"


def _is_known(project: Project, identifier: str) -> bool:
    """Whether an item has the ID; tests, which may not have been read, are taken for known."""
    return "::" in identifier or bool(project.trace.named(identifier))
