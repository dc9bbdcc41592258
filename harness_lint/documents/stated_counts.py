"""Numbers that a document states in the words of its pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from harness_lint.documents.count import Count, Found, counted
from harness_lint.documents.count_words import are, is_hedged
from harness_lint.documents.definitions import Defined, definitions_of
from harness_lint.documents.document import Document
from harness_lint.documents.stated_task_counts import OF_TASKS, TaskCounter
from harness_lint.markdown.nodes import Leaf, Row, Table
from harness_lint.markdown.outline import Section
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.task_shapes import CountShape
from harness_lint.pattern import pattern

_NUMBER = pattern(r"\d{1,3}(?:[,. '’\u00a0\u202f]\d{3}){1,2}|\d{1,6}")

_BEFORE = pattern(r"(?:\d[.,'’]?|[~≈<>≤≥±]\s?|\d\s?[-–—/])$")
_BEHIND = pattern(r"[.,'’]?\d|\s?[-–—/]\s?\d|\s?[+%]")
"""What makes a number a part of another, a range, a share or a limit."""

_SUM = pattern(r"(?i)\W*(?:total|sum|all|gesamt|summe|итого)\b|\W*(?:合计|合計|总计|總計|합계)")
"""How a row begins that adds the others up."""


def stated_counts(document: Document) -> Iterator[Count]:
    """Yield the numbers that sentences of the family's state, where their scope is certain.

    Where nothing is there of what they seem to count, they count something else.
    """
    counter = _Counter(document)
    for leaf in document.leaves:
        if document.is_example(leaf.span.start) or counter.is_task(leaf):
            continue
        for shape in document.family.counts:
            for match in compile_pattern(shape.pattern).finditer(leaf.prose.value):
                count = counter.count(leaf, shape, match)
                if count is not None:
                    yield count


class _Counter:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[tuple[CountShape, int], Found | None] = {}

    @cached_property
    def _tasks(self) -> TaskCounter | None:
        from harness_lint.documents.task_list import TaskList

        return TaskCounter(self._document) if isinstance(self._document, TaskList) else None

    def is_task(self, leaf: Leaf) -> bool:
        """Whether *leaf* is the text of a task, which speaks of the work."""
        return self._tasks is not None and id(leaf) in self._tasks.leaves

    def count(self, leaf: Leaf, shape: CountShape, match: re.Match[str]) -> Count | None:
        """Return the count that *match* states; None if it is no claim, or none that is certain."""
        number = _number(leaf.prose.value, *match.span(match.re.groupindex["n"]))
        if number is None or is_hedged(leaf, match.start()) or _is_excused(leaf, shape, match):
            return None
        section = self._document.outline.section_at(leaf.span.start)
        inside = section if shape.is_about_its_section else None
        if inside is None and shape.of in OF_TASKS and not self._is_about_all(section):
            return None
        key = (shape, inside.span.start if inside is not None else -1)
        if key not in self._known:
            self._known[key] = self._found(shape, inside)
        found = self._known[key]
        return counted(leaf, match, number, found) if found is not None else None

    def _is_about_all(self, section: Section | None) -> bool:
        return self._tasks is not None and self._tasks.is_about_all(section)

    def _found(self, shape: CountShape, inside: Section | None) -> Found | None:
        """Return what is there; None if nothing is, or if it is not certain what is counted."""
        if shape.of in ("sections", "rows"):
            named = self._document.outline.find(shape.under) if shape.under else (inside,)
            whole = named[0] if len(named) == 1 else None
            if whole is None:
                return None
            found = _sections(whole) if shape.of == "sections" else _rows(whole)
            return found._replace(at=None) if found is not None and not shape.under else found
        if shape.of in OF_TASKS:
            return self._tasks.found(shape.of, inside) if self._tasks else None
        return self._items(shape.of, inside)

    @cached_property
    def _defined(self) -> tuple[Defined, ...]:
        document, trace = self._document, self._document.family.trace
        if trace is None or not trace.defines:
            return ()
        return definitions_of(document, trace.defines, document.kinds)

    def _items(self, kind: str, inside: Section | None) -> Found | None:
        """Return how many items of *kind* the document defines, retired ones counted or not."""
        shape = self._document.kinds.get(kind)
        defined = [
            one
            for one in self._defined
            if one.kind == kind
            and (inside is None or inside.span.start <= one.at.start < inside.span.end)
        ]
        if shape is None or not defined:
            return None
        named = {one.id for one in defined}
        live = {one.id for one in defined if not one.is_retired}
        name = shape.title if len(named) == 1 else shape.plural
        readings = {len(named), len(live), len(defined)}
        return Found(readings, f"{len(named)} {name} {are(len(named))} defined")


def _sections(section: Section) -> Found | None:
    number = len(section.children)
    noun = "section stands" if number == 1 else "sections stand"
    actual = f"{number} {noun} under `{section.title}`"
    return Found({number}, actual, section.heading.span) if number else None


def _rows(section: Section) -> Found | None:
    """Return how many rows stand in the tables of *section*, in all of them and in each."""
    tables = [block for block in section.all_blocks() if isinstance(block, Table)]
    every = [len(table.rows) for table in tables]
    items = [sum(not _is_sum(row) for row in table.rows) for table in tables]
    number = sum(items)
    noun = "row stands" if number == 1 else "rows stand"
    actual = f"{number} {noun} under `{section.title}`"
    readings = {sum(every), number, *every, *items}
    return Found(readings, actual, section.heading.span) if any(every) else None


def _is_sum(row: Row) -> bool:
    first = row.cells[0].prose.value if row.cells else ""
    return not first.strip() or _SUM.match(first) is not None


def _number(text: str, start: int, end: int) -> int | None:
    """Return the number that stands there alone; None for a part of one, for a share or a limit."""
    if _BEFORE.search(text[max(0, start - 3) : start]) or _BEHIND.match(text, end):
        return None
    match = _NUMBER.fullmatch(text, max(start, 0), max(end, 0))
    return int(re.sub(r"\D", "", match[0])) if match is not None else None


def _is_excused(leaf: Leaf, shape: CountShape, match: re.Match[str]) -> bool:
    """Whether words on the line of *match* make it no claim."""
    if not shape.unless:
        return False
    text = leaf.prose.value
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    return compile_pattern(shape.unless).search(line) is not None
