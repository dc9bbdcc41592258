"""Tests in Python: pytest and unittest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.languages.attributes import Attributes, is_skipped, markers_of
from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Note, Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_DOCSTRING = pattern(
    rb"[rRuU]?(?:\"\"\"[^\\\"]*+(?:(?:\\.|\"(?!\"\"))[^\\\"]*+)*\"\"\""
    rb"|'''[^\\']*+(?:(?:\\.|'(?!''))[^\\']*+)*'''"
    rb"|\"[^\\\"\n]*+(?:\\.[^\\\"\n]*+)*\"|'[^\\'\n]*+(?:\\.[^\\'\n]*+)*')",
    re.DOTALL,
)
_SKIP = pattern(
    rb"\s*(?:pytest\.(?:skip|xfail)|self\.skipTest|unittest\.skip)\b|\s*raise [\w.]*SkipTest"
)
_MARK = pattern(rb"pytest\.mark\.\w+(?:\([^()]*\))?")

_STYLE = Style(
    Grammar(
        "tree_sitter_python",
        "(function_definition) @def (class_definition) @class (decorated_definition) @decorated"
        " (decorator) @attr (comment) @note"
        ' ((assignment left: (identifier) @name) @marks (#eq? @name "pytestmark"))',
    ),
    is_test_name=lambda name: name.startswith("test"),
)


def read(data: bytes) -> Reading:
    """Return the tests of a Python file."""
    return _Reader(data).reading()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.definitions = Definitions(_STYLE, data)
        self.decorated = {
            end: start for start, end, name, _ in self.definitions.found if name == "decorated"
        }
        self.notes = list(self.definitions.notes())
        self.may_skip = b"kip" in data or b"xfail" in data

    def reading(self) -> Reading:
        units = tuple(self.units())
        match = _DOCSTRING.match(self.data, _code_start(self.data))
        if match is not None:
            self.notes.append(Note(Span(*match.span()), is_doc=True))
        marks = self._marks()
        return Reading(
            "python",
            "unittest" if b"unittest" in self.data and b"pytest" not in self.data else "pytest",
            units,
            tuple(sorted(self.notes)),
            markers_of(self.data, marks.all),
            skipped=is_skipped(self.data, marks.all),
        )

    def units(self) -> Iterator[Unit]:
        for start, end, name, node in self.definitions.found:
            if name not in ("def", "class"):
                continue
            at = Span(self.decorated.get(end, start), end)
            unit = self.definitions.unit(node, at, is_class=name == "class")
            if unit is not None:
                yield self._with_body(unit if unit.at == at else unit._replace(at=at), node)

    def _with_body(self, unit: Unit, node: Node) -> Unit:
        body = node.child_by_field_name("body")
        if body is None:
            return unit
        start = body.start_byte
        if self.data[start : start + 1] in _QUOTES:
            match = _DOCSTRING.match(self.data, start, body.end_byte)
            if match is not None:
                self.notes.append(Note(Span(*match.span()), is_doc=True))
                start = match.end()
        if self.may_skip and unit.is_test and _SKIP.match(self.data, start):
            return unit._replace(skipped=True)
        return unit

    def _marks(self) -> Attributes:
        """Return the marks that ``pytestmark`` puts on the whole file."""
        return Attributes(
            self.data,
            [
                Span(*match.span())
                for start, end, name, node in self.definitions.found
                if name == "marks" and node.start_point.column == 0
                for match in _MARK.finditer(self.data, start, end)
            ],
        )


_QUOTES = frozenset((b'"', b"'", b"r", b"R", b"u", b"U"))

_HEAD = pattern(rb"(?:\xef\xbb\xbf)?(?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*")


def _code_start(data: bytes) -> int:
    """Return where the first line begins that is neither blank nor a comment."""
    match = _HEAD.match(data)
    return match.end() if match is not None else 0
