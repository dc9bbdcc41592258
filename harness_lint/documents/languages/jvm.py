"""Tests in Java and Kotlin: JUnit, TestNG, jqwik, kotlin.test, Kotest."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.languages.calls import Call, inside, unit_of
from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

_TESTS = frozenset(
    "test parameterizedtest repeatedtest testfactory testtemplate property example".split()
)

_JAVA = Style(
    Grammar(
        "tree_sitter_java",
        "(method_declaration) @def [(class_declaration) (record_declaration)] @class"
        " [(annotation) (marker_annotation)] @attr [(line_comment) (block_comment)] @note",
    ),
    _TESTS,
)
_JUNIT3 = _JAVA._replace(is_test_name=lambda name: name.startswith("test"))

_KOTLIN = Style(
    Grammar(
        "tree_sitter_kotlin",
        "(function_declaration) @def [(class_declaration) (object_declaration)] @class"
        " (annotation) @attr [(line_comment) (block_comment)] @note"
        " (call_expression (call_expression (identifier) (value_arguments"
        " . (value_argument (string_literal)))) (annotated_lambda)) @call",
    ),
    _TESTS,
)

_KOTEST = pattern(
    rb"(x?)(?:(describe|context|feature|given|when|expect|Given|When|And)"
    rb"|(test|it|should|scenario|then|Then))\s*\("
)


def read_java(data: bytes) -> Reading:
    """Return the tests of a Java file."""
    definitions = Definitions(_JUNIT3 if b"extends TestCase" in data else _JAVA, data)
    framework = "testng" if b"org.testng" in data else "junit"
    units = tuple(definitions.units())
    return Reading("java", framework, units, tuple(definitions.notes()))


def read_kotlin(data: bytes) -> Reading:
    """Return the tests of a Kotlin file."""
    definitions = Definitions(_KOTLIN, data)
    is_kotest = b"io.kotest" in data or b"Spec" in data
    units = [*definitions.units(), *(_specs(definitions) if is_kotest else ())]
    framework = "kotest" if is_kotest else "junit"
    return Reading("kotlin", framework, tuple(units), tuple(definitions.notes()), nests=True)


def _specs(definitions: Definitions) -> Iterator[Unit]:
    data = definitions.data
    for start, end, name, node in definitions.found:
        head = _KOTEST.match(data, start, end) if name == "call" else None
        argument = node.named_children[0].named_children[-1] if head is not None else None
        if head is None or argument is None or not argument.named_children:
            continue
        title = inside(argument.named_children[0], data)
        is_test = head[3] is not None
        yield unit_of(Call(Span(start, end), title, is_test, head[1] == b"x"), data)
