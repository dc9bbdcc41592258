"""HL011 nested-fence. Its page and its tests are in `nested_fence.md`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.pattern import pattern
from harness_lint.source import Span

FENCE = pattern(
    rb"^(?P<indent>[ \t>]*)(?P<fence>`{3,}(?!`)|~{3,}(?!~))(?P<info>[^\r\n`]*)\r?$", re.MULTILINE
)
"""A line that opens or closes a code fence. Source: CommonMark 0.31.2, 4.5."""

DEEPEST_CLOSING = 3
"""How many more blanks than its opening a closing fence may have."""


MARKDOWN = frozenset({"markdown", "md", "mdx"})
"""Languages of fences that hold other fences."""

FAR = 50
"""How many fences back the one is looked for that put the others out of step."""


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

    def may_close(self, opening: Fence) -> bool:
        """Whether this line closes *opening*, by CommonMark."""
        return (
            not self.info
            and self.sign.startswith(opening.sign)
            and self.indent <= opening.indent + DEEPEST_CLOSING
        )


class Nest(NamedTuple):
    """A fence around other fences, as its author means it."""

    outer: Fence
    inner: Fence
    end: Fence
    longest: int
    """Length of the longest fence inside."""


@check("HL011", "nested-fence", subject=Document, since="0.1")
def nested_fence(document: Document) -> Iterator[Violation]:
    """A code fence ends early, at the end of a fence that stands inside it."""
    blocks = [block for block in document.code_blocks if block.fence]
    suspects = [block for block in blocks if FENCE.search(_code(document, block))]
    if not suspects or _is_cut_off(document, blocks, suspects[0]):
        return
    first = suspects[0].span.start
    nests = _nests([fence for fence in _fences(document) if fence.at.start >= first])
    if nests is None:
        yield from _swallowed(document, suspects)
        return
    named: set[Span] = set()
    is_certain = all(nest.outer.info for nest in nests)
    for nest in nests:
        cause = _cause(nest.outer, blocks)
        if cause is None:
            related = (Related(nest.inner.at, "this fence opens inside"),)
            fix = _longer(nest) if is_certain else None
            yield Violation(nest.outer.at, _words(nest.outer, nest.inner), related, fix)
        elif cause not in named:
            named.add(cause)
            yield _out_of_step(cause, nest)


def _is_cut_off(document: Document, blocks: Sequence[CodeBlock], suspect: CodeBlock) -> bool:
    """Whether a fence before *suspect* ends with its list item: then HL003 names the cause."""
    end = len(document.source.data.rstrip())
    return any(
        not block.is_closed and block.span.end < end and block.span.start < suspect.span.start
        for block in blocks
    )


def _cause(outer: Fence, blocks: Sequence[CodeBlock]) -> Span | None:
    """Return the Markdown fence that put *outer*, which has no language, out of step, if any."""
    if outer.info:
        return None
    end = bisect_left(blocks, outer.at.start, key=lambda block: block.span.start)
    before = reversed(blocks[max(0, end - FAR) : end])
    block = next((block for block in before if block.info), None)
    if block is None or block.language not in MARKDOWN:
        return None
    return Span(block.span.start, block.span.start + len(block.fence))


def _out_of_step(cause: Span, nest: Nest) -> Violation:
    sign = nest.outer.sign
    return Violation(
        cause,
        f"a {sign} inside this fence ends it early, and the fences behind it are out of step; "
        f"open and close this one with {sign}{sign[0]}",
        (
            Related(nest.outer.at, "this line is read as an opening fence"),
            Related(nest.inner.at, "and this one as code"),
        ),
    )


def _words(outer: Fence, inner: Fence) -> str:
    longer = outer.sign + outer.sign[0]
    return (
        f"{inner.words} opens inside this fence, and its end closes both; close this fence "
        f"before it, or, if it belongs inside, open and close this one with {longer}"
    )


def _code(document: Document, block: CodeBlock) -> bytes:
    return document.source.data[block.content.start : block.content.end]


def _fences(document: Document) -> Iterator[Fence]:
    for match in FENCE.finditer(document.source.data):
        yield Fence(
            Span(*match.span("fence")),
            len(match["indent"].expandtabs(4)),
            match["fence"].decode(),
            match["info"].decode().strip(),
        )


def _nests(fences: Sequence[Fence]) -> list[Nest] | None:
    """Return the nests if the fences pair up as authors mean them; None if they do not.

    A fence with an info string opens, one without closes what is open. That is not CommonMark,
    where an inner fence is text and its end closes the outer one.
    """
    stack: list[Fence] = []
    nests: list[Nest] = []
    inside: list[Fence] = []
    for fence in fences:
        if stack and not fence.sign.startswith(stack[-1].sign):
            continue
        if fence.info or not stack:
            if stack:
                inside.append(fence)
            stack.append(fence)
            continue
        opening = stack.pop()
        if stack:
            inside.append(fence)
        elif inside:
            if _ends_early(opening, inside):
                longest = max(len(one.sign) for one in inside)
                nests.append(Nest(opening, inside[0], fence, longest))
            inside = []
    return None if stack else nests


def _ends_early(outer: Fence, inside: Sequence[Fence]) -> bool:
    return any(fence.may_close(outer) for fence in inside)


def _longer(nest: Nest) -> Fix:
    sign = nest.outer.sign[0] * (nest.longest + 1)
    edits = (Edit(nest.outer.at, sign), Edit(nest.end.at, sign))
    return Fix("Make the outer fence longer than those inside", edits, Applicability.UNSAFE)


def _swallowed(document: Document, suspects: Sequence[CodeBlock]) -> Iterator[Violation]:
    """Yield the first fence that swallows the opening of another; what follows is its echo."""
    fences = list(_fences(document))
    starts = [fence.at.start for fence in fences]
    for block in suspects:
        number = bisect_left(starts, block.span.start)
        if number == len(starts) or starts[number] != block.span.start:
            continue
        outer, end = fences[number], bisect_left(starts, block.content.end)
        for inner in fences[number + 1 : end]:
            if _opens_inside(inner, outer):
                related = (Related(inner.at, "this fence opens inside"),)
                yield Violation(outer.at, _words(outer, inner), related)
                return


def _opens_inside(inner: Fence, outer: Fence) -> bool:
    return (
        bool(inner.info)
        and inner.sign.startswith(outer.sign)
        and inner.indent <= outer.indent + DEEPEST_CLOSING
    )
