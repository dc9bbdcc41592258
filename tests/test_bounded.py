"""Patterns that never look far are left to `re`, and give what re2 gives."""

import re

import pytest
import re2

from harness_lint.packs.bounded import is_bounded
from harness_lint.packs.loader import builtin_packs
from harness_lint.packs.patterns import compile_globs, compile_pattern
from tests.fixtures import fixtures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"T\d{2,4}[A-Za-z]?(?:-[A-Z]{1,8}\b)?", True),
        (r"(?:FR|NFR)-\d{1,4}[a-z]?", True),
        (r"(?i)^phase (\d{1,3})\b", True),
        (r"\[(US\d{1,3})\]", True),
        (r"MUST|SHALL|必须", True),
        pytest.param(r"a+", False, id="no bound"),
        pytest.param(r"a{2,}", False, id="no upper bound"),
        pytest.param(r"(?:a{1,9}){1,9}b", False, id="a repeat of a repeat"),
        pytest.param(r"a{0,50}a{0,50}a{0,50}b", False, id="too many ways"),
        pytest.param(r"(?=a)b", False, id="look-around"),
        pytest.param(r"(a)\1", False, id="back reference"),
        pytest.param(r"\pL{1,3}", False, id="a class that re does not know"),
        pytest.param(r"(?i)straße", False, id="case beyond ASCII"),
        pytest.param(r"a$", False, id="an end"),
        pytest.param(r"(a", False, id="not closed"),
    ],
)
def test_a_pattern_is_bounded_if_it_can_never_look_far(text, expected):
    assert is_bounded(text) is expected


def patterns():
    packs = builtin_packs()
    found = {kind.id for kind in packs.kinds if kind.id}
    found |= {family.tasks.id for family in packs.families if family.tasks and family.tasks.id}
    return sorted(found)


@pytest.mark.parametrize("text", patterns())
def test_both_engines_find_the_same_ids(text):
    ours, theirs = compile_pattern(text), re2.compile("(?m)" + text)

    for fixture in fixtures():
        for data in fixture.contents().values():
            words = data.decode("utf-8", "replace")
            assert [m.span() for m in ours.finditer(words)] == [
                m.span() for m in theirs.finditer(words)
            ]


def test_ids_are_bounded():
    assert isinstance(compile_pattern(builtin_packs().kinds[2].id), re.Pattern)


@pytest.mark.parametrize("bait", ["A-" * 50_000, "AB-" + "A" * 100_000, "FR-" + "1." * 50_000])
def test_bait_is_no_hang(bait):
    for kind in builtin_packs().kinds:
        assert not kind.id or compile_pattern(kind.id).search(bait + "!") is not ...


def test_a_glob_of_many_wild_cards_takes_linear_time():
    hostile = "a*" * 30 + "b"
    path = "a" * 2_000

    assert not compile_globs((hostile,)).match(path)
    assert compile_globs((hostile,)).match("a" * 40 + "b")
    assert compile_globs(("**/*.*.*.*.*.*.*.*.md",)).match("x/a.b.c.d.e.f.g.h.md")
