"""The Markdown tree: blocks and inlines, each with its span in bytes of the source.

The tree holds what a linter needs, not what a renderer needs. Spans of blocks begin at their first
marker and end behind their last character: line ends and blank lines after a block are not part of
it. Both engines (`markdown/parser.py`) build this tree, and this tree alone is seen by the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeAlias

from harness_lint.markdown.prose import Piece, Prose
from harness_lint.source import Span, made


class Text(NamedTuple):
    """Plain words. *value* differs from the source only where an entity or an escape stands."""

    span: Span
    value: str


class CodeSpan(NamedTuple):
    """Code between backticks: *span* with them, *content* without them and without padding."""

    span: Span
    content: Span
    value: str


class Link(NamedTuple):
    """A link or an autolink. *target* is the address as written, entities and escapes resolved."""

    span: Span
    target: str
    title: str
    children: tuple[Inline, ...]
    is_autolink: bool = False


class Image(NamedTuple):
    """An image; its alternative text is in *children*."""

    span: Span
    target: str
    title: str
    children: tuple[Inline, ...]


class Emphasis(NamedTuple):
    """Emphasis (*strength* 1), strong emphasis (2), or struck-out text (0)."""

    span: Span
    strength: int
    children: tuple[Inline, ...]


class HtmlInline(NamedTuple):
    """A tag or a comment inside running text."""

    span: Span
    value: str


class Break(NamedTuple):
    """A line break inside a paragraph."""

    span: Span
    hard: bool


Inline: TypeAlias = Text | CodeSpan | Link | Image | Emphasis | HtmlInline | Break


class Reader(Protocol):
    """Reads what a leaf holds, when it is asked for."""

    def inlines(self) -> tuple[Inline, ...]:
        """Return the inlines in source order."""
        ...

    def pieces(self) -> tuple[Piece, ...] | None:
        """Return the pieces of the leaf's prose; None where it takes the inlines to know them."""
        ...

    def strong_starts(self) -> tuple[int, ...] | None:
        """Return what `strong_starts_of` makes of the inlines; None where it takes them."""
        ...

    @property
    def data(self) -> bytes | None:
        """The source, if it is at hand."""
        ...


class MarkdownReader(Reader, Protocol):
    """Reads what a leaf of Markdown holds."""

    def moved(self, data: bytes, by: int) -> MarkdownReader:
        """Return what reads the same text where it stands in *data*, *by* bytes further on."""
        ...


class LateReader(NamedTuple):
    """Inlines that a function reads from the part *at* of the source."""

    read: Callable[[bytes, Span], tuple[Inline, ...]]
    data: bytes
    at: Span

    def inlines(self) -> tuple[Inline, ...]:
        """Read them."""
        return self.read(self.data, self.at)

    def moved(self, data: bytes, by: int) -> LateReader:
        """Return what reads the same text where it stands in *data*, *by* bytes further on."""
        return LateReader(self.read, data, Span(self.at.start + by, self.at.end + by))

    def pieces(self) -> None:
        """Return None: only the inlines tell."""

    def strong_starts(self) -> None:
        """Return None: only the inlines tell."""


class Leaf:
    """A block that holds inlines. They are read when first asked for: most text never is."""

    __slots__ = ("_inlines", "_prose", "content", "reader", "span")

    def __init__(self, span: Span, content: Span, reader: Reader) -> None:
        self.span = span
        self.content = content
        """From the first to the last character of the text, without the block's own markers."""
        self.reader = reader
        """Reads the text."""
        self._inlines: tuple[Inline, ...] | None = None
        self._prose: Prose | None = None

    def may_hold(self, words: bytes) -> bool:
        """Whether *words* may stand in the source of the text: a quick test for what needs them."""
        data = self.reader.data
        return data is None or data.find(words, *self.content) >= 0

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """The inlines in source order."""
        if self._inlines is None:
            self._inlines = self.reader.inlines()
        return self._inlines

    @property
    def prose(self) -> Prose:
        """The text as a reader sees it, each character tied to its place in the source."""
        if self._prose is None:
            pieces = self.reader.pieces() if self._inlines is None else None
            self._prose = Prose(pieces) if pieces is not None else prose_of(self.inlines)
        return self._prose

    @property
    def strong_starts(self) -> tuple[int, ...]:
        """Where in the prose strong text begins that stands in no link or other emphasis."""
        known = self.reader.strong_starts() if self._inlines is None else None
        return known if known is not None else strong_starts_of(self.inlines)


class Paragraph(Leaf):
    """A paragraph, or the text of an item in a tight list."""

    __slots__ = ()


class Heading(Leaf):
    """An ATX or setext heading of *level* 1 to 6."""

    __slots__ = ("is_setext", "level")

    def __init__(
        self, span: Span, content: Span, reader: Reader, level: int, is_setext: bool
    ) -> None:
        super().__init__(span, content, reader)
        self.level = level
        self.is_setext = is_setext


class Cell(Leaf):
    """One cell as the source has it. A missing cell is absent; a surplus one is there."""

    __slots__ = ()


class Row(NamedTuple):
    """A row of a table: its cells in order, read from the source."""

    span: Span
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """A table of GitHub's Markdown (GFM 4.10). The delimiter row is not among *rows*."""

    span: Span
    header: Row
    rows: tuple[Row, ...]


