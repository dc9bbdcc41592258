"""Dates by which a document wants to be looked at again, read from sentences and from keys."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

DATE = pattern(
    r"(?i)(?<![\w-])(?:"
    r"(?P<iso>[12]\d{3}-\d\d(?:-\d\d)?)(?![\w-])"
    r"|(?P<quarter>q[1-4])[ /-](?P<quarter_year>20\d\d)\b"
    r"|(?P<year_quarter>20\d\d)[ /-](?P<later_quarter>q[1-4])\b"
    r"|(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? )?"
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? "
    r"(?:(?P<later_day>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>20\d\d)\b"
    r")"
)
"""A day, a month or a quarter of a year. Days that are numbers only in another order are left out:
nobody knows which number is the month."""

DUE = pattern(
    r"(?i)\b(?:by|before|until|till|due|expir(?:es?|y|ation)|valid (?:through|to)|no later than|"
    r"not (?:after|later than)|next (?:review|audit|check|revision)|"
    r"(?:re-?)?(?:review|visit|validate|evaluate|assess)(?: again)?(?: is| are)?"
    r"(?: planned| scheduled| set)? (?:on|in|at|for|again)|(?:review|expiry|expiration) date)\b"
)
"""What stands before a date by which something must be done."""

PAST = pattern(
    r"(?i)\b(?:last|previous(?:ly)?|latest|since|created|updated|changed|verified|validated|"
    r"introduced|added|adopted|started|starting|from|as of|reviewed(?! (?:by|before|until|no))|"
    r"first|was|were|until now)\b"
)
"""What stands before a date on which something was done."""

NEAR = 60
"""How many characters before a date are looked at."""

DUE_KEYS = frozenset(
    """expires expiry expiration expires-on expires-at expiry-date expiration-date valid-until
    review-by review-due review-before next-review next-review-date review-on""".split()
)
"""Folded keys of front matter whose value is such a date."""


class Due(NamedTuple):
    """A date by which something is to be looked at again."""

    last_day: date
    """The last day on which it is not late: of a month or a quarter, its end."""
    words: str
    """The date as written."""
    at: Span


class _Stretch(NamedTuple):
    start: int
    end: int
    last_day: date
    is_due: bool


def due_date_in(paragraphs: Iterable[Located[str]]) -> Due | None:
    """Return the latest date that *paragraphs* on review and expiry name as due; None if none.

    A paragraph that is nothing but a date names it. Where a later date says that the review took
    place, nothing is due.
    """
    due: list[Due] = []
    done: list[date] = []
    for paragraph in paragraphs:
        for found in _dates_in(paragraph.value):
            if found.is_due:
                words = paragraph.value[found.start : found.end]
                due.append(Due(found.last_day, words, paragraph.at))
            else:
                done.append(found.last_day)
    if not due:
        return None
    latest = max(due, key=lambda one: one.last_day)
    return None if any(day >= latest.last_day for day in done) else latest


def due_date_of(key: str, value: Located[str]) -> Due | None:
    """Return the date that the *value* of a *key* of front matter names as due."""
    if key.replace("_", "-").casefold() not in DUE_KEYS:
        return None
    match = DATE.match(value.value)
    day = _last_day(match.groupdict()) if match is not None else None
    return Due(day, match[0], value.at) if match is not None and day is not None else None


def _dates_in(text: str) -> Iterator[_Stretch]:
    for match in DATE.finditer(text):
        day = _last_day(match.groupdict())
        if day is None:
            continue
        before = text[max(match.start() - NEAR, 0) : match.start()]
        clause = before.rpartition(". ")[2].rpartition(";")[2]
        due, past = _last_end(DUE.finditer(clause)), _last_end(PAST.finditer(clause))
        if due > past or match[0] == text.strip(" ."):
            yield _Stretch(match.start(), match.end(), day, is_due=True)
        elif past >= 0:
            yield _Stretch(match.start(), match.end(), day, is_due=False)


def _last_end(matches: Iterable[object]) -> int:
    ends = [getattr(match, "end")() for match in matches]  # noqa: B009  of either engine
    return max(ends, default=-1)


def _last_day(parts: dict[str, str | None]) -> date | None:
    """Return the last day of what was written; None if there is no such day."""
    numbers = _numbers(parts)
    if numbers is None:
        return None
    year, month, day = numbers
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def _numbers(parts: dict[str, str | None]) -> Sequence[int] | None:
    """Return year, month and day, the day 0 if only the month is said."""
    iso, month = parts["iso"], parts["month"]
    if iso:
        numbers = [int(part) for part in iso.split("-")]
        return numbers if len(numbers) == 3 else [*numbers, 0]
    if month:
        day = parts["day"] or parts["later_day"] or "0"
        return int(parts["year"] or 0), _MONTHS.index(month.casefold()) + 1, int(day)
    quarter = parts["quarter"] or parts["later_quarter"]
    year = parts["quarter_year"] or parts["year_quarter"]
    return (int(year), int(quarter[1]) * 3, 0) if quarter and year else None
