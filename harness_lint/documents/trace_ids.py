"""Lists of IDs as people write them in claims: ranges, elided prefixes, remarks in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.id_ranges import IdReference, find_ids, split_id
from harness_lint.pattern import pattern


class Cited(NamedTuple):
    """IDs written at ``text[start:end]``: one, or all of a range."""

    ids: tuple[str, ...]
    start: int
    end: int
    revision: int | None = None
    """``2`` of ``FR-001~2``."""
    qualifier: str = ""
    """``001-login`` of ``001-login/FR-001``."""


_GAP = pattern(
    r"(?:[^\S\n]|[,;、，/&+·|•]\s*)*(?:\((?:[^()\n]{0,120})\)(?:[^\S\n]|[,;、，/&+]\s*)*)*"
    r"(?:(?:and|und|et|y|e|и)\s+)?"
    r"(?:(?i:requirements?|criteria|criterion|reqs?)\s*:?\s+)?[`*_\[\]]*"
)
"""What may stand between two IDs of one list: it goes on in the next line behind a comma only."""

_BLANK = pattern(r"\s*")

_ELIDED = pattern(r"\s*[,/]\s*-?(\d{1,4})(?![\w%]|\.\w)")
"""A further number of the ID in front: ``-002`` of ``VAL-RUN-001, -002``."""

_REVISION = pattern(r"[~@](\d{1,6})(?![\w.])|\+(\d{1,6})(?![\w.])")

_QUALIFIER = pattern(r"(?<![\w./-])((?:[\w.-]+/)*[\w-][\w.-]*)[/:#]$")


def cited_anywhere(text: str, grammar: str) -> Iterator[Cited]:
    """Yield the IDs in *text* that *grammar*, a pattern, describes, in order."""
    floor = 0
    for reference in find_ids(text, grammar):
        yield from _cited(text, reference, floor)
        floor = reference.end


def cited_in_list(
    text: str, grammar: str, start: int = 0, end: int | None = None
) -> Iterator[Cited]:
    """Yield the IDs of the list that begins at *start*: up to the first words between two IDs.

    Nothing behind *end* is looked at.
    """
    opening = _BLANK.match(text, start)
    at = opening.end() if opening is not None else start
    for reference in find_ids(text, grammar, start, end):
        begin = reference.start - len(qualifier_before(text, reference.start, at))
        gap = _GAP.match(text, at, begin)
        if gap is None or gap.end() != begin:
            return
        for cited in _cited(text, reference, at):
            yield cited
            at = cited.end
        at = max(at, reference.end)


def _cited(text: str, reference: IdReference, floor: int) -> Iterator[Cited]:
    revision = _REVISION.match(text, reference.end)
    number = int(revision[1] or revision[2]) if revision is not None else None
    end = revision.end() if revision is not None else reference.end
    qualifier = qualifier_before(text, reference.start, floor)
    start = reference.start - len(qualifier)
    yield Cited(reference.ids(), start, end, number, qualifier.rstrip("/:#"))
    elided = _ELIDED.match(text, end)
    parts = split_id(reference.last) if elided is not None else None
    if parts is None or parts[2] or not parts[0].endswith("-"):
        return
    while elided is not None and len(elided[1]) == len(parts[1]):
        yield Cited((parts[0] + elided[1],), elided.start(1), elided.end(1))
        end = elided.end()
        elided = _ELIDED.match(text, end)


def qualifier_before(text: str, start: int, floor: int) -> str:
    """Return the path in front of an ID, with its slash: ``specs/001-login/``. Empty if none."""
    if start == 0 or text[start - 1] not in "/#":
        return ""
    found = _QUALIFIER.search(text, max(floor, start - 200), start)
    return found[0] if found is not None else ""
