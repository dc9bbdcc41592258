"""The fix that writes one word for another."""

import pytest

from harness_lint.findings import Applicability, replacement, replacements
from harness_lint.source import Source, Span


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("kiln", "oven"),
        ('"kiln"', '"oven"'),
        ("'kiln'", "'oven'"),
        ("`kiln`", "`oven`"),
    ],
)
def test_a_word_is_replaced_in_the_quotes_that_it_has(written, after):
    fix = replacement(Span(3, 9), written, "kiln", "oven")

    assert fix is not None
    assert fix.title == "Write `oven`"
    assert fix.applicability is Applicability.UNSAFE
    assert [edit.text for edit in fix.edits] == [after]


@pytest.mark.parametrize("written", ["", "ki**ln**", '"kiln', "kiln,", '"ki\\u006cn"'])
def test_where_something_else_stands_there_is_no_replacement(written):
    assert replacement(Span(0, 4), written, "kiln", "oven") is None


def test_a_word_is_replaced_at_all_places_or_at_none():
    source = Source.from_text("pots.json", '["kiln", "kiln", "Kiln"]')
    first, second, other = (source.location(Span(at, at + 6)) for at in (1, 9, 17))

    fix = replacements([first, second], "kiln", "oven")

    assert fix is not None
    assert [(edit.at, edit.text) for edit in fix.edits] == [(first, '"oven"'), (second, '"oven"')]
    assert replacements([first, other], "kiln", "oven") is None
