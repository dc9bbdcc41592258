"""Fields: lines of a bold name and a value, as documents open with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.markdown.nodes import Block, Leaf, ListBlock, Paragraph, Quote
from harness_lint.markdown.outline import title_key
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span


class Field(NamedTuple):
    """A ``**Name**: value`` line."""

    name: Located[str]
    """Without markup and colon."""
    value: Located[str]
    """The rest of the line, trimmed and without markup; the empty span behind the colon if none."""
    span: Span
    leaf: Leaf

    @property
    def key(self) -> str:
        """The name folded for comparison, a remark in brackets behind it left out."""
        return title_key(self.name.value.split(" (", 1)[0])


FIELD = pattern(r"[ \t]*([^\n:：*`]{1,60}?)[ \t]*[:：]")
"""A field's name and colon at the start of a line of prose."""


_WIDE_COLON = "：".encode()

_BAR = pattern(r"\|[ \t]*")


def fields_of(block: Block) -> Iterator[Field]:
    """Yield the fields in *block*: bold names at the start of a line of a paragraph, item or quote.

    ``**Name**: value``, ``**Name:** value`` and, in a quote or a list, the same behind its marker;
    further ones of the line behind bars, ``**Name**: value | **Other**: value``.
    """
    for leaf in _field_leaves(block):
        yield from _fields_of_leaf(leaf)


def _field_leaves(block: Block) -> Iterator[Leaf]:
    if isinstance(block, Paragraph):
        yield block
    elif isinstance(block, ListBlock):
        for item in block.items:
            if item.paragraph is not None:
                yield item.paragraph
    elif isinstance(block, Quote):
        for child in block.children:
            if isinstance(child, Paragraph | ListBlock):
                yield from _field_leaves(child)


def _fields_of_leaf(leaf: Leaf) -> Iterator[Field]:
    if not (leaf.may_hold(b":") or leaf.may_hold(_WIDE_COLON)):
        return
    if not (leaf.may_hold(b"**") or leaf.may_hold(b"__")):
        return
    bold = {*leaf.strong_starts}
    if not bold:
        return
    prose = leaf.prose
    for start, end in _pieces(prose.value, bold):
        # the pattern is slow where no colon comes: look first whether the line begins in bold
        if end - len(prose.words[start:end].lstrip(" \t")) not in bold:
            continue
        match = FIELD.match(prose.words, start, end)
        if match is None or match.start(1) not in bold:
            continue
        value_end = start + len(prose.value[start:end].rstrip())
        # Looked for in all of the prose: among the words alone, a value in code is blank.
        value_start = value_end - len(prose.value[match.end() : value_end].lstrip(" \t"))
        yield Field(
            Located(match[1], prose.span(match.start(1), match.end(1))),
            Located(
                prose.value[value_start:value_end],
                prose.span(value_start, value_end)
                if value_end > value_start
                else _behind(prose.span(match.start(), match.end())),
            ),
            prose.span(match.start(1), max(value_end, match.end(1))),
            leaf,
        )


def _pieces(text: str, bold: set[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each line; of each part of it that ``| **Name`` divides."""
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        for bar in _BAR.finditer(text, start, at - 1) if "|" in line else ():
            if bar.end() in bold:
                yield start, bar.start()
                start = bar.end()
        yield start, at - 1


def _behind(span: Span) -> Span:
    return Span(span.end, span.end)
