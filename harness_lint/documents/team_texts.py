"""Words that a team wants, or does not want, in its documents: where a pack has them looked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import CodeSpan
from harness_lint.markdown.outline import Section
from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.packs.shape import TextShape
from harness_lint.source import Span


class Area(NamedTuple):
    """A part of a document that a text is about."""

    section: Section | None
    """None for the whole document."""
    span: Span


def areas_of(document: Document, shape: TextShape) -> Iterator[Area]:
    """Yield the parts of *document* that *shape* is about: it, or the sections of those titles."""
    if not shape.sections:
        yield Area(None, Span(0, len(document.source.data)))
        return
    for section in document.outline.find(shape.sections):
        yield Area(section, section.span)


def matches_in(
    document: Document, area: Area, wanted: str, within: str
) -> Iterator[tuple[Span, str]]:
    """Yield where the pattern *wanted* matches in *area*, and the words, in source order.

    *within* is ``prose`` (running text without code), ``code`` or ``all``. Examples never count.
    A blank in the pattern stands for the end of a line too: text is wrapped anywhere.
    """
    pattern = compile_pattern(wanted.replace(" ", r"\s"))
    found = [
        *_in_prose(document, area, pattern, within),
        *_in_code(document, area, pattern, within),
    ]
    yield from sorted(match for match in found if not document.is_example(match[0].start))


def _in_prose(
    document: Document, area: Area, pattern: Pattern, within: str
) -> Iterator[tuple[Span, str]]:
    if within == "code":
        return
    for leaf in document.leaves:
        if area.span.start <= leaf.span.start < area.span.end:
            prose = leaf.prose
            text = prose.value if within == "all" else prose.words
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    yield prose.span(match.start(), match.end()), match[0]


def _in_code(
    document: Document, area: Area, pattern: Pattern, within: str
) -> Iterator[tuple[Span, str]]:
    if within == "prose":
        return
    data = document.source.data
    for span in _code_spans(document, inline=within == "code"):
        if area.span.start <= span.start < area.span.end:
            text = data[span.start : span.end].decode()
            for match in pattern.finditer(text):
                if match.end() > match.start():
                    start = span.start + len(text[: match.start()].encode())
                    yield Span(start, start + len(match[0].encode())), match[0]


def _code_spans(document: Document, *, inline: bool) -> Iterator[Span]:
    for block in document.code_blocks:
        yield block.content
    if inline:
        for leaf in document.leaves:
            yield from (one.content for one in leaf.inlines if isinstance(one, CodeSpan))
