"""Tests in Rust: functions with a test attribute, and those inside ``proptest!``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

_STYLE = Style(
    Grammar(
        "tree_sitter_rust",
        "(function_item) @def (mod_item) @class (attribute_item) @attr"
        " [(line_comment) (block_comment)] @note"
        ' ((macro_invocation macro: (identifier) @macro) @proptest (#eq? @macro "proptest"))',
    ),
    frozenset(
        "test rstest test_case wasm_bindgen_test quickcheck googletest gtest test_log bench".split()
    ),
    attributes_precede=True,
)

_IN_MACRO = pattern(rb"#\[test\]((?:\s|#\[[^\]]*+\]|//[^\n]*+)*)fn\s+(\w+)")


def read(data: bytes) -> Reading:
    """Return the tests of a Rust file."""
    definitions = Definitions(_STYLE, data)
    units = [*definitions.units(), *_in_macros(definitions)]
    return Reading("rust", "cargo", tuple(units), tuple(definitions.notes()))


def _in_macros(definitions: Definitions) -> Iterator[Unit]:
    """Yield the tests in ``proptest! { … }``, whose inside is no Rust for the grammar."""
    data = definitions.data
    for start, end, name, _ in definitions.found:
        if name != "proptest":
            continue
        found = list(_IN_MACRO.finditer(data, start, end))
        stops = [match.start() for match in found] + [end]
        for match, (_, stop) in zip(found, pairwise(stops), strict=True):
            yield Unit(
                Span(match.start(), _body_end(data, match.end(), stop)),
                match[2].decode("ascii", "replace"),
                Span(*match.span(2)),
                is_test=True,
                skipped=b"#[ignore" in match[1],
            )


def _body_end(data: bytes, start: int, stop: int) -> int:
    """Return where the last brace before *stop* closes: what follows belongs to the next test."""
    close = data.rfind(b"}", start, stop)
    return close + 1 if close >= 0 else stop
