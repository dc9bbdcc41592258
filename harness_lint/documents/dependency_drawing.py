"""Trees and arrows in blocks of code: which task a drawing puts before which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.id_ranges import IdReference, find_ids
from harness_lint.markdown.data_tree import Offsets
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.pattern import pattern
from harness_lint.source import Located, Source, Span

MOST_LINES = 2_000
LONGEST_LINE = 400

_BRANCH = pattern(
    r"^[\s│|┃]*([├└┣┗+`])[─━\-=]+(?P<word>[a-z ]{0,16})[─━\-=]*(?P<head>[>→▶►⟶]?)\s*$"
)
"""What stands before the ID of a branch: ``├──>``, ``└──depends──>``."""
_JOINT = pattern(
    r"^\s*(?:\((?P<label>[^()]*)\))?\s*"
    r"(?:(?:[─━\-=]+(?P<word>[a-z ]{1,16}?)?[─━\-=]*[>▶►])|[→⟶])\s*$"
)
"""What stands between two IDs of a line."""
_LABEL = pattern(r"\s*\(([^()\n]{1,60})\)")
_NEEDS = frozenset({"depends", "depends on", "needs", "requires", "blocked by", "depend"})


class Edge(NamedTuple):
    """An arrow: *then* waits for *first*."""

    first: Located[str]
    then: Located[str]


class Drawn(NamedTuple):
    """What one block of code draws."""

    span: Span
    edges: tuple[Edge, ...]
    labels: tuple[tuple[str, str], ...]
    """IDs with what stands in brackets behind them."""


class _Line(NamedTuple):
    text: str
    ids: list[IdReference]
    places: list[Located[str]]


def drawn_in(block: CodeBlock, source: Source, grammar: str) -> Drawn:
    """Return the arrows of *block* between IDs that *grammar* describes.

    A branch hangs on the ID above it that stands nearest to the left. Branches without a head
    (``├──``) only sort, and are no arrows.
    """
    edges: list[Edge] = []
    labels: list[tuple[str, str]] = []
    above: list[tuple[int, Located[str]]] = []
    for line in _lines(block, source, grammar):
        column = line.ids[0].start
        before = line.text[:column]
        branch = _BRANCH.match(before)
        if branch is not None:
            while above and above[-1][0] > branch.start(1):
                above.pop()
            if above and branch["head"]:
                edges.append(_edge(above[-1][1], line.places[0], branch["word"]))
        elif before.strip():
            above.clear()
        else:
            while above and above[-1][0] >= column:
                above.pop()
        above.extend(zip((one.start for one in line.ids), line.places, strict=True))
        edges.extend(_joined(line))
        labels.extend(_labels(line))
    return Drawn(block.span, tuple(edges), tuple(labels))


def _lines(block: CodeBlock, source: Source, grammar: str) -> Iterator[_Line]:
    text = source.slice(block.content)
    offsets = Offsets(text, block.content.start)
    start = 0
    for line in text.split("\n")[:MOST_LINES]:
        ids = find_ids(line, grammar) if len(line) <= LONGEST_LINE else []
        if ids:
            places = [
                Located(
                    one.first, Span(offsets.byte(start + one.start), offsets.byte(start + one.end))
                )
                for one in ids
            ]
            yield _Line(line, ids, places)
        start += len(line) + 1


def _joined(line: _Line) -> Iterator[Edge]:
    """Yield the arrows from ID to ID on one line."""
    for number in range(len(line.ids) - 1):
        one, other = line.ids[number], line.ids[number + 1]
        joint = _JOINT.match(line.text[one.end : other.start])
        if joint is None or one.is_range or other.is_range:
            continue
        yield _edge(line.places[number], line.places[number + 1], joint["word"] or "")


def _edge(left: Located[str], right: Located[str], word: str) -> Edge:
    is_need = word.strip(" -") in _NEEDS
    return Edge(right, left) if is_need else Edge(left, right)


def _labels(line: _Line) -> Iterator[tuple[str, str]]:
    for one in line.ids:
        label: re.Match[str] | None = _LABEL.match(line.text, one.end)
        if label is not None and not one.is_range:
            yield one.first, label[1]
