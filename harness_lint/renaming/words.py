"""IDs that a document makes of its words: ``US1`` of ``User Story 1``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.pattern import pattern
from harness_lint.renaming.values import Name
from harness_lint.source import Source, Span

_LEAD = pattern(r"([^\W\d_](?:[\w -]{0,40}[^\W\d_])?)[ -]?#?$")
"""The words in front of the number."""

_LIST = r"(\d{1,4})(?![\w%]|\.\d)((?:[ ]*(?:,[ ]*and\b|,|&|/|\band\b)[ ]*\d{1,4}(?![\w%]|\.\d))*)"
_NUMBER = pattern(r"\d+")


class Spoken(NamedTuple):
    """How a document speaks of an item: ``User Story`` and the number of ``US1``."""

    lead: str
    head: str
    """What stands in front of the number in the ID: ``US``."""
    tail: str


def written_part(local: str, written: str, new: str) -> str | None:
    """Return what is to be written for *new* where *written* makes *local*: ``2`` for ``US2``.

    None if no number does: the rest of the ID is made by others.
    """
    head, found, tail = local.partition(written)
    if not written or not found or not (new.startswith(head) and new.endswith(tail)):
        return None
    part = new[len(head) : len(new) - len(tail)]
    return part if part.isdecimal() == written.isdecimal() and part else None


def spoken_at(source: Source, span: Span, name: Name) -> Spoken | None:
    """Return how *name* is spoken of, from where it is defined; None if by its ID."""
    written = source.slice(span)
    if written == name.local or not written.isdecimal() or written not in name.local:
        return None
    start = source.data.rfind(b"\n", 0, span.start) + 1
    lead = _LEAD.search(source.slice(Span(start, span.start)))
    head, _, tail = name.local.partition(written)
    return Spoken(lead[1], head, tail) if lead is not None else None


def numbers_behind(text: str, lead: str) -> Iterator[re.Match[str]]:
    """Yield the numbers behind *lead*: both of ``User Stories 1 and 2``."""
    words = re.escape(lead).replace(r"\ ", "[ _-]?").replace(r"\-", "[ _-]?")
    several = f"{words[:-1]}(?:y|ies)" if words.endswith("y") else f"{words}s?"
    listed = re.compile(rf"(?i)(?<![\w-]){several}[ -]?#?{_LIST}(?![ ]*[-–—][ ]*\d)")
    for match in listed.finditer(text):
        yield from _NUMBER.finditer(text, match.start(1), match.end())
