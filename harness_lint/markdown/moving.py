"""Blocks that stand further on than before: what an edit in front of them makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from harness_lint.markdown.nodes import (
    Block,
    Box,
    Cell,
    CodeBlock,
    Heading,
    HtmlBlock,
    Inline,
    Item,
    ListBlock,
    MarkdownReader,
    Paragraph,
    Quote,
    Reader,
    Row,
    Rule,
    Table,
)
from harness_lint.markdown.prose import Piece
from harness_lint.source import Span, made

L = TypeVar("L", Paragraph, Cell)


class MovedReader(NamedTuple):
    """Reads a text that stands in *data*, *by* bytes further on than where *reader* knows it."""

    reader: MarkdownReader
    data: bytes
    by: int

    def inlines(self) -> tuple[Inline, ...]:
        """Return the inlines in source order."""
        return self.reader.moved(self.data, self.by).inlines()

    def pieces(self) -> tuple[Piece, ...] | None:
        """Return the pieces of the prose; None where it takes the inlines to know them."""
        return self.reader.moved(self.data, self.by).pieces()

    def strong_starts(self) -> tuple[int, ...] | None:
        """Return where strong text starts; None where it takes the inlines to know it."""
        return self.reader.strong_starts()


class Mover:
    """Makes blocks of one source into those of another, where they stand *by* bytes further on."""

    def __init__(self, data: bytes, by: int) -> None:
        """Move to *data*; *by* may be negative."""
        self._data = data
        self._by = by
        self._movers: dict[type, Callable[[Any], Any]] = {
            CodeBlock: self._code,
            Heading: self._heading,
            HtmlBlock: self._spanned,
            Item: self._item,
            ListBlock: self._list,
            Paragraph: self._leaf,
            Quote: self._quote,
            Rule: self._spanned,
            Table: self._table,
        }

    def moved(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return *blocks* where they stand now."""
        movers = self._movers
        return tuple([movers[type(block)](block) for block in blocks])

    def _span(self, at: Span) -> Span:
        start, end = at
        return made(Span, (start + self._by, end + self._by))

    def _spanned(self, block: Any) -> Any:  # noqa: ANN401  a rule or HTML: has one span alone
        return block._replace(span=self._span(block.span))

    def _leaf(self, leaf: L) -> L:
        by = self._by
        start, end = leaf.span
        content = span = made(Span, (start + by, end + by))
        if leaf.content is not leaf.span:
            start, end = leaf.content
            content = made(Span, (start + by, end + by))
        return type(leaf)(span, content, self._reader(leaf.reader))

    def _reader(self, reader: Reader) -> MovedReader:
        by = self._by
        if type(reader) is MovedReader:
            reader, _, before = reader
            by += before
        return made(MovedReader, (reader, self._data, by))

    def _heading(self, block: Heading) -> Heading:
        span, content = self._span(block.span), self._span(block.content)
        return Heading(span, content, self._reader(block.reader), block.level, block.is_setext)

    def _list(self, block: ListBlock) -> ListBlock:
        span, is_ordered, items = block
        moved = tuple([self._item(item) for item in items])
        return made(ListBlock, (self._span(span), is_ordered, moved))

    def _item(self, item: Item) -> Item:
        span, marker, number, box, children = item
        if box is not None:
            box = Box(self._span(box.span), box.mark)
        below = self.moved(children)
        return made(Item, (self._span(span), self._span(marker), number, box, below))

    def _quote(self, block: Quote) -> Quote:
        return Quote(self._span(block.span), self.moved(block.children))

    def _code(self, block: CodeBlock) -> CodeBlock:
        span, content, info, info_span, *others = block
        places = self._span(span), self._span(content), info, self._span(info_span)
        return made(CodeBlock, (*places, *others))

    def _table(self, block: Table) -> Table:
        rows = tuple([self._row(row) for row in block.rows])
        return Table(self._span(block.span), self._row(block.header), rows)

    def _row(self, row: Row) -> Row:
        return made(Row, (self._span(row.span), tuple([self._leaf(cell) for cell in row.cells])))
