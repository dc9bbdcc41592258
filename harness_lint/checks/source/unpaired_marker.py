"""HL009 unpaired-marker. Its page and its tests are in `unpaired_marker.md`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.errors import nearest
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
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

NUMBER = pattern(r"\d+")


LIKE = 0.8
"""From here on, 0 to 1, two names may be one that was misspelled in one of the markers."""

MOST_ALONE = 8
"""Where more markers are without the other one, nobody looks for misspelled names."""

KNOWN = frozenset(("status-model",))
"""Names that tools look for. Source: spec-kitty 0.15."""


class Marker(NamedTuple):
    """A comment that begins or ends a block which a tool writes."""

    name: str
    opens: bool
    at: Span
    last: str
    """The last word of the name."""
    last_at: Span


@check("HL009", "unpaired-marker", subject=Document, since="0.1")
def unpaired_marker(document: Document) -> Iterator[Violation]:
    """The markers around a generated block do not pair up."""
    data = document.source.data.lower()
    if b"<!--" not in data or (b"end" not in data and b"start" not in data):
        return
    opened: dict[str, Marker] = {}
    closed: dict[str, Marker] = {}
    orphans: list[Marker] = []
    for marker in _markers(document):
        earlier = opened.get(marker.name)
        if marker.opens and earlier is not None:
            yield _violation(marker, "begins again before it ends", earlier)
        elif marker.opens:
            opened[marker.name] = marker
            if marker.name in closed:
                yield _violation(marker, "begins a second time", closed[marker.name])
        elif earlier is None:
            orphans.append(marker)
        else:
            closed[marker.name] = opened.pop(marker.name)
    yield from _alone([*opened.values()], orphans)


def _alone(starts: list[Marker], ends: list[Marker]) -> Iterator[Violation]:
    """Yield the markers without the other one; a misspelled pair is one finding."""
    pairs = []
    if max(len(starts), len(ends)) <= MOST_ALONE:
        pairs = [(start, end) for start in starts for end in ends if _are_one(start, end)]
    met = Counter(marker for pair in pairs for marker in pair)
    certain = [pair for pair in pairs if all(met[marker] == 1 for marker in pair)]
    paired = {marker for pair in certain for marker in pair}
    for start, end in certain:
        right, wrong = (end, start) if end.name in KNOWN else (start, end)
        yield _misspelled(right, wrong)
    for marker in ends:
        if marker not in paired:
            yield _violation(marker, "ends here and begins nowhere", None)
    for marker in starts:
        if marker not in paired:
            yield _violation(marker, "begins here and ends nowhere", None)


def _are_one(start: Marker, end: Marker) -> bool:
    """Whether *end*, which is another name, was meant to end what *start* begins."""
    one, other = start.name.casefold(), end.name.casefold()
    is_same_kind = start.name.removesuffix(start.last) == end.name.removesuffix(end.last)
    if start.at.start > end.at.start or not is_same_kind:
        return False
    return NUMBER.findall(one) == NUMBER.findall(other) and bool(nearest(one, (other,), LIKE))


def _misspelled(right: Marker, wrong: Marker) -> Violation:
    verb, other = ("begins", "ends") if wrong.opens else ("ends", "begins")
    return Violation(
        wrong.at,
        f"generated block `{wrong.name}` {verb} here, but the one that {other} is `{right.name}`; "
        f"did you mean `{right.last}`?",
        (Related(right.at, f"`{right.name}` {other} here"),),
        Fix(f"Write `{right.last}`", (Edit(wrong.last_at, right.last),), Applicability.UNSAFE),
    )


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
        marker = _marker(match, offset)
        if marker is not None and _is_comment(document, marker.at):
            yield marker


def _is_comment(document: Document, at: Span) -> bool:
    """Whether *at* is a comment of the document itself, not of code that it shows."""
    inline = document.inline_at(at.start)
    if inline is not None:
        return isinstance(inline, HtmlInline)
    number = bisect_right(document.html_blocks, at.start, key=lambda block: block.span.start) - 1
    return number >= 0 and at.start < document.html_blocks[number].span.end


def _marker(comment: re.Match[str], offset: int) -> Marker | None:
    """Return the marker that *comment*, at the byte *offset*, is; None if it is none."""
    words = comment[1]
    match = BEHIND.fullmatch(words)
    last, word = (3 if match and match[3] else 1), 2
    if match is None:
        match = BEFORE.fullmatch(words)
        last, word = 2, 1
    if match is None:
        return None
    name = f"{match[1]} {match[last]}" if last > word > 1 else match[last]
    lead = comment.string[comment.start() : comment.start(1)] + words[: match.start(last)]
    start = offset + len(lead.encode())
    return Marker(
        name,
        match[word].lower() != CLOSING,
        Span(offset, offset + len(comment[0].encode())),
        match[last],
        Span(start, start + len(match[last].encode())),
    )
