"""Tests in Go: testing with its subtests, testify suites, Ginkgo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.languages.calls import Call, inside, unit_of
from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

_TEST = pattern(r"(?:Test|Fuzz)(?![a-z])|Benchmark(?![a-z])")
_SKIP = pattern(rb"\{\s*(?:\w+\.(?:Parallel|Helper)\(\)\s*)*\w+\.Skip(?:f|Now)?\(")
_RUN = pattern(rb"\w+(?:\.\w+\(\))?\.Run$")
_GINKGO = pattern(rb"([FPX]?)(?:(Describe|Context|When|DescribeTable)|(It|Specify))$")

_STYLE = Style(
    Grammar(
        "tree_sitter_go",
        "[(function_declaration) (method_declaration)] @def (comment) @note"
        " (call_expression function: [(selector_expression) (identifier)] arguments:"
        " (argument_list . [(interpreted_string_literal) (raw_string_literal)])) @call",
    ),
    is_test_name=lambda name: _TEST.match(name) is not None,
    skips_at_once=_SKIP,
)


def read(data: bytes) -> Reading:
    """Return the tests of a Go file."""
    definitions = Definitions(_STYLE, data)
    units = [*definitions.units(), *_calls(definitions)]
    return Reading(
        "go",
        "ginkgo" if b"onsi/ginkgo" in data else "testing",
        tuple(units),
        tuple(definitions.notes()),
        separator="/",
        nests=True,
    )


def _calls(definitions: Definitions) -> Iterator[Unit]:
    data = definitions.data
    for start, end, name, node in definitions.found:
        function = node.child_by_field_name("function") if name == "call" else None
        arguments = node.child_by_field_name("arguments") if function is not None else None
        if function is None or arguments is None:
            continue
        given = arguments.named_children
        if len(given) < 2:
            continue
        head = data[function.start_byte : min(function.end_byte, function.start_byte + 80)]
        if _RUN.match(head):
            yield _subtest(Span(start, end), given, data)
            continue
        match = _GINKGO.match(head)
        if match is not None:
            title = inside(given[0], data)
            skipped = match[1] in (b"P", b"X")
            yield unit_of(Call(Span(start, end), title, match[2] is None, skipped), data)


def _subtest(at: Span, given: list[Node], data: bytes) -> Unit:
    """Return the subtest of ``t.Run``; its name is as `go test` prints it, blanks replaced."""
    body = given[1].child_by_field_name("body")
    skipped = body is not None and _SKIP.match(data, body.start_byte, body.end_byte) is not None
    unit = unit_of(Call(at, inside(given[0], data), True, skipped), data)
    return unit._replace(name=unit.name.replace(" ", "_"))
