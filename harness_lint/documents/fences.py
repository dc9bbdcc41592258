"""Code fences as their authors mean them, where that is not what CommonMark reads."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.pattern import pattern
from harness_lint.source import Span

FENCE = pattern(
    rb"^(?P<indent>[ \t>]*)(?P<fence>`{3,}(?!`)|~{3,}(?!~))(?P<info>[^\r\n`]*)\r?$", re.MULTILINE
)
"""A line that opens or closes a code fence. Source: CommonMark 0.31.2, 4.5."""

DEEPEST_CLOSING = 3
"""How many more blanks than its opening a closing fence may have."""


class Fence(NamedTuple):
    """A line of backticks or tildes."""

    at: Span
    indent: int
    sign: str
    info: str

    @property
    def words(self) -> str:
        """The fence with the language behind it."""
        return self.sign + (self.info.split()[0] if self.info else "")

    @property
    def language(self) -> str:
        """The first word behind the fence, lower case."""
        return self.info.split()[0].lower() if self.info else ""

    def may_close(self, opening: Fence) -> bool:
        """Whether this line closes *opening*, by CommonMark."""
        return (
            not self.info
            and self.sign.startswith(opening.sign)
            and self.indent <= opening.indent + DEEPEST_CLOSING
        )

    def opens_inside(self, outer: Fence) -> bool:
        """Whether this line opens a fence whose end closes *outer*, by CommonMark."""
        return (
            bool(self.info)
            and self.sign.startswith(outer.sign)
            and self.indent <= outer.indent + DEEPEST_CLOSING
        )


class Nest(NamedTuple):
    """A fence around other fences, as its author means it."""

    outer: Fence
    inner: Fence
    """The fence inside whose end closes *outer*."""
    end: Fence | None
    """The line that was to close *outer*; None if there is none."""
    longest: int
    """Length of the longest fence inside."""
    is_clear: bool = False
    """Whether *end* is certain: no line without a language follows that could be it as well."""


class FenceReading(NamedTuple):
    """The fences around others, and the lines that were meant to close a fence."""

    nests: tuple[Nest, ...] = ()
    closing: frozenset[int] = frozenset()
    """Offsets of the lines behind the first nest that close what is open, as authors mean it."""


NOTHING = FenceReading()


def fence_reading(document: Document) -> FenceReading:
    """Return how the author of *document* means its fences; `NOTHING` if that is what is read."""
    blocks = [block for block in document.code_blocks if block.fence]
    suspects = [block for block in blocks if _has_fence(_code(document, block))]
    if not suspects or _is_cut_off(document, blocks, suspects[0]):
        return NOTHING
    first = suspects[0].span.start
    fences = tuple(_fences(document.source.data))
    pairing = _paired([fence for fence in fences if fence.at.start >= first])
    if pairing.is_whole:
        return FenceReading(tuple(pairing.nests), frozenset(pairing.closing))
    swallowed = _swallowed(fences, suspects)
    return FenceReading((swallowed,), frozenset(pairing.closing)) if swallowed else NOTHING


def _is_cut_off(document: Document, blocks: Sequence[CodeBlock], suspect: CodeBlock) -> bool:
    """Whether a fence before *suspect* ends with its list item: then HL003 names the cause."""
    end = len(document.source.data.rstrip())
    return any(
        not block.is_closed and block.span.end < end and block.span.start < suspect.span.start
        for block in blocks
    )


def _has_fence(code: bytes) -> bool:
    return (b"```" in code or b"~~~" in code) and FENCE.search(code) is not None


def _code(document: Document, block: CodeBlock) -> bytes:
    return document.source.data[block.content.start : block.content.end]


def _fences(data: bytes) -> Iterator[Fence]:
    for match in FENCE.finditer(data):
        yield Fence(
            Span(*match.span("fence")),
            len(match["indent"].expandtabs(4)),
            match["fence"].decode(),
            match["info"].decode().strip(),
        )


class _Pairing:
    """Fences paired as authors mean them.

    A fence with an info string opens, one without closes what is open. That is not CommonMark,
    where an inner fence is text and its end closes the outer one.
    """

    def __init__(self) -> None:
        self.nests: list[Nest] = []
        self.closing: list[int] = []
        self.stack: list[Fence] = []
        self.inside: list[Fence] = []
        self.unclosed: Fence | None = None
        """A shorter fence that opened in the one that is open, and has not been closed yet."""

    @property
    def is_whole(self) -> bool:
        """Whether every fence that was opened is closed."""
        return not self.stack

    def read(self, fence: Fence, following: Fence | None) -> None:
        """Take the next line; *following* is the one behind it."""
        if self.stack and not fence.sign.startswith(self.stack[-1].sign):
            if self.stack[-1].sign.startswith(fence.sign):
                self.unclosed = fence if fence.info else None
            return
        if fence.info or not self.stack:
            self._open(fence)
            return
        self.closing.append(fence.at.start)
        opening = self.stack.pop()
        if self.stack:
            self.inside.append(fence)
        elif self.inside:
            self._end(opening, fence, is_clear=following is None or bool(following.info))
        elif self.unclosed and not opening.info:
            longest = max(len(opening.sign), len(fence.sign))
            self.nests.append(Nest(opening, self.unclosed, None, longest))

    def _open(self, fence: Fence) -> None:
        if self.stack:
            self.inside.append(fence)
        self.stack.append(fence)
        self.unclosed = None

    def _end(self, outer: Fence, end: Fence, *, is_clear: bool) -> None:
        inner = _ending(outer, self.inside)
        if inner is not None:
            longest = max(len(fence.sign) for fence in self.inside)
            self.nests.append(Nest(outer, inner, end, longest, is_clear))
        self.inside = []


def _paired(fences: Sequence[Fence]) -> _Pairing:
    pairing = _Pairing()
    for number, fence in enumerate(fences, 1):
        pairing.read(fence, fences[number] if number < len(fences) else None)
    return pairing


def _ending(outer: Fence, inside: Sequence[Fence]) -> Fence | None:
    """Return the fence of *inside* whose end closes *outer*; None if none does."""
    opening = inside[0]
    for fence in inside:
        if fence.info:
            opening = fence
        elif fence.may_close(outer):
            return opening
    return None


def _swallowed(fences: Sequence[Fence], suspects: Sequence[CodeBlock]) -> Nest | None:
    """Return the first fence that swallows the opening of another; what follows is its echo."""
    starts = [fence.at.start for fence in fences]
    for block in suspects:
        number = bisect_left(starts, block.span.start)
        if number == len(starts) or starts[number] != block.span.start:
            continue
        outer, end = fences[number], bisect_left(starts, block.content.end)
        for inner in fences[number + 1 : end]:
            if inner.opens_inside(outer):
                return Nest(outer, inner, None, len(inner.sign))
    return None
