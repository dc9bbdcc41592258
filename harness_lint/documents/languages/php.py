"""Tests in PHP: PHPUnit and Pest."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.languages.calls import Call, inside, unit_of
from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Marker, Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

_STYLE = Style(
    Grammar(
        "tree_sitter_php",
        "(method_declaration) @def (class_declaration) @class (attribute) @attr (comment) @note"
        " (function_call_expression function: (name) arguments: (arguments . (argument"
        " [(string) (encapsed_string)]))) @call",
        "language_php",
    ),
    frozenset({"test"}),
    is_test_name=lambda name: name.startswith("test"),
    skips_at_once=pattern(rb"\{\s*(?:\$this->|self::|static::)markTest(?:Skipped|Incomplete)\("),
)
_MARKED = _STYLE._replace(is_test_name=lambda _name: True)

_HEAD = pattern(rb"(?:(describe)|(it|test|todo))\s*\(")
_SKIP = pattern(rb"\s*->\s*(?:skip\w*|todo)\s*\(")
_TEST_TAG = pattern(rb"@test\b")
_TITLE_TAG = pattern(rb"@testdox[ \t]+([^\r\n]*)")
_GROUP_TAG = pattern(rb"@(?:group|ticket)[ \t]+([^\s*]+)")


def read(data: bytes) -> Reading:
    """Return the tests of a PHP file."""
    definitions = Definitions(_STYLE, data)
    specs = tuple(_calls(definitions))
    units = (*_methods(definitions), *specs)
    framework, separator = ("pest", " > ") if specs else ("phpunit", "::")
    notes = tuple(definitions.notes())
    return Reading("php", framework, units, notes, separator=separator)


def _methods(definitions: Definitions) -> Iterator[Unit]:
    """Yield classes and test methods: one may be a test by its doc comment alone."""
    data, comment = definitions.data, Span(0, 0)
    marked = Definitions.unit
    for start, end, name, node in definitions.found:
        if name == "note":
            comment = Span(start, end)
        if name not in ("def", "class"):
            continue
        is_above = not data[comment.end : start].strip()
        is_test = is_above and _TEST_TAG.search(data, *comment) is not None
        definitions.style = _MARKED if is_test else _STYLE
        unit = marked(definitions, node, Span(start, end), is_class=name == "class")
        if unit is not None:
            yield _with_tags(unit, data, comment) if is_above else unit


def _with_tags(unit: Unit, data: bytes, comment: Span) -> Unit:
    titles = tuple(Span(*match.span(1)) for match in _TITLE_TAG.finditer(data, *comment))
    groups = tuple(Marker(Span(*match.span(1))) for match in _GROUP_TAG.finditer(data, *comment))
    return unit._replace(titles=(*unit.titles, *titles), markers=(*unit.markers, *groups))


def _calls(definitions: Definitions) -> Iterator[Unit]:
    data = definitions.data
    for start, end, name, node in definitions.found:
        head = _HEAD.match(data, start, end) if name == "call" else None
        arguments = node.child_by_field_name("arguments") if head is not None else None
        if head is None or arguments is None:
            continue
        title = inside(arguments.named_children[0].named_children[0], data)
        skipped = head[2] == b"todo" or _SKIP.match(data, end) is not None
        yield unit_of(Call(Span(start, end), title, head[1] is None, skipped), data)
