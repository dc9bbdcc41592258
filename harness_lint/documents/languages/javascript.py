"""Tests in JavaScript and TypeScript: Jest, Vitest, Mocha, Playwright, node:test, Deno."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.languages.calls import Call, inside, unit_of
from harness_lint.documents.languages.reading import Note, Reading, Unit
from harness_lint.documents.languages.syntax import Grammar, captures
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from tree_sitter import Node

    from harness_lint.documents.languages.syntax import Found

_QUERY = (
    "(call_expression function: [(identifier) (member_expression) (call_expression)]"
    " arguments: (arguments . [(string) (template_string)])) @call (comment) @note"
)
_GRAMMARS = {
    "ts": Grammar("tree_sitter_typescript", _QUERY, "language_typescript"),
    "tsx": Grammar("tree_sitter_typescript", _QUERY, "language_tsx"),
    "js": Grammar("tree_sitter_javascript", _QUERY),
}
_SUITES = rb"x?describe|fdescribe|x?context|suite|feature"
_TESTS = rb"x?it|fit|x?test|x?specify|scenario"
_HEAD = pattern(
    rb"(?:(?:t|Deno|tap|QUnit|suite|ctx|test)\.(?=test|describe|it\b))?(?:("
    + _SUITES
    + rb")|("
    + _TESTS
    + rb"))\b((?:\s*\.\s*\w+)*)"
)
_SKIPPED = frozenset((b"skip", b"skipIf", b"todo", b"fixme", b"failing", b"fails", b"pending"))
_OTHER = frozenset(
    (
        b"step",
        b"use",
        b"extend",
        b"beforeEach",
        b"afterEach",
        b"beforeAll",
        b"afterAll",
        b"configure",
        b"slow",
        b"setTimeout",
        b"info",
    )
)
_WORD = pattern(rb"\w+")
_SKIPS = pattern(rb"[^{]{0,80}\{\s*(?:this|ctx|t|context)\.skip\(")

_FRAMEWORKS = (
    ("vitest", b"vitest"),
    ("playwright", b"@playwright/test"),
    ("jest", b"@jest"),
    ("node:test", b"node:test"),
    ("deno", b"Deno.test"),
    ("bun", b"bun:test"),
    ("mocha", b"mocha"),
    ("mocha", b"chai"),
    ("cypress", b"cy."),
)


def read_javascript(data: bytes) -> Reading:
    """Return the tests of a JavaScript file, JSX or not."""
    return _read(data, "js", "javascript")


def read_typescript(data: bytes) -> Reading:
    """Return the tests of a TypeScript file."""
    return _read(data, "ts", "typescript")


def read_tsx(data: bytes) -> Reading:
    """Return the tests of a TypeScript file with JSX."""
    return _read(data, "tsx", "typescript")


def _read(data: bytes, grammar: str, language: str) -> Reading:
    found = captures(_GRAMMARS[grammar], data)
    return Reading(
        language,
        next((name for name, sign in _FRAMEWORKS if sign in data), "jest"),
        tuple(_units(data, found)),
        tuple(Note(Span(start, end)) for start, end, name, _ in found if name == "note"),
        separator=" > ",
        nests=True,
    )


def _units(data: bytes, found: list[Found]) -> Iterator[Unit]:
    for start, end, name, node in found:
        head = _HEAD.match(data, start, end) if name == "call" else None
        if head is None:
            continue
        unit = _unit(data, head[1], head[2], _WORD.findall(head[3]), node)
        if unit is not None:
            yield unit


def _unit(
    data: bytes, suite: bytes | None, test: bytes | None, modifiers: list[bytes], node: Node
) -> Unit | None:
    if not _OTHER.isdisjoint(modifiers):
        return None
    arguments = node.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    skips = (suite or test or b"").startswith(b"x") or not _SKIPPED.isdisjoint(modifiers)
    if not given or (len(given) < 2 and not skips):
        return None
    body = given[-1]
    is_suite = suite is not None or b"describe" in modifiers
    title = inside(given[0], data)
    if len(given) > 1 and not is_suite and _SKIPS.match(data, body.start_byte, body.end_byte):
        skips = True
    at = Span(node.start_byte, node.end_byte)
    has_options = len(given) > 1 and given[1].type == "object"
    options = Span(title.end, given[1].end_byte) if has_options else None
    return unit_of(Call(at, title, not is_suite, skips), data, options)
