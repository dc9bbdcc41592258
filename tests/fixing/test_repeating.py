"""Fixing until nothing is left, over several texts."""

import pytest

from harness_lint.engine.report import Report
from harness_lint.fixing.applying import applied
from harness_lint.fixing.repeating import Wish, fixed_until_stable
from tests.fixing.findings import finding

TEXTS = {"a.md": b"a", "b.md": b"b", "c.md": b"c", "d.md": b"d"}


def outcome_of(rule, wish=None):
    """Return the outcome where *rule* says what is found in texts."""

    def check(texts):
        return Report(tuple(rule({**TEXTS, **texts})))

    def apply(findings, read):
        return applied(findings, read)

    return fixed_until_stable(check({}), TEXTS.__getitem__, wish or Wish(), apply, check)


def test_a_fix_may_bring_the_next_one_to_light():
    steps = {b"a": "b", b"b": "c", b"c": "d"}

    def rule(texts):
        if texts["a.md"] in steps:
            yield finding(("a.md", 0, 1, steps[texts["a.md"]]))

    outcome = outcome_of(rule)

    assert outcome.texts == {"a.md": b"d"}
    assert len(outcome.fixed) == 3
    assert not outcome.report.findings


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(lambda text: (0, 0, "x"), id="it grows"),
        pytest.param(lambda text: (0, 1, "a" if text == b"b" else "b"), id="it swings"),
    ],
)
def test_a_fix_that_comes_to_no_end_is_told_and_not_made(rule):
    def found(texts):
        yield finding(("a.md", *rule(texts["a.md"])))
        if texts["b.md"] == b"b":
            yield finding(("b.md", 0, 1, "B"))._replace(code="HL998")

    outcome = outcome_of(found)

    assert [(one.finding.code, one.reason) for one in outcome.faults] == [
        ("HL999", "comes to no end")
    ]
    assert outcome.texts == {"b.md": b"B"}


def test_a_fix_of_what_must_not_be_edited_is_not_made_at_all():
    def rule(texts):
        if texts["a.md"] == b"a":
            yield finding(("a.md", 0, 1, "A"), ("b.md", 0, 1, "B"))

    outcome = outcome_of(rule, Wish(may_edit=lambda path: path == "a.md"))

    assert not outcome.texts
    assert outcome.refused == ("b.md",)
    assert not outcome.fixed


def test_files_that_fixes_have_edited_together_are_written_together():
    fixes = [
        finding(("a.md", 0, 1, "A"), ("b.md", 0, 1, "B")),
        finding(("c.md", 0, 1, "C")),
        finding(("b.md", 1, 1, "!"), ("d.md", 0, 1, "D")),
    ]

    outcome = outcome_of(lambda texts: fixes if texts == TEXTS else ())

    assert outcome.groups == (("a.md", "b.md", "d.md"), ("c.md",))
    assert outcome.without({"c.md"}).groups == (("a.md", "b.md", "d.md"),)
