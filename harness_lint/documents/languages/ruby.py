"""Tests in Ruby: RSpec, Minitest, the tests of Rails."""

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

_SKIP = pattern(rb"(?:do\b|\{)?\s*(?:skip|pending)\b")
_STYLE = Style(
    Grammar(
        "tree_sitter_ruby",
        "(method) @def [(class) (module)] @class (comment) @note"
        " (call method: (identifier) arguments: (argument_list) block: (_)) @call",
    ),
    is_test_name=lambda name: name.startswith("test_"),
    skips_at_once=_SKIP,
)
_HEAD = pattern(
    rb"(?:RSpec\.)?(?:([xf]?(?:describe|context|feature))|([xf]?(?:it|specify|scenario|example|test)"
    rb"|pending|skip))\b"
)
_IS_SKIPPED = pattern(rb"[:\s](?:skip|pending)\b(?!\s*(?::|=>)\s*(?:false|nil))")


def read(data: bytes) -> Reading:
    """Return the tests of a Ruby file."""
    definitions = Definitions(_STYLE, data)
    specs = tuple(_calls(definitions))
    units = (*definitions.units(), *specs)
    framework = "rspec" if specs and b"Minitest" not in data else "minitest"
    separator = " > " if specs else "::"
    return Reading("ruby", framework, units, tuple(definitions.notes()), separator=separator)


def _calls(definitions: Definitions) -> Iterator[Unit]:
    data = definitions.data
    for start, end, name, node in definitions.found:
        head = _HEAD.match(data, start, end) if name == "call" else None
        arguments = node.child_by_field_name("arguments") if head is not None else None
        if head is None or arguments is None or not arguments.named_children:
            continue
        if head[1] is None and arguments.named_children[0].type not in ("string", "symbol"):
            continue
        yield _unit(node, head[1], head[2], arguments, data)


def _unit(
    node: Node, suite: bytes | None, test: bytes | None, arguments: Node, data: bytes
) -> Unit:
    first = arguments.named_children[0]
    block = node.child_by_field_name("block")
    options = Span(first.end_byte, arguments.end_byte)
    skipped = (
        (suite or test or b"").startswith((b"x", b"pending", b"skip"))
        or _IS_SKIPPED.search(data, options.start, options.end) is not None
        or (block is not None and _SKIP.match(data, block.start_byte, block.end_byte) is not None)
    )
    at = Span(node.start_byte, node.end_byte)
    return unit_of(Call(at, inside(first, data), suite is None, skipped), data, options)
