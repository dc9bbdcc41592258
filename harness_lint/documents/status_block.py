"""Status blocks: the places in which a document states its own state, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.status_fields import (
    COMMENT,
    StatusField,
    bold_fields,
    fields_in_items,
    fields_in_lines,
    fields_in_table,
    is_blank,
    lines_of,
)
from harness_lint.markdown.nodes import Heading, ListBlock, Paragraph, Quote, Table
from harness_lint.markdown.outline import title_key
from harness_lint.packs.field_shapes import StatusBlockShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Source, Span

if TYPE_CHECKING:
    from harness_lint.markdown.nodes import Block
    from harness_lint.markdown.parser import Markdown


class StatusBlock(NamedTuple):
    """A status block at the top level of a document, outside fences, comments and inner quotes."""

    shape: StatusBlockShape
    lead: Span
    """The words that open it; the name of its first field if none do."""
    fields: tuple[StatusField, ...]

    def field(self, name: str) -> StatusField | None:
        """Return the first field that the pack calls *name*."""
        return next((f for f in self.fields if f.shape is not None and f.shape.name == name), None)

    @property
    def is_template(self) -> bool:
        """Whether it shows what a block looks like: a value lists the choices, or is a blank."""
        return any(map(is_blank, self.fields))


def status_blocks_of(
    markdown: Markdown, shapes: Iterable[StatusBlockShape]
) -> tuple[StatusBlock, ...]:
    """Return the status blocks of *shapes*, templates included, in source order."""
    shapes = tuple(shapes)
    quotes = tuple(shape for shape in shapes if _is_led_quote(shape))
    found = list(_led_quotes(markdown, quotes)) if quotes else []
    for shape in shapes:
        if shape.form == "front-matter":
            from harness_lint.documents.status_front_matter import front_matter_blocks

            found.extend(front_matter_blocks(markdown, shape))
        elif not _is_led_quote(shape):
            found.extend(_blocks(markdown, shape))
    return tuple(sorted(found, key=lambda block: block.lead))


ALERT = pattern(r"\[![A-Za-z]+\]")
"""``[!NOTE]``: the first line of an alert on GitHub."""


def _is_led_quote(shape: StatusBlockShape) -> bool:
    """Whether its first line tells it from other quotes."""
    return shape.form == "quote" and bool(shape.lead) and shape.place != "section"


def _led_quotes(markdown: Markdown, shapes: tuple[StatusBlockShape, ...]) -> Iterator[StatusBlock]:
    head = {id(block) for block in _head(markdown)}
    for block in markdown.root.children:
        if isinstance(block, Quote):
            wanted = tuple(s for s in shapes if s.place == "anywhere" or id(block) in head)
            yield from _blocks_in(block, wanted, markdown.source)


def _blocks_in(
    quote: Quote, shapes: tuple[StatusBlockShape, ...], source: Source
) -> Iterator[StatusBlock]:
    """Yield the blocks of one quote: each begins with a lead and ends before the next."""
    lines = list(lines_of(quote.children, source))
    starts = [(i, shape) for i, line in enumerate(lines) for shape in shapes if _leads(line, shape)]
    if not starts or any(not ALERT.fullmatch(line.value) for line in lines[: starts[0][0]]):
        return
    for number, (start, shape) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        fields = fields_in_lines(lines[start + 1 : end], shape)
        yield StatusBlock(shape, lines[start].at, without_others(fields, shape))


def _leads(line: Located[str], shape: StatusBlockShape) -> bool:
    words = title_key(COMMENT.sub("", line.value))
    return any(words == title_key(lead) for lead in shape.leads)


class _Region(NamedTuple):
    """Blocks among which one status block is looked for."""

    lead: Span | None
    """The words that announce it; None if nothing does."""
    blocks: Sequence[Block]
    is_next: bool
    """Whether it must be the very first of the blocks."""


def _blocks(markdown: Markdown, shape: StatusBlockShape) -> Iterator[StatusBlock]:
    for region in _regions(markdown, shape):
        fields = without_others(_fields(region, shape, markdown.source), shape)
        if any(field.shape is not None for field in fields):
            yield StatusBlock(shape, region.lead or fields[0].name.at, fields)


def _regions(markdown: Markdown, shape: StatusBlockShape) -> Iterator[_Region]:
    if shape.place == "section":
        for section in markdown.outline.find(shape.leads):
            yield _Region(section.heading.content, section.blocks, False)
        return
    blocks = _head(markdown) if shape.place == "top" else markdown.root.children
    if not shape.lead:
        yield _Region(None, blocks, False)
        return
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph | Heading) and _is_lead(block, shape, markdown.source):
            behind = takewhile(lambda one: not isinstance(one, Heading), blocks[number + 1 :])
            yield _Region(block.content, tuple(behind), isinstance(block, Paragraph))


def _is_lead(block: Paragraph | Heading, shape: StatusBlockShape, source: Source) -> bool:
    if block.content.end - block.content.start > LONGEST_LEAD:
        return False
    return _leads(Located(source.slice(block.content), block.content), shape)


LONGEST_LEAD = 400
"""In bytes: a longer paragraph is none, and is not looked into."""


def _head(markdown: Markdown) -> tuple[Block, ...]:
    """Return what stands above the first section below the title."""
    sections = markdown.outline.sections
    return markdown.outline.preamble + (sections[0].blocks if sections else ())


def _fields(
    region: _Region, shape: StatusBlockShape, source: Source
) -> Iterator[StatusField] | tuple[StatusField, ...]:
    """Return the fields of the first block of *region* that has the form of *shape*."""
    if shape.form == "fields":
        blocks = region.blocks
        if region.is_next:
            blocks = tuple(takewhile(lambda one: _has_bold(one, shape, source), blocks))
        return bold_fields(_lines(blocks, source), shape)
    for block in region.blocks[:1] if region.is_next else region.blocks:
        fields = _fields_of_form(block, shape, source)
        if fields and (region.is_next or _is_meant(fields)):
            return fields
    return ()


def _has_bold(block: Block, shape: StatusBlockShape, source: Source) -> bool:
    return next(bold_fields(_lines((block,), source), shape), None) is not None


def _lines(blocks: Iterable[Block], source: Source) -> Iterator[Located[str]]:
    """Yield the lines of *blocks*, those in quotes among them included."""
    for block in blocks:
        yield from lines_of(block.children if isinstance(block, Quote) else (block,), source)


def _fields_of_form(
    block: Block, shape: StatusBlockShape, source: Source
) -> tuple[StatusField, ...]:
    if shape.form == "table":
        if isinstance(block, Table) and _has_columns(block, shape):
            return tuple(fields_in_table(block, shape, source))
        return ()
    if shape.form == "list":
        return tuple(fields_in_items(block, shape, source)) if isinstance(block, ListBlock) else ()
    if not isinstance(block, Quote):
        return ()
    return tuple(fields_in_lines(lines_of(block.children, source), shape))


def _has_columns(table: Table, shape: StatusBlockShape) -> bool:
    titles = tuple(title_key(cell.prose.value) for cell in table.header.cells)
    return not shape.columns or titles == tuple(map(title_key, shape.columns))


def _is_meant(fields: Sequence[StatusField]) -> bool:
    """Whether at least half of *fields* have names of the block: other lists have fields too."""
    return sum(field.meant is not None for field in fields) * 2 >= len(fields)


def without_others(
    fields: Iterable[StatusField], shape: StatusBlockShape
) -> tuple[StatusField, ...]:
    """Return *fields*; where others may stand among them, without those that are no near miss."""
    found = tuple(fields)
    if not shape.allows_others:
        return found
    there = {field.shape.name for field in found if field.shape is not None}
    return tuple(
        field
        for field in found
        if field.shape is not None or (field.meant is not None and field.meant.name not in there)
    )
