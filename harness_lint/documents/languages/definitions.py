"""Languages whose tests are functions and methods, told by their names or their attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.languages.attributes import (
    Attribute,
    Attributes,
    is_skipped,
    markers_of,
    titles_of,
)
from harness_lint.documents.languages.reading import Note, Unit
from harness_lint.documents.languages.syntax import Grammar, captures
from harness_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness_lint.documents.languages.syntax import Found


class Style(NamedTuple):
    """How a language writes definitions of tests."""

    grammar: Grammar
    """Its captures: ``def``, ``class``, ``attr``, ``note``; others are left to the language."""
    test_attributes: frozenset[str] = frozenset()
    is_test_name: Callable[[str], bool] = lambda _name: False
    skips_at_once: re.Pattern[bytes] | None = None
    """What a skipped test's body begins with."""
    attributes_precede: bool = False
    """Whether attributes stand in front of the node, not in it."""


class Definitions:
    """The definitions of one file."""

    def __init__(self, style: Style, data: bytes) -> None:
        self.style = style
        self.data = data
        self.found: list[Found] = captures(style.grammar, data)
        self.attributes = Attributes(
            data, [Span(start, end) for start, end, name, _ in self.found if name == "attr"]
        )
        self._skips = style.skips_at_once is not None and b"kip" in data

    def notes(self) -> Iterator[Note]:
        """Yield the comments."""
        for start, end, name, _ in self.found:
            if name == "note":
                yield Note(Span(start, start + len(self.data[start:end].rstrip())))

    def units(self) -> Iterator[Unit]:
        """Yield the definitions that are tests or may hold tests."""
        for start, end, name, node in self.found:
            if name in ("def", "class"):
                unit = self.unit(node, Span(start, end), is_class=name == "class")
                if unit is not None:
                    yield unit

    def unit(self, node: Node, at: Span, *, is_class: bool) -> Unit | None:
        """Return the unit of *node*; None for a function that is no test."""
        named = node.child_by_field_name("name")
        if named is None:
            return None
        name_at = Span(named.start_byte, named.end_byte)
        is_word = self.data[name_at.start : name_at.start + 1] != b"`"
        if not is_word:
            name_at = Span(name_at.start + 1, max(name_at.start + 1, name_at.end - 1))
        name = self.data[name_at.start : name_at.end].decode("utf-8", "replace")
        attributes = self._attributes(at, name_at)
        if attributes:
            at = Span(min(at.start, attributes[0].at.start), at.end)
        is_test = not is_class and self._is_test(name, attributes)
        if not is_class and not is_test:
            return None
        skipped = (bool(attributes) and is_skipped(self.data, attributes)) or (
            self._skips and is_test and self._begins_with_skip(node)
        )
        titles = titles_of(self.data, attributes) if attributes else ()
        return Unit(
            at,
            name,
            name_at,
            is_test,
            skipped,
            titles if is_word else (name_at, *titles),
            is_word,
            markers_of(self.data, attributes) if attributes else (),
        )

    def _attributes(self, at: Span, name_at: Span) -> tuple[Attribute, ...]:
        if self.style.attributes_precede:
            return self.attributes.before(at.start)
        return self.attributes.between(at.start, name_at.start)

    def _is_test(self, name: str, attributes: tuple[Attribute, ...]) -> bool:
        wanted = self.style.test_attributes
        return self.style.is_test_name(name) or any(one.name in wanted for one in attributes)

    def _begins_with_skip(self, node: Node) -> bool:
        body = node.child_by_field_name("body")
        skips = self.style.skips_at_once
        return (
            body is not None
            and skips is not None
            and skips.match(self.data, body.start_byte, body.end_byte) is not None
        )
