"""HL112 invalid-date. Its page and its tests are in `invalid_date.md`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project


class Options(NamedTuple):
    """What dates may not lie in the future."""

    past: tuple[str, ...] = (
        "created",
        "created at",
        "created on",
        "creation date",
        "date created",
        "completed",
        "completed at",
        "completed on",
        "last modified",
        "last reviewed",
        "last updated",
        "last update",
        "last verified",
        "modified",
        "reviewed on",
        "updated",
        "updated at",
        "updated on",
        "verified on",
    )
    """Names of fields and keys that tell of what has been."""
    leeway_days: int = 1
    """How far ahead a date may be: other places are in another day."""


@check("HL112", "invalid-date", subject=Project, since="0.1", needs=("date",), options=Options)
def invalid_date(project: Project, options: Options) -> Iterator[Violation]:
    """A date does not exist, or lies in the future where it tells of the past."""
    latest = project.today + timedelta(days=options.leeway_days)
    for fact in project.facts("date"):
        written, name = str(fact.values["date"]), fact.values["name"]
        try:
            said = date.fromisoformat(written)
        except ValueError:
            yield Violation(fact.at, f"`{written}` is no date{_reason(written)}")
            continue
        if said > latest and fact.key in options.past:
            yield Violation(fact.at, f"`{name}` is {written}, which is still to come")


def _reason(written: str) -> str:
    from calendar import month_name, monthrange

    year, month, day = (int(part) for part in written.split("-"))
    if not 1 <= month <= 12:
        return f": there is no month {month:02}"
    if not day:
        return ": days are counted from 01"
    days = monthrange(year, month)[1]
    return f": {month_name[month]} {year} has {days} days"
