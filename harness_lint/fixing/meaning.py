"""What a text says to its readers: what a safe fix must leave as it was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.generated_status import END
from harness_lint.documents.work_state import GENERATED
from harness_lint.engine.file_stage import FileStage, is_markdown
from harness_lint.errors import UndecodableError
from harness_lint.markdown.nodes import (
    CodeBlock,
    Heading,
    HtmlBlock,
    HtmlInline,
    Image,
    Inline,
    Leaf,
    Link,
    ListBlock,
    Table,
    Text,
)
from harness_lint.markdown.parser import Markdown, parse
from harness_lint.pattern import pattern
from harness_lint.source import Source

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataTree

IDS = frozenset({"definition", "claim", "task"})
"""Kinds of facts whose keys are IDs."""

_BOX = pattern(r"^\s*(?:(?:[-*+]|\d{1,9}[.)])\s*)?\[\s*[ xX~-]?\s*\]", re.MULTILINE)
"""A box at the start of a line, or what was meant for one."""

_COMMENT = pattern(r"(?s)<!--.*?-->")


class Meaning(NamedTuple):
    """What a text says. Each part has the words for it in front: see `lost`."""

    family: str
    data: tuple[str, ...]
    """The structure of what is written as data: kinds of values; empty if it cannot be read."""
    outline: tuple[tuple[int, str], ...]
    """Level and title of each heading."""
    code: tuple[tuple[str, str], ...]
    """Language and text of each block of code."""
    words: Counter[str]
    """The words that are shown, numbers of lists among them; without boxes, and without what
    tools generate."""
    links: Counter[str]
    """The targets of links and images, in lower case."""
    ids: Counter[tuple[str, str]]
    """IDs that are defined or claimed, or that tasks have."""


PARTS = {
    "family": "what the document is taken for",
    "data": "the structure of its data",
    "outline": "its headings",
    "code": "its code",
    "words": "its text",
    "links": "its links",
    "ids": "its IDs",
}
"""What each part of a meaning is called."""


def lost(before: Meaning, after: Meaning) -> str:
    """Return the name of what *after* does not say as *before* does; empty if it says the same.

    IDs may come to those that were there: a task may be readable at last.
    """
    for part, name in PARTS.items():
        old, new = getattr(before, part), getattr(after, part)
        if (old - new) if part == "ids" else (old != new):
            return name
    return ""


def meaning_of(path: str, data: bytes, stage: FileStage, engine: str = "") -> Meaning | None:
    """Return what *data* says as the text of *path*; None if it is no text."""
    try:
        source = Source.from_bytes(path, data)
    except UndecodableError:
        return None
    facts = stage.check(source, judge=False).facts
    ids = Counter((fact.kind, fact.key) for fact in facts.facts if fact.kind in IDS)
    if not is_markdown(path):
        return Meaning(facts.family, structure_of(source), (), (), Counter(), Counter(), ids)
    markdown = parse(source, engine)
    shown = list(_shown(markdown))
    blocks = [visit.block for visit in markdown.root.walk()]
    return Meaning(
        facts.family,
        structure_of(source),
        tuple((one.level, _plain(one)) for one in shown if isinstance(one, Heading)),
        tuple((one.info, one.value) for one in blocks if isinstance(one, CodeBlock)),
        Counter(_words(shown, blocks)),
        Counter(_targets(shown)),
        ids,
    )


def _plain(heading: Heading) -> str:
    return " ".join(heading.prose.value.split())


def structure_of(source: Source) -> tuple[str, ...]:
    """Return the kinds of the values in *source* or in its front matter, and its repeated keys.

    Empty if it holds no data, or none that can be read.
    """
    tree = _tree(source)
    if tree is None or tree.error is not None or tree.root is None:
        return ()
    return (*(str(node.kind) for node in tree.root.walk()), *("again" for _ in tree.duplicates))


def _tree(source: Source) -> DataTree | None:
    from harness_lint.markdown import json_tree, yaml_tree
    from harness_lint.markdown.front_matter import cut_front_matter

    if source.path.endswith((".yaml", ".yml")):
        return yaml_tree.read(source)
    if source.path.endswith((".json", ".jsonl")):
        return json_tree.read(source)
    front_matter = cut_front_matter(source).front_matter if is_markdown(source.path) else None
    return None if front_matter is None else front_matter.tree


def _shown(markdown: Markdown) -> Iterator[Leaf]:
    """Yield the leaves of *markdown* but those that a tool generates."""
    generated = list(_generated(markdown.source.data))
    for visit in markdown.root.walk():
        for leaf in _leaves(visit.block):
            if not any(start <= leaf.span.start < end for start, end in generated):
                yield leaf


def _leaves(block: object) -> Iterable[Leaf]:
    if isinstance(block, Leaf):
        return (block,)
    if isinstance(block, Table):
        return (cell for row in (block.header, *block.rows) for cell in row.cells)
    return ()


def _generated(data: bytes) -> Iterator[tuple[int, int]]:
    start = data.find(GENERATED)
    while start >= 0:
        end = data.find(END, start)
        if end < 0:
            return
        yield start, end
        start = data.find(GENERATED, end)


def _words(leaves: Iterable[Leaf], blocks: Iterable[object]) -> Iterator[str]:
    for leaf in leaves:
        yield from _BOX.sub("", leaf.prose.value).split()
        tags = (one.value for one in _inlines(leaf) if isinstance(one, HtmlInline))
        yield from (tag for tag in tags if not tag.startswith("<!--"))
    for block in blocks:
        if isinstance(block, HtmlBlock):
            yield from _COMMENT.sub("", block.value).split()
        elif isinstance(block, ListBlock) and block.is_ordered:
            first = block.items[0].number or 0
            yield from (f"{number}." for number, _ in zip(count(first), block.items))


def _targets(leaves: Iterable[Leaf]) -> Iterator[str]:
    for leaf in leaves:
        for one in _inlines(leaf):
            if isinstance(one, Link | Image):
                yield one.target.casefold()


def _inlines(leaf: Leaf) -> Iterator[Inline]:
    stack = list(leaf.inlines)
    while stack:
        inline = stack.pop()
        if isinstance(inline, Text):
            continue
        yield inline
        stack.extend(getattr(inline, "children", ()))
