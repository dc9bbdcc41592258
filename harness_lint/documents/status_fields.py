"""The fields of status blocks: from lines of text and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness_lint.markdown.nodes import Block, Heading, ListBlock, Paragraph, Row, Table
from harness_lint.packs.field_shapes import FieldShape, StatusBlockShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Source, Span

COMMENT = pattern(r"[ \t]*<!--[^\n]*?-->")

PREFIX = pattern(r"[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)?(?:\[[ xX]\][ \t]+)?")
"""Markers of quotes, lists and headings in front of a line's words."""

FIELD = pattern(r"([^\W\d_][^:：|<>()\[\]*`_]{0,48}?)[*_`]{0,3}[ \t]*[:：](?![/:])[*_`]{0,3}")
"""A name and its colon at the start of a line, markup around them allowed."""

BOLD = pattern(r"(?:\*\*|__)[^*_\n]{1,60}(?:(?:\*\*|__)[ \t]*[:：]|[:：][ \t]*(?:\*\*|__))")
"""A bold name with its colon."""

BETWEEN = pattern(rf"(?:[ \t]+[|·•–—-]|[ \t]*[,;，；、])?[ \t]+(?={BOLD.pattern})")
"""What parts two bold fields of one line."""

LABEL = pattern(r"[^:：.。,，;；]{1,32}[:：](?![/:])")
"""How an item begins that names what it states."""

EMOJI = pattern(r"[^\w\s*_`<>()\[\]|:：]+[ \t]*(?=[\w*_`])")
"""Signs in front of a name: ``🚦 Status: done``."""

MARKUP = "*_` \t"


class StatusField(NamedTuple):
    """One field of a status block."""

    name: Located[str]
    """As written, without markup and colon."""
    value: Located[str]
    """Without markup at its ends and without comments. If there is none, empty behind the colon."""
    shape: FieldShape | None
    """The field of the pack that has this name."""
    meant: FieldShape | None
    """The field that was meant: *shape*, or the nearest one if the name is a near miss."""
    line: Span
    """What stands on the first line of the field, without quote and list markers."""
    is_one_line: bool
    """Whether the field can change places: it is all that stands on one line."""

    @property
    def key(self) -> str:
        """The name that the pack has for the field, else the name as written."""
        return self.shape.name if self.shape is not None else self.name.value

    @property
    def word(self) -> str:
        """The value as the pack has it; as written if it is none of the pack's."""
        value = self.value.value
        return (self.shape.value_of(value) if self.shape is not None else None) or value


def field_of(
    name: Located[str], value: Located[str], line: Span, shape: StatusBlockShape
) -> StatusField:
    """Return the field *name* with its *value*, which stand on one line."""
    known = shape.field_named(name.value)
    return StatusField(name, value, known, known or _nearest(name.value, shape), line, True)


def lines_of(blocks: Iterable[Block], source: Source) -> Iterator[Located[str]]:
    """Yield the lines of running text in *blocks*, without the markers in front of them."""
    for leaf in _text_blocks(blocks):
        first, last = source.line_at(leaf.span.start), source.line_at(leaf.span.end)
        for number in range(first, last + 1):
            line = _line(source, number)
            if line.value:
                yield line


def _text_blocks(blocks: Iterable[Block]) -> Iterator[Paragraph | Heading]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from (child for child in item.children if isinstance(child, Paragraph))


def _line(source: Source, number: int) -> Located[str]:
    span = source.line_span(number)
    text = source.slice(span)
    prefix = PREFIX.match(text)
    begin = prefix.end() if prefix is not None else 0
    words = text[begin:].rstrip(" \t\\")
    start = span.start + len(text[:begin].encode())
    return Located(words, Span(start, start + len(words.encode())))


def fields_in_lines(
    lines: Iterable[Located[str]], shape: StatusBlockShape, first: StatusField | None = None
) -> Iterator[StatusField]:
    """Yield the fields of *lines*; a line without a name goes on with the value before it.

    *first* is the field on the first line, where that is known already.
    """
    last: StatusField | None = None
    for number, line in enumerate(lines):
        found = first if first is not None and number == 0 else _field(line, shape)
        if found is not None:
            if last is not None:
                yield last
            last = found
        elif last is not None:
            words = f"{last.value.value} {COMMENT.sub('', line.value)}".strip()
            value = Located(words, Span(last.value.at.start, line.at.end))
            last = last._replace(value=value, is_one_line=False)
    if last is not None:
        yield last


def fields_in_items(
    block: ListBlock, shape: StatusBlockShape, source: Source
) -> Iterator[StatusField]:
    """Yield the items of *block* as fields; an item without a name is none."""
    for item in block.items:
        lines = tuple(lines_of(item.children, source))
        label = LABEL.match(lines[0].value) if lines else None
        field = _field(lines[0], shape, is_label=label is not None) if lines else None
        if field is not None:
            yield from fields_in_lines(lines, shape, field)


