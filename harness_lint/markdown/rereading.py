"""A text that is edited again and again: what an edit cannot have touched is not read anew.

A heading of the document itself ends whatever is open before it, and what follows begins afresh
(CommonMark 0.31.2, 4.2 and 5). So an edit changes nothing before the heading above it; and once
a heading below it is read as the same heading again, nothing behind that one either. Definitions of
links alone (4.7) reach over all of a text: texts that may hold some are read whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple, TypeGuard

from harness_lint.markdown.front_matter import cut_front_matter
from harness_lint.markdown.moving import Mover
from harness_lint.markdown.nodes import Block, Heading, Root
from harness_lint.markdown.parser import Engine, Markdown, engine_named
from harness_lint.markdown.scan import next_line
from harness_lint.pattern import pattern
from harness_lint.shift import Shift, shift_between
from harness_lint.source import Source

MOST_PARTS = 60
"""So many versions in a row are read in parts: each part keeps the bytes that it was read from."""

_MAY_DEFINE = pattern(rb"(?m)^(?:[ \t>*+-]|\d+[.)])*\[[^\n]*?\]:|^(?:[^\[\n\\]|\\.)*\]:")
"""A line that may define where links lead to, or end a definition's name."""


class Reading(NamedTuple):
    """A version of a text, and what was read of it."""

    data: bytes
    body: int
    """Offset of the first byte behind the front matter."""
    root: Root
    parts: int = 0
    """How many versions in a row were read in parts, this one included."""


class Rereader:
    """Reads texts, by path; each the quicker for what is left of its last version."""

    def __init__(self, engine: str = "") -> None:
        """Read with *engine*.

        Raises: ConfigError as `parse` does.
        """
        self._engine = engine_named(engine)
        self._readings: dict[str, Reading] = {}

    def __call__(self, source: Source) -> Markdown:
        """Return what `parse` makes of *source*."""
        cut = cut_front_matter(source)
        before = self._readings.get(source.path)
        reading = None if before is None else reread(before, source.data, cut.body, self._engine)
        if reading is None:
            root = self._engine(source.data, cut.body, len(source.data))
            reading = Reading(source.data, cut.body, root)
        self._readings[source.path] = reading
        return Markdown(source, cut.front_matter, reading.root)

    def forget(self, path: str) -> None:
        """Keep nothing of the text at *path*."""
        self._readings.pop(path, None)


def reread(before: Reading, data: bytes, body: int, engine: Engine) -> Reading | None:
    """Return what *engine* would read in *data*, whose front matter ends at *body*.

    None if it has to read all of it.
    """
    if before.parts == MOST_PARTS or before.root.truncated_at is not None:
        return None
    if _may_define(before.data) or _may_define(data):
        return None
    shift = shift_between(before.data, data)
    old = before.root.children
    first = _last_before(shift, before) if body == before.body else None
    start = body if first is None else old[first].span.start
    last = _first_behind(shift, before, start)
    behind: tuple[Block, ...] = ()
    end = len(data)
    if last is not None:
        end = next_line(data, old[last].span.start + shift.by, end)
    read = engine(data, start, end)
    if last is not None and _ends_with(read, old[last], shift.by):
        behind = Mover(data, shift.by).moved(old[last + 1 :]) if shift.by else old[last + 1 :]
    elif last is not None:
        read = engine(data, start, len(data))
    if read.truncated_at is not None:
        return None
    root = Root((*old[: first or 0], *read.children, *behind))
    return Reading(data, body, root, before.parts + 1)


def _may_define(data: bytes) -> bool:
    """Whether *data* may define where links lead to."""
    return b"]:" in data and _MAY_DEFINE.search(data) is not None


def _last_before(shift: Shift, before: Reading) -> int | None:
    """Return the number of the last heading whose mark stands wholly before what was edited."""
    blocks = before.root.children
    number = bisect_right(blocks, shift.start, key=_start)
    while number:
        number -= 1
        block = blocks[number]
        if _is_plain(block, before.data) and block.span.start + block.level < shift.start:
            return number
    return None


def _first_behind(shift: Shift, before: Reading, start: int) -> int | None:
    """Return the number of the first heading behind what was edited and behind *start*."""
    blocks = before.root.children
    for number in range(bisect_left(blocks, shift.end, key=_start), len(blocks)):
        block = blocks[number]
        if _is_plain(block, before.data) and block.span.start + shift.by > start:
            return number
    return None


def _is_plain(block: Block, data: bytes) -> TypeGuard[Heading]:
    """Whether *block* is a heading that begins with number signs, and its line with them."""
    if not isinstance(block, Heading) or block.is_setext:
        return False
    return data[block.span.start - 1 : block.span.start] in (b"\n", b"\r")


def _ends_with(read: Root, heading: Block, by: int) -> bool:
    """Whether *heading*, moved *by* bytes, is the last block of *read*."""
    last = read.children[-1] if read.children else None
    return (
        isinstance(last, Heading)
        and isinstance(heading, Heading)
        and (last.span.start, last.level) == (heading.span.start + by, heading.level)
    )


def _start(block: Block) -> int:
    return block.span.start
