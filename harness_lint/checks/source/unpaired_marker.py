"""HL009 unpaired-marker. Its page and its tests are in `unpaired_marker.md`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import HtmlInline
from harness_lint.pattern import pattern
from harness_lint.source import Span

COMMENT = pattern(r"<!--[ \t]{0,20}([^<>\n]{1,300}?)[ \t]{0,20}-->")

REMARK = r"(?:[ \t]*[(|,;—–][^\n]*|[ \t]+-[^\n]*)?"
"""What may stand behind a marker's name: a hash, a warning."""

BEHIND = pattern(
    r"(@?[\w./-]+)[ \t]*:[ \t]*(start|begin|end)(?:[ \t]+([\w./-]+))?" + REMARK, re.IGNORECASE
)
"""``name:start``, ``name: END``, ``@kind: start name | more``."""

BEFORE = pattern(
    r"(start|begin|end)(?:[ \t]*:[ \t]*|[ \t]+|-)([\w.]*[-_:.\d][\w:./-]*)" + REMARK, re.IGNORECASE
)
"""``BEGIN name-of-two-words``, ``END: name_2``; one plain word is prose."""

CLOSING = "end"


class Marker(NamedTuple):
    """A comment that begins or ends a block which a tool writes."""

    name: str
    opens: bool
    at: Span


@check("HL009", "unpaired-marker", subject=Document, since="0.1")
def unpaired_marker(document: Document) -> Iterator[Violation]:
    """The markers around a generated block do not pair up."""
    data = document.source.data.lower()
    if b"<!--" not in data or (b"end" not in data and b"start" not in data):
        return
    opened: dict[str, Marker] = {}
    closed: dict[str, Marker] = {}
    for marker in _markers(document):
        earlier = opened.get(marker.name)
        if marker.opens and earlier is not None:
            yield _violation(marker, "begins again before it ends", earlier)
        elif marker.opens:
            opened[marker.name] = marker
            if marker.name in closed:
                yield _violation(marker, "begins a second time", closed[marker.name])
        elif earlier is None:
            yield _violation(marker, "ends here and begins nowhere", None)
        else:
            closed[marker.name] = opened.pop(marker.name)
    for marker in opened.values():
        yield _violation(marker, "begins here and ends nowhere", None)


def _violation(marker: Marker, words: str, other: Marker | None) -> Violation:
    related = () if other is None else (Related(other.at, "it begins here"),)
    repair = "a tool that rewrites the block needs one pair of markers"
    return Violation(marker.at, f"generated block `{marker.name}` {words}; {repair}", related)


def _markers(document: Document) -> Iterator[Marker]:
    source = document.source
    at, offset = 0, 0
    for match in COMMENT.finditer(source.text):
        offset += len(source.text[at : match.start()].encode())
        at = match.start()
        marker = _marker(match[1], Span(offset, offset + len(match[0].encode())))
        if marker is not None and _is_comment(document, marker.at):
            yield marker


def _is_comment(document: Document, at: Span) -> bool:
    """Whether *at* is a comment of the document itself, not of code that it shows."""
    inline = document.inline_at(at.start)
    if inline is not None:
        return isinstance(inline, HtmlInline)
    number = bisect_right(document.html_blocks, at.start, key=lambda block: block.span.start) - 1
    return number >= 0 and at.start < document.html_blocks[number].span.end


def _marker(words: str, at: Span) -> Marker | None:
    match = BEHIND.fullmatch(words)
    if match is not None:
        name = f"{match[1]} {match[3]}" if match[3] else match[1]
        return Marker(name, match[2].lower() != CLOSING, at)
    match = BEFORE.fullmatch(words)
    if match is not None:
        return Marker(match[2], match[1].lower() != CLOSING, at)
    return None
