"""What the words around an ID say of it: that it is another document's, or no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from harness_lint.documents.document import Document
from harness_lint.documents.trace_ids import Cited, cited_anywhere
from harness_lint.pattern import pattern

MOST_AROUND = 80
"""Characters in front of an ID, and behind it, in which the other document is named."""

MOST_BEHIND = 160
"""Characters behind an ID in which it is said to be no more."""

_JOINT = pattern(r"[\s,;/&+`*_()]{0,6}(?:(?:and|or|und|to)\s+)?[`*_(]{0,4}")
"""What stands between IDs that are spoken of together."""

_KIN = r"(?:predecessor|parent|sibling)"
_OTHER = rf"(?:{_KIN}|previous|earlier|preceding|upstream|former|other|another)"
_WORK = r"(?:mission|feature|spec|specification|epic|PRD|ADR|contract)"
_NUMBER = rf"(?:{_WORK}\s+[`*_]{{0,3}})?(?P<number>0\d\d|[1-9]\d\d(?=-[^\W\d]))(?![\d.%])"
"""A number that names a piece of work: ``038``, ``138-lamps``; a plain ``138`` counts anything."""

_IN_FRONT = pattern(
    rf"(?:(?<![\w.~/-])(?:[\w.-]{{1,40}}/){{0,4}}{_NUMBER}(?:-[\w-]{{1,60}})?(?:/[\w./-]{{0,60}})?"
    rf"|(?i:\b{_WORK}\s+(?P<plain>[1-9]\d\d)|\b{_KIN}|\b{_OTHER}\s+{_WORK}))"
    r"(?:['’]s)?[`*_]{0,3}(?:\s+spec)?[\s:/#§`*_]{1,4}$"
)
"""``038 FR-003``, ``specs/038-lamps/spec.md FR-003``, ``the predecessor's FR-003``."""

_BEHIND = pattern(
    rf"[`*_)]{{0,4}}\s+(?:of|from|in)\s+(?:the\s+)?[`*_]{{0,3}}"
    rf"(?:{_NUMBER}|(?i:{_WORK}\s+(?P<plain>[1-9]\d\d)\b)|(?i:{_OTHER})\s+(?i:{_WORK})\b)"
)
"""``FR-003 of 041``, ``FR-003 in mission 041-lamps``, ``FR-003 from the parent spec``."""


_GONE = (
    "retired",
    "withdrawn",
    "struck",
    "superseded",
    "obsolete",
    "deprecated",
    "rescinded",
)
"""Words for what is no more; `removed` and the like speak of code as often as of requirements."""

_GONE_BEHIND = pattern(rf"(?i)[^\n]{{0,80}}(?:\n[^\n]{{0,80}})?\b(?:{'|'.join(_GONE)})\b")
_GONE_IN_FRONT = pattern(rf"(?i)\b(?:{'|'.join(_GONE)})[\s`*_~(]{{1,6}}$")


def said_to_be_gone(document: Document, grammar: str) -> frozenset[str]:
    """Return the IDs of which a text of *document* says that they are retired, or the like."""
    found: set[str] = set()
    for leaf in document.leaves_with(*(word.encode() for word in _GONE)):
        found.update(_gone_in(leaf.prose.value, grammar))
    return frozenset(found)


def _gone_in(text: str, grammar: str) -> Iterator[str]:
    cited = list(cited_anywhere(text, grammar))
    for one, following in zip_longest(cited, cited[1:]):
        end = min(one.end + MOST_BEHIND, following.start if following else len(text))
        is_gone = _GONE_BEHIND.match(text, one.end, end) or _GONE_IN_FRONT.search(
            text, max(0, one.start - MOST_AROUND), one.start
        )
        if is_gone:
            yield from one.ids


def own_ids(text: str, cited: Iterable[Cited], path: str) -> Iterator[Cited]:
    """Yield those of *cited*, IDs in *text*, that do not belong to another document.

    *path* is that of the document: a number that it holds itself (``038-lamps/tasks.md``) names no
    other. IDs of one list belong together.
    """
    for run in _runs(text, cited):
        if not _names_another(text, run[0].start, run[-1].end, path):
            yield from run


def _runs(text: str, cited: Iterable[Cited]) -> Iterator[list[Cited]]:
    run: list[Cited] = []
    for one in cited:
        if run and _JOINT.fullmatch(text, run[-1].end, one.start) is None:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _names_another(text: str, start: int, end: int, path: str) -> bool:
    found = (
        _IN_FRONT.search(text, max(0, start - MOST_AROUND), start),
        _BEHIND.match(text, end, end + MOST_AROUND),
    )
    return any(match is not None and not _is_own(match, path) for match in found)


def _is_own(match: re.Match[str], path: str) -> bool:
    """Whether the number that *match* names is in the *path* of the document."""
    number = match["number"] or match["plain"]
    return number is not None and f"/{number}-" in f"/{path}"