def bold_fields(lines: Iterable[Located[str]], shape: StatusBlockShape) -> Iterator[StatusField]:
    """Yield the fields with bold names in *lines*: a line may have several, a value is on one."""
    for line in lines:
        pieces = tuple(_pieces(line))
        for piece in pieces:
            field = _field(piece, shape) if BOLD.match(piece.value) else None
            if field is not None:
                yield field._replace(is_one_line=len(pieces) == 1)


def _pieces(line: Located[str]) -> Iterator[Located[str]]:
    at = 0
    for match in BETWEEN.finditer(line.value):
        yield _part(line, at, match.start())
        at = match.end()
    yield _part(line, at, len(line.value))


def fields_in_table(table: Table, shape: StatusBlockShape, source: Source) -> Iterator[StatusField]:
    """Yield the rows of *table* as fields: a cell with the name, one with the value.

    The header is one too if it begins with the name of a field.
    """
    for row in (table.header, *table.rows):
        field = _field_of_row(row, shape, source)
        if field is not None and (row is not table.header or field.shape is not None):
            yield field


def _field_of_row(row: Row, shape: StatusBlockShape, source: Source) -> StatusField | None:
    if not row.cells:
        return None
    first, last = row.cells[0], row.cells[-1]
    words = source.slice(first.content)
    start, end = len(words) - len(words.lstrip(MARKUP)), len(words.rstrip(MARKUP + ":："))
    if start >= end:
        return None
    name = _part(Located(words, first.content), start, end)
    if len(row.cells) > 1:
        cell = Located(source.slice(row.cells[1].content), row.cells[1].content)
        value = _value(cell, 0)
    else:
        value = Located("", Span(first.content.end, first.content.end))
    return field_of(name, value, Span(first.content.start, last.content.end), shape)


def _field(
    line: Located[str], shape: StatusBlockShape, *, is_label: bool = False
) -> StatusField | None:
    """Return the field that *line* begins with; *is_label*: its first words can be nothing else."""
    lead = len(line.value) - len(line.value.lstrip(MARKUP))
    emoji = EMOJI.match(line.value, lead)
    match = FIELD.match(line.value, lead)
    if match is None and emoji is not None:
        rest = line.value[emoji.end() :]
        match = FIELD.match(line.value, emoji.end() + len(rest) - len(rest.lstrip(MARKUP)))
    if match is None:
        return None
    words = match[1].strip(MARKUP)
    name = _part(line, match.start(1), match.start(1) + len(words))
    field = field_of(name, _value(line, match.end()), line.at, shape)
    if field.meant is None and not is_label and not _is_label(words, line.value[match.end() :]):
        return None
    return field


def _value(line: Located[str], start: int) -> Located[str]:
    text = line.value[start:]
    comment = COMMENT.search(text)
    text = text[: comment.start()] if comment is not None else text
    value = text.strip()
    begin = start + len(text) - len(text.lstrip())
    for mark in ("**", "__", "`", "*", "_"):
        if len(value) > 2 * len(mark) and value.startswith(mark) and value.endswith(mark):
            value = value[len(mark) : -len(mark)]
            begin += len(mark)
            break
    if not value:
        behind = _part(line, start, start).at.end
        return Located("", Span(behind, behind))
    return _part(line, begin, begin + len(value))


def _part(line: Located[str], start: int, end: int) -> Located[str]:
    first = line.at.start + len(line.value[:start].encode())
    words = line.value[start:end]
    return Located(words, Span(first, first + len(words.encode())))


def _nearest(name: str, shape: StatusBlockShape) -> FieldShape | None:
    """Return the field of which *name* is a near miss."""
    from difflib import get_close_matches

    names = {known.casefold(): field for field in shape.fields for known in field.names}
    near = get_close_matches(" ".join(name.casefold().split()), list(names), n=1, cutoff=0.75)
    return names[near[0]] if near else None


def _is_label(name: str, rest: str) -> bool:
    """Whether *name* is a field of its own rather than the start of a wrapped sentence."""
    return name[0].isupper() and len(name.split()) <= 3 and (not rest or rest[0].isspace())


BLANK = pattern(r"<[^<>]*>|\{\{[^{}]*\}\}|\[[^\[\]]*\]|…|\.\.\.")
"""A value that is to be filled in."""


def is_blank(field: StatusField) -> bool:
    """Whether the value of *field* lists the choices, or is a blank."""
    shape, value = field.shape, field.value.value
    if shape is None or not shape.values:
        return False
    if BLANK.fullmatch(value) and shape.value_of(value) is None:
        return True
    choices = (part.strip(MARKUP) for part in re.split(r"[|/]", value))
    known = {shape.value_of(choice) for choice in choices} - {None}
    return len(known) > 1
