"""Clauses around a verb: where they begin and end, and which IDs stand in the same breath."""

from __future__ import annotations

import re

from harness_lint.documents.id_ranges import IdReference
from harness_lint.pattern import pattern

_CLAUSE_END = pattern(
    r"[;!?\n]|\.(?=\s|$)|\s(?:so|because|since|while|which|but|then|once|until|can|could|may|after|"
    r"before|if|unless|must|should|will|is|are|needs?|blocks?|depends?)\b|\s[—–←→]\s|\s->\s",
    re.IGNORECASE,
)
_CLAUSE_START = pattern(r"[;!?\n]|\.(?=\s)|:\s|,\s(?:and|but|then)\s|\s[—–←→]\s|\s->\s")
_REMARK = pattern(r"[*_`]{0,3}[ \t]?\(")
_LONGEST_REMARK = 400
_SAYS = pattern(r"(?i)\b(?:depends? |blocked by)")
_NEXT_SUBJECT = pattern(r"[*`_ \t]*\bon\b")
"""Behind an ID: ``WP02 depends on WP01, WP03 on WP02`` speaks of the next."""


def clause_start(text: str, at: int) -> int:
    """Return where the clause around *at* begins; in brackets, behind the opening one."""
    start = 0
    for match in _CLAUSE_START.finditer(text, max(0, at - 300), at):
        start = match.end()
    opening = text.rfind("(", start, at)
    return opening + 1 if opening >= 0 and text.find(")", opening, at) < 0 else max(start, 0)


def clause_end(text: str, at: int) -> int:
    """Return where the clause that goes on at *at* ends."""
    match = _CLAUSE_END.search(text, at)
    return match.start() if match is not None else len(text)


def without_remarks(text: str, references: list[IdReference]) -> str:
    """Return *text* with the brackets right behind its *references* blanked out, length kept.

    ``WP01 (owns the router), WP07`` names two; what the bracket says of the first is no matter.
    """
    kept, at = [], 0
    for reference in references:
        opening = _REMARK.match(text, reference.end)
        if reference.start < at or opening is None:
            continue
        closing = _closing(text, opening.end())
        if closing is not None and not _SAYS.search(text, opening.end(), closing):
            kept += [text[at : opening.end() - 1], " " * (closing + 1 - opening.end() + 1)]
            at = closing + 1
    return "".join([*kept, text[at:]])


def _closing(text: str, start: int) -> int | None:
    """Return where the bracket opened before *start* is closed, if it is soon enough."""
    depth = 1
    for index in range(start, min(len(text), start + _LONGEST_REMARK)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if not depth:
            return index
    return None


def adjoining(text: str, references: list[IdReference], start: int) -> list[IdReference]:
    """Return the *references* that stand in the same breath, nouns before brackets allowed.

    ``types (T003) and CRDs (T001-T002)`` are three; what follows a bracket of words is not.
    """
    kept: list[IdReference] = []
    at = start
    for reference in references:
        between = text[at : reference.start]
        if len(between) > 60 or (
            kept and ")" in between and "(" not in between and len(between) > 8
        ):
            break
        if kept and _NEXT_SUBJECT.match(text, reference.end):
            break
        kept.append(reference)
        at = reference.end
    return kept
