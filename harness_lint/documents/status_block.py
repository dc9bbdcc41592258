"""Status blocks: quotes in which a document states its own state, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.markdown.nodes import Heading, ListBlock, Paragraph, Quote
from harness_lint.markdown.outline import title_key
from harness_lint.packs.shape import FieldShape, StatusBlockShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Source, Span

if TYPE_CHECKING:
    from harness_lint.markdown.nodes import Block
    from harness_lint.markdown.parser import Markdown


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
    """Whether the field ends on the line on which it begins."""

    @property
    def key(self) -> str:
        """The name that the pack has for the field, else the name as written."""
        return self.shape.name if self.shape is not None else self.name.value


class StatusBlock(NamedTuple):
    """A status block at the top level of a document, outside fences, comments and inner quotes."""

    shape: StatusBlockShape
    lead: Span
    """The words that open it."""
    fields: tuple[StatusField, ...]

    def field(self, name: str) -> StatusField | None:
        """Return the first field that the pack calls *name*."""
        return next((f for f in self.fields if f.shape is not None and f.shape.name == name), None)

    @property
    def is_template(self) -> bool:
        """Whether it shows what a block looks like: a value lists the choices, or is a blank."""
        return any(
            field.shape is not None and bool(field.shape.values) and _is_blank(field)
            for field in self.fields
        )


def status_blocks_of(
    markdown: Markdown, shapes: Iterable[StatusBlockShape]
) -> Iterator[StatusBlock]:
    """Yield the status blocks of *shapes*, templates included, in source order."""
    shapes = tuple(shapes)
    for block in markdown.root.children:
        if isinstance(block, Quote):
            yield from _blocks_in(block, shapes, markdown.source)


def said_status(block: StatusBlock) -> Said:
    """Return the fact of *block*; its values are keyed by the names that the pack has."""
    values: dict[str, str] = {}
    for field in block.fields:
        if field.shape is not None:
            values.setdefault(field.shape.name, field.value.value)
    said = {"lead": block.shape.lead, "template": block.is_template, "values": values}
    return Said("status-block", block.shape.name, block.lead, said)


def _blocks_in(
    quote: Quote, shapes: tuple[StatusBlockShape, ...], source: Source
) -> Iterator[StatusBlock]:
    """Yield the blocks of one quote: each begins with a lead and ends before the next."""
    lines = list(_lines(quote, source))
    starts = [(i, shape) for i, line in enumerate(lines) for shape in shapes if _leads(line, shape)]
    if not starts or any(not ALERT.fullmatch(line.value) for line in lines[: starts[0][0]]):
        return
    for number, (start, shape) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        yield StatusBlock(shape, lines[start].at, tuple(_fields(lines[start + 1 : end], shape)))


ALERT = pattern(r"\[![A-Za-z]+\]")
"""``[!NOTE]``: the first line of an alert on GitHub."""

PREFIX = pattern(r"[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)?(?:\[[ xX]\][ \t]+)?")
"""Markers of quotes, lists and headings in front of a line's words."""

COMMENT = pattern(r"[ \t]*<!--[^\n]*?-->")

FIELD = pattern(r"([^\W\d_][^:：|<>()\[\]*`_]{0,48}?)[*_`]{0,3}[ \t]*[:：](?![/:])[*_`]{0,3}")
"""A name and its colon at the start of a line, markup around them allowed."""

MARKUP = "*_` \t"


def _lines(quote: Quote, source: Source) -> Iterator[Located[str]]:
    """Yield the lines of running text in *quote*, without the markers in front of them."""
    for leaf in _text_blocks(quote.children):
        first, last = source.line_at(leaf.span.start), source.line_at(leaf.span.end)
        for number in range(first, last + 1):
            line = _line(source, number)
            if line.value:
                yield line


def _text_blocks(blocks: tuple[Block, ...]) -> Iterator[Paragraph | Heading]:
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


def _leads(line: Located[str], shape: StatusBlockShape) -> bool:
    return title_key(COMMENT.sub("", line.value)) == title_key(shape.lead)


class _Draft(NamedTuple):
    """A field while its lines are read."""

    name: Located[str]
    value: Located[str]
    shape: FieldShape | None
    meant: FieldShape | None
    line: Span
    lines: int = 1

    def finished(self) -> StatusField:
        return StatusField(
            self.name, self.value, self.shape, self.meant, self.line, self.lines == 1
        )


def _fields(lines: list[Located[str]], shape: StatusBlockShape) -> Iterator[StatusField]:
    draft: _Draft | None = None
    for line in lines:
        found = _field(line, shape)
        if found is not None:
            if draft is not None:
                yield draft.finished()
            draft = found
        elif draft is not None:  # a wrapped value goes on
            words = f"{draft.value.value} {COMMENT.sub('', line.value)}".strip()
            value = Located(words, Span(draft.value.at.start, line.at.end))
            draft = draft._replace(value=value, lines=draft.lines + 1)
    if draft is not None:
        yield draft.finished()


def _field(line: Located[str], shape: StatusBlockShape) -> _Draft | None:
    lead = len(line.value) - len(line.value.lstrip(MARKUP))
    match = FIELD.match(line.value, lead)
    if match is None:
        return None
    name = match[1].strip(MARKUP)
    known = _known(name, shape)
    meant = known or _nearest(name, shape)
    if meant is None and not _is_label(name, line.value[match.end() :]):
        return None
    return _Draft(
        _part(line, match.start(1), match.start(1) + len(name)),
        _value(line, match.end()),
        known,
        meant,
        line.at,
    )


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


def _known(name: str, shape: StatusBlockShape) -> FieldShape | None:
    key = title_key(name)
    for field in shape.fields:
        if any(title_key(known) == key for known in field.names):
            return field
    return None


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


def _is_blank(field: StatusField) -> bool:
    if BLANK.fullmatch(field.value.value):
        return True
    choices = {part.strip(MARKUP) for part in re.split(r"[|/]", field.value.value)}
    values = set(field.shape.values) if field.shape is not None else set()
    return len(choices & values) > 1
