"""The start of a task's text, taken apart: box, ID, markers, title."""

from __future__ import annotations

import re
from typing import NamedTuple

from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task_marks import marks_of
from harness_lint.markdown.prose import Prose
from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.pattern import pattern
from harness_lint.source import Located

_SKIP = pattern(r"(?i)skip(?:ped)?[ \t]*[:\-–—][ \t]*")
_MARKER = pattern(r"[ \t]*(?:\[([^\[\]\n]{1,16})\]|\(P\))[ \t]*")
_LAST_MARKERS = pattern(r"(?:\[[^\[\]\n]{1,16}\][ \t]*)+$")
_GLUE = pattern(r"[ \t]*[.:：)—–-]*[ \t]*")
_LISTS_ON = pattern(r"[*`]*[ \t]*(?:[,/&+]|and)[ \t]*[*`]*")
"""Between two IDs of one line: it lists tasks again, ``T028, T029: the first tools``."""

_BRACKETED = (r"\[", r"\(P\)")
"""How the pattern of a marker begins that every family's tasks may carry."""

_LONGEST_MARKER = 32


class TaskGrammar:
    """The grammar of a family's tasks, ready to read."""

    def __init__(self, shape: TaskShape) -> None:
        self.shape = shape
        self.marks = marks_of(shape.marks)
        self.own_markers: tuple[Pattern, ...] = tuple(
            compile_pattern(text)
            for text in (shape.parallel, shape.story)
            if text and not text.startswith(_BRACKETED)
        )
        """Patterns of markers that stand in no brackets: ``∥``, ``【并行】``."""

    def marker_at(self, text: str, at: int) -> int:
        """Return where a marker of the pack's own that begins at *at* ends; *at* if none does."""
        words = text[at : at + _LONGEST_MARKER]
        lead = len(words) - len(words.lstrip(" \t"))
        for grammar in self.own_markers:
            match = grammar.match(words[lead:])
            if match is not None and match.end():
                rest = words[lead + match.end() :]
                return at + len(words) - len(rest.lstrip(" \t"))
        return at


class Head(NamedTuple):
    """The start of a task's text, taken apart."""

    id: Located[str] | None
    state: str
    """See `Marked.state`."""
    parallel: Located[str] | None
    story: Located[str] | None
    title: Located[str]
    is_skipped: bool

    @property
    def done(self) -> bool | None:
        """Whether its box is ticked; None if it has none."""
        return self.state == "done" if self.state else None


def read_head(prose: Prose, grammar: TaskGrammar) -> Head | None:
    """Return the head of a task whose text is *prose*; None if it is empty.

    ``id`` is None where the text does not begin with an ID, and where it begins with a range: a
    range lists tasks again, it defines none.
    """
    text = prose.value
    if not text.strip():
        return None
    at, _, state = grammar.marks.read(text)
    skip = _SKIP.match(text, at)
    at = skip.end() if skip is not None else at
    markers: list[tuple[int, int]] = []
    at = _markers(text, at, markers, grammar)
    identifier, at = _identifier(prose, at, grammar.shape)
    glue = _GLUE.match(text, at)
    at = _markers(text, glue.end() if glue and identifier else at, markers, grammar)
    glue = _GLUE.match(text, at)
    at = glue.end() if glue and identifier else at
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    words = text[at:line_end].rstrip()
    parallel, story = _roles(prose, grammar, markers, at, at + len(words))
    title = Located(words, prose.span(at, at + len(words)))
    return Head(identifier, state, parallel, story, title, skip is not None)


def _markers(text: str, at: int, markers: list[tuple[int, int]], grammar: TaskGrammar) -> int:
    while True:
        match = _MARKER.match(text, at)
        end = match.end() if match is not None else at
        if match is None and grammar.own_markers:
            end = grammar.marker_at(text, at)
        if end == at:
            return at
        markers.append((at, end))
        at = end


def _identifier(prose: Prose, at: int, shape: TaskShape) -> tuple[Located[str] | None, int]:
    if not shape.id:
        return None, at
    text = prose.value
    line_end = text.find("\n", at)
    references = find_ids(text, shape.id, at, min(len(text), at + 80) if line_end < 0 else line_end)
    if not references or text[at : references[0].start].strip() or references[0].is_range:
        return None, at
    first = references[0]
    if len(references) > 1 and _LISTS_ON.fullmatch(text, first.end, references[1].start):
        return None, at
    return Located(first.first, prose.span(first.start, first.end)), first.end


def _roles(
    prose: Prose, grammar: TaskGrammar, markers: list[tuple[int, int]], start: int, end: int
) -> tuple[Located[str] | None, Located[str] | None]:
    """Return the parallel marker and the story among *markers* or at the end of the line."""
    parallel = story = None
    shape = grammar.shape
    for first, last in (*markers, *_last_markers(prose, grammar, start, end)):
        text = prose.value[first:last]
        found = _found(shape.parallel, text)
        if found is not None and parallel is None:
            at = prose.span(first + found.start(), first + found.end())
            parallel = Located(found[0], at)
        found = _found(shape.story, text)
        if found is not None and story is None:
            group = 1 if found.re.groups else 0
            at = prose.span(first + found.start(group), first + found.end(group))
            story = Located(found[group], at)
    return parallel, story


def _found(pattern: str, text: str) -> re.Match[str] | None:
    return compile_pattern(pattern).search(text) if pattern else None


def _last_markers(
    prose: Prose, grammar: TaskGrammar, start: int, end: int
) -> list[tuple[int, int]]:
    """Return the markers at the end of a title that goes from *start* to *end*."""
    words = prose.value[start:end]
    tail = _LAST_MARKERS.search(words) if words.endswith("]") else None
    if tail is not None:
        return [(start + tail.start(), end)]
    last = max(start, end - _LONGEST_MARKER)
    return [
        (last + match.start(), end)
        for own in grammar.own_markers
        for match in own.finditer(prose.value[last:end])
        if last + match.end() == end
    ]
