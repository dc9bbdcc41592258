"""Tests in C#: xUnit, NUnit, MSTest."""

from __future__ import annotations

from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Reading
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern

_STYLE = Style(
    Grammar(
        "tree_sitter_c_sharp",
        "(method_declaration) @def [(class_declaration) (record_declaration)] @class"
        " (attribute) @attr (comment) @note",
    ),
    frozenset(
        "fact theory test testcase testcasesource testmethod datatestmethod skippablefact"
        " skippabletheory property".split()
    ),
    skips_at_once=pattern(rb"\{\s*(?:Assert\.(?:Ignore|Inconclusive|Skip)|Skip\.)"),
)


def read(data: bytes) -> Reading:
    """Return the tests of a C# file."""
    definitions = Definitions(_STYLE, data)
    signs = (("nunit", b"NUnit"), ("mstest", b"Microsoft.VisualStudio.TestTools"))
    framework = next((name for name, sign in signs if sign in data), "xunit")
    return Reading("csharp", framework, tuple(definitions.units()), tuple(definitions.notes()))
