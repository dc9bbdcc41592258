"""Boxes that need not be ticked before the work is done: deferred, optional, not applicable."""

from __future__ import annotations

import re
from functools import lru_cache

from harness_lint.pattern import pattern

_ASIDE = (
    r"(?:deferred|defer|skip(?:ped)?|cancell?ed|obsolete|superseded|future|later|dropped|"
    r"removed|follow-?up|post-merge|backlog|stretch|nice[ -]to[ -]have|wontfix)"
)
_WORDS_ZH = "可选|可選|选做|選做|暂缓|暫緩|延后|延後|推迟|推遲"
_ASIDE_ZH = rf"(?:{_WORDS_ZH})"
_OPTIONAL = (
    r"optional(?=[*_]{0,3}\s*(?:[)\],;.—–]|$)"
    r"|\s+(?:enhancement|improvement|extra|task|step|work|for|but|if|unless)\b)"
)
"""The word that speaks of the task: *optional fields* and ``Optional[str]`` are its subject."""

_HEAD = (
    r"^(?:\[[^\[\]\n]\]\s*)?(?:[*_]{0,3}(?:(?:task|step|story)\s+)?[A-Z]{0,4}-?\d[\w.]{0,12}[*_]{0,3}"
    r"(?:[ \t]*[.:)—–-]|(?=[ \t]))[ \t]*)?(?:\[[^\[\]\n]{1,16}\][ \t]*){0,4}"
)
"""Box, ID and markers, behind which the words of a task begin."""
_TAIL = r"[*_.]{0,3}\s*(?:\([^()\n]{1,40}\)[*_.]{0,3}\s*)?$"
"""What may follow a remark at the end of a line: ``(AC: 2, 3)``."""

_SET_ASIDE = pattern(
    # A label in front: `Optional: …`, `(deferred) …`, `Task 3 (optional): …`.
    rf"{_HEAD}[*_(\[]{{0,3}}(?:{_ASIDE}\b|optional)[*_]{{0,3}}\s*(?:[:)\]—–]|-\s|$)"
    rf"|[(\[]\s*(?:{_ASIDE}\b|{_OPTIONAL})[^()\[\]\n]{{0,80}}[)\]][*_]{{0,3}}\s*:"
    # A remark at the end: `… (optional)`, `… (P3, deferred)`, `… — deferred to May`.
    rf"|[(\[]\s*(?:{_ASIDE}\b|{_OPTIONAL})[^()\[\]\n]{{0,80}}[)\]]{_TAIL}"
    rf"|[,;—–]\s*(?:{_ASIDE}|optional)[)\]]{_TAIL}"
    rf"|(?:[—–]|\s-\s)\s*[*_]{{0,3}}(?:{_ASIDE}\b|{_OPTIONAL})|[:*]\s*{_ASIDE}\b"
    rf"|[(（]\s*{_ASIDE_ZH}[^()（）\n]{{0,80}}[)）]"
    # Words and signs that speak of nothing but the task, wherever they stand.
    r"|\b(?:n/a|not applicable|not needed|out of scope|(?:deferred|moved|postponed) to|won't)\b"
    r"|\b(?-i:DEFERRED|SKIPPED|OPTIONAL|DROPPED|CANCELLED|CANCELED)\b|~~",
    re.IGNORECASE | re.MULTILINE,
)
"""Words of an open box that set it aside: a label in front, a remark at the end.

In running text they are the subject of the work: *allow an optional field*.
"""

_HINTS = (
    "defer|skip|cancel|obsolete|superseded|future|later|dropped|removed|follow|post-merge"
    "|backlog|stretch|nice|wontfix|optional|n/a|not applicable|not needed|out of scope|moved to"
    "|postponed to|won't|~~|]*"
    f"|{_WORDS_ZH}"
).split("|")
"""One of these is in every text that sets a box aside: a quick test for all the others."""

_OPTIONAL_BOX = pattern(r"\[[^\[\]\n]\]\*")
"""``[ ]*``: Kiro marks optional tasks so."""


@lru_cache(maxsize=1024)
def is_set_aside(text: str) -> bool:
    """Whether a box with *text* may stay open when the work is done."""
    folded = text.casefold()
    if not any(hint in folded for hint in _HINTS):
        return False
    return _SET_ASIDE.search(text) is not None or _OPTIONAL_BOX.match(text) is not None


_ASIDE_TITLE = pattern(
    r"(?i)^(?:optional|deferred|future|backlog|stretch|nice[ -]to[ -]have|out of scope)\b"
    rf"|^{_ASIDE_ZH}"
)


def is_title_of_set_aside(key: str) -> bool:
    """Whether a section with this title, folded, holds what may stay open."""
    return _ASIDE_TITLE.search(key) is not None