class Box(NamedTuple):
    """A box at the start of an item: ``[ ]``, ``[x]``, ``[~]`` … *mark* is what stands inside."""

    span: Span
    mark: str

    @property
    def is_done(self) -> bool:
        """Whether the box is ticked with ``x`` or ``X``."""
        return self.mark in ("x", "X")


class Item(NamedTuple):
    """An item of a list."""

    span: Span
    marker: Span
    """The bullet, or the number with its delimiter."""
    number: int | None
    """The number as written, for an ordered list."""
    box: Box | None
    """A one-character box (``[ ]``, ``[x]``, ``[X]``, ``[~]``, ``[-]``) followed by white space,
    ``*`` or the end of the text, at the start of the item's first paragraph. Other letters are
    legends, not boxes."""
    children: tuple[Block, ...]

    @property
    def paragraph(self) -> Paragraph | None:
        """The item's first paragraph, if it begins with one. A box is part of its text."""
        first = self.children[0] if self.children else None
        return first if isinstance(first, Paragraph) else None


class ListBlock(NamedTuple):
    """A list."""

    span: Span
    is_ordered: bool
    items: tuple[Item, ...]


class Quote(NamedTuple):
    """A block quote."""

    span: Span
    children: tuple[Block, ...]


class CodeBlock(NamedTuple):
    """Fenced or indented code."""

    span: Span
    content: Span
    """The lines between the fences, with the container's prefixes still in them. Empty if none."""
    info: str
    """The whole info string, trimmed; empty for indented code."""
    info_span: Span
    fence: str
    """The opening fence (``` or ~~~, three or more); empty for indented code."""
    is_closed: bool
    """False for a fence that runs to the end of its container without a closing fence."""
    value: str
    """The code, container prefixes removed, line ends as in the source."""

    @property
    def language(self) -> str:
        """The first word of the info string, lower case."""
        return self.info.split(None, 1)[0].lower().strip("{}.") if self.info else ""


class HtmlBlock(NamedTuple):
    """A block of HTML or a comment. *is_comment*: it begins with ``<!--``."""

    span: Span
    value: str

    @property
    def is_comment(self) -> bool:
        """Whether the block begins with a comment."""
        return self.value.startswith("<!--")


class Rule(NamedTuple):
    """A thematic break."""

    span: Span


Block: TypeAlias = Heading | Paragraph | ListBlock | Table | CodeBlock | HtmlBlock | Quote | Rule


class Visit(NamedTuple):
    """A block met in `Root.walk`, with what it stands in."""

    block: Block | Item
    parents: tuple[Block | Item, ...]
    """From the outermost to the innermost; empty for a block of the document itself."""
    is_quoted: bool
    """Whether it stands in a block quote."""


class Root:
    """A parsed document without its front matter: *children* begin behind it."""

    __slots__ = ("_visits", "children", "truncated_at")

    def __init__(self, children: tuple[Block, ...], truncated_at: int | None = None) -> None:
        self.children = children
        self.truncated_at = truncated_at
        """Offset at which nesting was cut off for being too deep; None if nothing was."""
        self._visits: tuple[Visit, ...] | None = None

    def walk(self) -> tuple[Visit, ...]:
        """Return every block and item in source order, computed once."""
        if self._visits is None:
            self._visits = tuple(_visits(self.children))
        return self._visits


_CONTAINERS = (ListBlock, Item, Quote)


def _visits(blocks: Iterable[Block]) -> list[Visit]:
    # An explicit stack: quotes and lists may be nested a thousand deep.
    found: list[Visit] = []
    stack: list[_Level] = [(iter(blocks), (), False)]
    while stack:
        siblings, parents, is_quoted = stack[-1]
        for block in siblings:
            found.append(made(Visit, (block, parents, is_quoted)))
            if isinstance(block, _CONTAINERS):
                below = block.items if isinstance(block, ListBlock) else block.children
                is_inside = is_quoted or isinstance(block, Quote)
                stack.append((iter(below), (*parents, block), is_inside))
                break
        else:
            stack.pop()
    return found


_Level: TypeAlias = tuple[Iterator[Block | Item], tuple[Block | Item, ...], bool]
"""The blocks beside each other that are still to come, what they stand in, whether it is quoted."""


def prose_of(inlines: tuple[Inline, ...]) -> Prose:
    r"""Return the prose of *inlines*: words and code as read, breaks as ``\\n``, HTML left out."""
    pieces: list[Piece] = []
    stack = list(reversed(inlines))
    while stack:
        inline = stack.pop()
        match inline:
            case Text(span, value):
                pieces.append((value, span, False))
            case CodeSpan(_, content, value):
                pieces.append((value, content, True))
            case Break(span, _):
                pieces.append(("\n", span, False))
            case HtmlInline():
                continue
            case Link() | Image() | Emphasis():
                stack.extend(reversed(inline.children))
    return Prose(tuple(pieces))


def strong_starts_of(inlines: tuple[Inline, ...]) -> tuple[int, ...]:
    """Return where in the prose of *inlines* each strong one begins that is one of them itself."""
    starts, at = [], 0
    for inline in inlines:
        if isinstance(inline, Emphasis) and inline.strength == 2:
            starts.append(at)
        at += len(prose_of((inline,)).value)
    return tuple(starts)
