"""Tests in shell: bats and shunit2."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.languages.calls import Call, unit_of
from harness_lint.documents.languages.definitions import Definitions, Style
from harness_lint.documents.languages.reading import Marker, Reading, Unit
from harness_lint.documents.languages.syntax import Grammar
from harness_lint.pattern import pattern
from harness_lint.source import Span

_STYLE = Style(
    Grammar("tree_sitter_bash", "(function_definition) @def (comment) @note"),
    is_test_name=lambda name: name.startswith("test"),
    skips_at_once=pattern(rb"\{\s*(?:skip|startSkipping)\b"),
)
_TEST = pattern(rb"(?m)^[ \t]*@test[ \t]+(?:\"((?:[^\"\\\n]|\\.)*+)\"|'([^'\n]*)'|(\S+))[ \t]*\{")
"""As bats itself finds its tests, line by line."""
_SKIP = pattern(rb"\s*skip\b")
_TAGS = pattern(rb"(?m)^[ \t]*#[ \t]*bats[ \t]+(file_)?(?:test_)?tags=([^\r\n]*)")


def read(data: bytes) -> Reading:
    """Return the tests of a shell script."""
    definitions = Definitions(_STYLE, data)
    tests = tuple(_tests(data))
    units = (*tests, *(unit for unit in definitions.units() if not _within(unit, tests)))
    tags = tuple(Marker(Span(*m.span(2))) for m in _TAGS.finditer(data) if m[1] is not None)
    framework = "bats" if tests else "shunit2"
    return Reading("bash", framework, units, tuple(definitions.notes()), tags)


def _within(unit: Unit, tests: tuple[Unit, ...]) -> bool:
    return bool(tests) and tests[0].at.start <= unit.at.start < tests[-1].at.end


def _tests(data: bytes) -> Iterator[Unit]:
    found = list(_TEST.finditer(data))
    stops = [*(match.start() for match in found[1:]), len(data)]
    floor = 0
    for match, stop in zip(found, stops, strict=True):
        close = data.find(b"\n}", match.end(), stop)
        at = Span(match.start(), close + 2 if close >= 0 else stop)
        title = Span(*match.span(match.lastindex or 0))
        skipped = _SKIP.match(data, match.end()) is not None
        markers = tuple(
            Marker(Span(*tags.span(2)))
            for tags in _TAGS.finditer(data, floor, at.start)
            if tags[1] is None
        )
        yield unit_of(Call(at, title, True, skipped), data)._replace(markers=markers)
        floor = at.end
