"""Languages whose tests are calls with a title: ``it("rings", …)``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.languages.attributes import strings_in
from harness_lint.documents.languages.reading import Marker, Unit
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_QUOTES = pattern(rb"@?[rRbBfF]?(\"\"\"|'''|\"|'|`)")
_KEY = pattern(
    rb"(?i)[\"':@]?\b(?:tags?|covers?|requirements?|reqs?|verifies|validates|specs?)[\"']?"
    rb"\s*(?::|=>)\s*(\[[^\]]*\]|[\"'`])"
)
"""Metadata that names what is verified: ``covers: ["FR-001"]``, ``{ tag: "@FR-001" }``."""


class Call(NamedTuple):
    """A call that defines a test or a suite."""

    at: Span
    title: Span
    is_test: bool
    skipped: bool


def unit_of(call: Call, data: bytes, arguments: Span | None = None) -> Unit:
    """Return the unit that *call* defines; metadata is looked for in *arguments*."""
    name = data[call.title.start : call.title.end].decode("utf-8", "replace")
    found = tuple(metadata(data, arguments)) if arguments is not None else ()
    return Unit(
        call.at,
        " ".join(name.split()),
        call.title,
        call.is_test,
        call.skipped,
        (call.title,),
        is_word=False,
        markers=found,
    )


def inside(node: Node, data: bytes) -> Span:
    """Return the span of the text of a string literal, its quotes left out."""
    start, end = node.start_byte, node.end_byte
    match = _QUOTES.match(data, start, end)
    if match is None or not data.endswith(match[1], match.end(), end):
        return Span(start, end)
    return Span(match.end(), max(match.end(), end - len(match[1])))


def metadata(data: bytes, at: Span) -> Iterator[Marker]:
    """Yield the strings behind keys such as ``covers`` between the title and the body."""
    for match in _KEY.finditer(data, at.start, at.end):
        start = match.start(1)
        if data[start : start + 1] == b"[":
            spans = list(strings_in(data, start, match.end(1)))
        else:
            spans = list(strings_in(data, start, at.end))[:1]
        for span in spans:
            yield Marker(span)
