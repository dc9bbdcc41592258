"""Suppressions of other linters in Markdown, as each of them reads its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import HtmlBlock, HtmlInline, Leaf, Table
from harness_lint.migrating.peers import AGNIX, MARKDOWNLINT, SKILLSAW, Peer
from harness_lint.pattern import pattern
from harness_lint.source import Span

OPENING, CLOSING = b"<!--", b"-->"

MARKS = (b"markdownlint-", b"agnix", b"skillsaw-")

MARKDOWNLINT_WORDS = pattern(
    r"markdownlint-(disable-next-line|disable-line|disable-file|disable|enable-file|enable|"
    r"capture|restore|configure-file)(?:\s+(.*))?",
    re.IGNORECASE,
)
"""Source: `inlineCommentStartRe` of markdownlint 0.40.0; on one line only."""

SKILLSAW_WORDS = pattern(
    r"skillsaw-(disable-next-line|disable|enable)(?![\w-])(?:\s+([\w,\s-]+))?", re.IGNORECASE
)
"""Source: `suppression.py` of skillsaw 0.22.0; white space counts as one blank."""

AGNIX_WORDS = pattern(r"agnix(-disable-next-line|-disable|: noqa)(?![\w-]):?\s*(.*)")
"""Source: what agnix 0.59.3 does; on one line only."""

AGNIX_RULES = pattern(r"[A-Z]+(?:-[A-Z]+)*-\d{3}(?:[\s,]+[A-Z]+(?:-[A-Z]+)*-\d{3})*")

ACTIONS_OF_AGNIX = {
    "-disable-next-line": "disable-next-line",
    "-disable": "disable-file",
    ": noqa": "disable-line",
}

KNOWN = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")


class Suppression(NamedTuple):
    """A comment that tells another linter to be silent."""

    peer: Peer
    action: str
    """One of ours, or the word of the other linter where we have none."""
    names: tuple[str, ...]
    """The rules as written; none for all."""
    reason: str
    at: Span
    """The comment with its signs."""
    first: int
    last: int
    """The lines of the comment, 1-based."""
    in_front_matter: bool = False

    @property
    def is_known(self) -> bool:
        """Whether harness-lint has an action for the same."""
        return self.action in KNOWN

    @property
    def words(self) -> str:
        """The suppression in short."""
        return " ".join((self.action, *self.names))


def may_hold_suppressions(data: bytes) -> bool:
    """Whether *data* is worth a closer look."""
    folded = data.lower()
    return any(mark in folded for mark in MARKS)


def suppressions_of(document: Document) -> Iterator[Suppression]:
    """Yield the suppressions of other linters in *document*, in source order; none from code."""
    if not may_hold_suppressions(document.source.data):
        return
    yield from _in_front_matter(document)
    for visit in document.visits:
        block = visit.block
        if isinstance(block, HtmlBlock):
            yield from _in_html(document, block.span)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row.cells:
                    yield from _in_leaf(document, cell)
        elif isinstance(block, Leaf):
            yield from _in_leaf(document, block)


def _in_leaf(document: Document, leaf: Leaf) -> Iterator[Suppression]:
    if document.source.data.find(OPENING, *leaf.span) < 0:
        return
    for inline in leaf.inlines:
        if isinstance(inline, HtmlInline):
            yield from _in_html(document, inline.span)


def _in_html(document: Document, span: Span) -> Iterator[Suppression]:
    data = document.source.data
    start = data.find(OPENING, *span)
    while start >= 0:
        end = data.find(CLOSING, start + len(OPENING), span.end)
        if end < 0:
            return
        yield from _read(document, Span(start + len(OPENING), end), len(OPENING))
        start = data.find(OPENING, end, span.end)


def _in_front_matter(document: Document) -> Iterator[Suppression]:
    if document.front_matter is None:
        return
    data, span = document.source.data, document.front_matter.content
    start = span.start
    for line in data[slice(*span)].splitlines(keepends=True):
        stripped = line.strip()
        if stripped.startswith(b"#"):
            at = start + line.index(b"#") + 1
            for found in _read(document, Span(at, at + len(stripped) - 1), 1):
                yield found._replace(in_front_matter=True)
        start += len(line)


def _read(document: Document, inner: Span, signs: int) -> Iterator[Suppression]:
    """Yield the suppression, if there is one, in *inner*: what the signs of a comment enclose."""
    source = document.source
    text = source.slice(inner).strip()
    found = _said(text)
    if found is None:
        return
    peer, action, names, reason = found
    at = Span(inner.start - signs, inner.end + (len(CLOSING) if signs > 1 else 0))
    lines = source.line_at(at.start), source.line_at(at.end - 1)
    if peer is not SKILLSAW and lines[0] != lines[1]:
        return  # only skillsaw reads comments of several lines
    yield Suppression(peer, action, names, reason, at, *lines)


def _said(text: str) -> tuple[Peer, str, tuple[str, ...], str] | None:
    """Return whom *text* speaks to, the action, the rules, and the reason."""
    found = MARKDOWNLINT_WORDS.fullmatch(text)
    if found:
        return MARKDOWNLINT, found[1].lower(), tuple((found[2] or "").split()), ""
    found = SKILLSAW_WORDS.fullmatch(" ".join(text.split()))
    if found:
        names = tuple(one.strip() for one in (found[2] or "").split(",") if one.strip())
        return SKILLSAW, found[1].lower(), names, ""
    found = AGNIX_WORDS.fullmatch(text)
    if found is None:
        return None
    rules = AGNIX_RULES.match(found[2])
    if rules is None and found[2].strip():
        return AGNIX, f"agnix{found[1]} {found[2]}", (), ""
    names = tuple(rules[0].replace(",", " ").split()) if rules else ()
    reason = found[2][rules.end() :].strip(" \t,-") if rules else ""
    return AGNIX, ACTIONS_OF_AGNIX[found[1]], names, reason
