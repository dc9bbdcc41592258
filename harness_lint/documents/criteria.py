"""Acceptance criteria of a story, by their numbers, and the tasks that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from harness_lint.documents.document import Document
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_LABEL = pattern(
    r"^[ \t>]*(?:#{2,6}[ \t]+)?(?:[-*+][ \t]+)?(?:\[.\][ \t]*)?[*_`]{0,3}"
    r"(?:(?:AC|AK|CA|criterion)[ \t._#-]{0,2})?(\d{1,3}(?:\.\d{1,3}){0,3})(?![\w%])",
    re.MULTILINE | re.IGNORECASE,
)
"""What opens a criterion: ``1.``, ``2.8.1:``, ``### AC1``, ``- **AC-2**``."""
_ROW = pattern(r"^\|[ \t*`]*(?:AC)?[ -]?#?(\d{1,3}(?:\.\d{1,3}){0,3})[ \t*`]*\|", re.MULTILINE)
_BARE = pattern(r"^[-*+][ \t]+(?![*_`]{0,3}(?:\[.\][ \t]*)?(?:AC[ \t._#-]{0,2})?\d)", re.MULTILINE)
"""An item on the outermost level that has no number: what it is called is anyone's guess."""

_CLAIM = pattern(r"\(ACs?[ ]?[:#]?[ ]?([\d#][^()\n]{0,120})\)")
_CLAIMED = pattern(r"\d{1,3}(?:\.\d{1,3}){0,3}")
_REST = pattern(r"(?:[\s,;&#+–—-]|\b(?:and|to|through|und|bis|et|à|y|e)\b|\bACs?[:#]?(?=[ \d]))*")


def criteria_of(document: Document, titles: Iterable[str]) -> frozenset[str]:
    """Return the numbers of the criteria in the sections called *titles*.

    It is empty where some have no number: then nobody knows how they are counted.
    """
    found: set[str] = set()
    for section in document.outline.find(tuple(titles)):
        text = document.source.slice(section.span)
        if _BARE.search(text) is not None and not re.search(r"(?m)^#{3,}", text):
            return frozenset()
        found.update(match[1] for match in _LABEL.finditer(text))
        found.update(match[1] for match in _ROW.finditer(text))
    return frozenset(found)


def named_criteria(document: Document, titles: Iterable[str]) -> Iterator[Located[str]]:
    """Yield the numbers that ``(AC: 1, 3)`` names in the sections called *titles*."""
    spans = [section.span for section in document.outline.find(tuple(titles))]
    if "(AC" not in document.source.text:
        return
    for leaf in document.leaves:
        if not any(span.start <= leaf.span.start < span.end for span in spans):
            continue
        prose = leaf.prose
        for match in _CLAIM.finditer(prose.value) if "(AC" in prose.value else ():
            if _REST.fullmatch(_CLAIMED.sub("", match[1])) is None:
                continue
            for number in _CLAIMED.finditer(match[1]):
                start = match.start(1)
                at: Span = prose.span(start + number.start(), start + number.end())
                yield Located(number[0], at)


def is_among(number: str, known: frozenset[str]) -> bool:
    """Whether *number* is one of *known*: ``3`` may stand for ``2.8.3``, and the other way round.

    A criterion that has parts (``2.1``) is there as a whole (``2``) too, and parts of one that is
    there (``3.1`` of ``3``) are its own matter.
    """
    if number in known:
        return True
    last = number.rpartition(".")[2]
    return any(
        one.rpartition(".")[2] == last or one.startswith(f"{number}.") for one in known
    ) or any(number.startswith(f"{one}.") for one in known)
