"""Status blocks that a tool generates into task lists: a line for each package with its lane."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.documents.work_state import GENERATED
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

END = b"<!-- status-model:end -->"
_LONGEST = 20_000
_LINE = pattern(
    rb"^[ \t]*[-*+][ \t]+\**(\w[\w.-]{0,30})\**[ \t]*:[ \t]*\**([\w-]{1,30})\**[ \t]*\r?$",
    re.MULTILINE,
)


class Entry(NamedTuple):
    """A line of a block."""

    name: Located[str]
    lane: Located[str]


class GeneratedStatus(NamedTuple):
    """A block between its two markers, examples in code left out."""

    start: Span
    """The marker that opens it."""
    end: Span
    entries: tuple[Entry, ...]


def generated_status_of(document: TaskList) -> Iterator[GeneratedStatus]:
    """Yield the blocks of *document*, in source order; one without an end is none."""
    data = document.source.data
    if GENERATED not in data:
        return
    starts = [at for html in document.html_blocks if (at := data.find(GENERATED, *html.span)) >= 0]
    for at, following in zip_longest(starts, starts[1:], fillvalue=len(data)):
        end = data.find(END, at, min(following, at + _LONGEST))
        if end >= 0:
            lines = _LINE.finditer(data, at, end)
            yield GeneratedStatus(
                Span(at, at + len(GENERATED)),
                Span(end, end + len(END)),
                tuple(Entry(_located(line, 1), _located(line, 2)) for line in lines),
            )


def generated_status_facts(document: TaskList) -> Iterator[Said]:
    """Yield each block at its opening marker, and then the bytes that its lines take up."""
    for number, block in enumerate(generated_status_of(document)):
        lanes: dict[str, str] = {}
        for entry in block.entries:
            lanes.setdefault(entry.name.value.upper(), entry.lane.value)
        yield Said("generated-status", str(number), block.start, {"lanes": lanes})
        text = document.source.data[block.start.start : block.end.end]
        newline = "\r\n" if b"\r\n" in text else "\n"
        yield Said(
            "generated-status-lines", str(number), _lines(document, block), {"newline": newline}
        )


def _lines(document: TaskList, block: GeneratedStatus) -> Span:
    """Return whole lines, without the last end of line: the entries, or none before the end."""
    source = document.source
    if not block.entries:
        return Span(block.end.start, block.end.start)
    first = source.line_span(source.line_at(block.entries[0].name.at.start))
    last = source.line_span(source.line_at(block.entries[-1].lane.at.end))
    return Span(first.start, last.end)


def _located(line: re.Match[bytes], group: int) -> Located[str]:
    return Located(line[group].decode("utf-8", "replace"), Span(*line.span(group)))
