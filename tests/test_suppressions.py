"""Inline suppressions: which findings they cover, and what is said of those that do nothing.

A zero-width space (HL010 invisible-character) is found on any line, in code as elsewhere, so it
marks the lines that are covered and those that are not.
"""

import pytest

from harness_lint.config import Config, Selection
from harness_lint.documents.directives import directives_in_data
from harness_lint.source import Source
from harness_lint.testing import check_sources

Z = "a\u200bb"
"""A line with a finding."""

BOX = "-[ ] box"
"""A line with another finding, HL005 malformed-checkbox; a real box makes it one."""


def found(text, select=("HL010",), path="notes.md"):
    """The code and the line of each finding."""
    config = Config(selection=Selection(select=tuple(select)))
    report = check_sources({path: text.encode()}, config)
    assert not report.crashes
    return [(finding.code, finding.place.line) for finding in report.findings]


def lines_found(text, **more):
    return [line for _, line in found(text, **more)]


def messages(text, select=("HL010", "HL901")):
    config = Config(selection=Selection(select=tuple(select)))
    report = check_sources({"notes.md": text.encode()}, config)
    return [finding.message for finding in report.findings if finding.code == "HL901"]


def comment(words):
    return f"<!-- harness-lint: {words} -->"


def page(*lines):
    return "\n".join(lines) + "\n"


# What is covered


def test_a_disable_covers_all_that_follows():
    text = page(Z, "", comment("disable=HL010"), "", Z, "", "## Later", "", Z)

    assert lines_found(text) == [1]


def test_an_enable_ends_a_disable():
    text = page(comment("disable=HL010"), "", Z, "", comment("enable=HL010"), "", Z)

    assert lines_found(text) == [7]


def test_a_disable_holds_again_after_an_enable():
    text = page(
        comment("disable=HL010"), "", Z, "", comment("enable"), "", Z, "",
        comment("disable=HL010"), "", Z,
    )  # fmt: skip

    assert lines_found(text) == [7]


def test_an_enable_without_rules_ends_every_disable():
    text = page(comment("disable=HL010"), "", comment("enable"), "", Z)

    assert lines_found(text) == [5]


def test_an_enable_of_one_rule_leaves_the_others_disabled():
    text = page(
        "- [ ] a task", "", comment("disable"), "", comment("enable=HL005"), "", Z, "", BOX, "", BOX
    )

    assert found(text, select=("HL005", "HL010")) == [("HL005", 9), ("HL005", 11)]


def test_an_enable_of_another_rule_ends_nothing():
    text = page(comment("disable=HL010"), "", comment("enable=HL005"), "", Z)

    assert lines_found(text) == []


def test_an_enable_that_misspells_its_rule_enables_nothing():
    text = page(comment("disable=HL010"), "", comment("enable=invisible-charakter"), "", Z)

    assert lines_found(text) == []


def test_a_disable_line_covers_its_own_line():
    text = page(f"{Z} {comment('disable-line=HL010')}", Z)

    assert lines_found(text) == [2]


def test_a_disable_line_in_a_cell_covers_the_row():
    text = page(
        "| a | b |", "|---|---|", f"| {Z} | x {comment('disable-line=HL010')} |", f"| {Z} | |"
    )

    assert lines_found(text) == [4]


def test_a_disable_line_in_the_header_of_a_table_covers_the_header():
    text = page(f"| {Z} | b {comment('disable-line')} |", "|---|---|", f"| {Z} | |")

    assert lines_found(text) == [3]


def test_a_disable_line_in_a_heading_and_in_an_item():
    text = page(
        f"# {Z} {comment('disable-line=HL010')}", "",
        f"- {Z} {comment('disable-line=HL010')}", f"- {Z}",
    )  # fmt: skip

    assert lines_found(text) == [4]


def test_a_disable_next_line_covers_one_line():
    text = page(comment("disable-next-line=HL010"), Z, Z)

    assert lines_found(text) == [3]


def test_a_disable_next_line_inside_a_paragraph_and_a_list():
    text = page(f"words {comment('disable-next-line=HL010')}", Z, "", "- one", "",
                f"  {comment('disable-next-line=HL010')}", f"  {Z}", f"- {Z}")  # fmt: skip

    assert lines_found(text) == [8]


def test_a_disable_next_line_passes_over_an_empty_line():
    text = page(comment("disable-next-line=HL010"), "", Z, "", Z)

    assert lines_found(text) == [5]


@pytest.mark.parametrize("between", [[], [""]], ids=["at once", "after an empty line"])
def test_a_disable_next_line_before_a_fence_covers_the_fence(between):
    text = page(comment("disable-next-line=HL010"), *between, "```text", Z, Z, "```", Z)

    assert lines_found(text) == [6 + len(between)]


def test_a_disable_next_line_covers_a_fence_in_a_list():
    text = page(
        "- one", "", f"  {comment('disable-next-line=HL010')}", "", "  ```", f"  {Z}", "  ```"
    )

    assert lines_found(text) == []


def test_a_fence_further_down_is_not_covered():
    text = page(comment("disable-next-line=HL010"), "words", "", "```text", Z, "```")

    assert lines_found(text) == [5]


def test_a_disable_file_covers_what_stands_before_it():
    text = page(Z, "", Z, "", comment("disable-file=HL010"))

    assert lines_found(text) == []


@pytest.mark.covers("FND-004")
def test_a_directive_covers_the_primary_place_alone():
    conflict = page(
        "<<<<<<< ours", "a", "=======", "b", f">>>>>>> theirs {comment('disable-line')}"
    )

    assert found(conflict, select=("HL007",)) == [("HL007", 1)]


# How rules are named


@pytest.mark.parametrize(
    "rules",
    [
        "=HL010",
        "=hl010",
        "=invisible-character",
        "=HL0",
        "=ALL",
        "=HL005,HL010",
        "= HL005 , HL010",
        "",
        "=HL010 -- a reason",
        "=HL010 -- a reason -- with dashes - and, commas = signs",
        " -- all of them",
    ],
)
def test_a_rule_is_named_by_code_name_prefix_or_not_at_all(rules):
    assert lines_found(page(comment(f"disable{rules}"), "", Z)) == []


@pytest.mark.parametrize("rules", ["=HL005", "=HL01x", "=", "=invisible", "=malformed-checkbox"])
def test_another_rule_and_a_rule_that_does_not_exist_cover_nothing(rules):
    assert lines_found(page(comment(f"disable{rules}"), "", Z)) == [3]


def test_a_comment_of_several_lines_holds_one_directive_to_a_line():
    text = page(
        "<!--", "harness-lint: disable=HL010 -- shown", "harness-lint: disable=HL005", "-->", "",
        "- [ ] a task", "", BOX, "", Z,
    )  # fmt: skip

    assert found(text, select=("HL005", "HL010")) == []


def test_blanks_do_not_count():
    assert lines_found(page("<!--harness-lint:disable=HL010-->", "", Z)) == []
    assert lines_found(page("<!--   harness-lint:   disable =  HL010   -->", "", Z)) == []


# Where a directive does nothing


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["```html", comment("disable=HL010"), "```"], id="in a fence"),
        pytest.param(["text", "", f"    {comment('disable=HL010')}"], id="in indented code"),
        pytest.param([f"`{comment('disable=HL010')}`"], id="in code"),
        pytest.param(
            ["| a |", "|---|", f"| `{comment('disable=HL010')}` |"], id="in code in a cell"
        ),
        pytest.param(["harness-lint: disable=HL010"], id="in plain text"),
        pytest.param(["<div>", "harness-lint: disable=HL010", "</div>"], id="in html"),
        pytest.param(["<!-- see harness-lint: disable=HL010 -->"], id="in a comment about us"),
        pytest.param(["<!-- harness-linter: disable=HL010 -->"], id="of another tool"),
        pytest.param(["# harness-lint: disable=HL010"], id="in a heading"),
    ],
)
def test_a_directive_counts_only_in_a_comment_of_its_own(lines):
    text = page(*lines, "", Z)

    assert lines_found(text) == [len(lines) + 2]
    assert messages(text) == []


# Other line ends, other files


@pytest.mark.parametrize(
    "text",
    [
        page(comment("disable=HL010 -- why"), "", Z),
        page(f"{Z} {comment('disable-line=HL010')}"),
        page(comment("disable-next-line=HL010"), "", "```", Z, "```"),
        page("<!--", "harness-lint: disable=HL010 -- why", "-->", "", Z),
        page("---", "# harness-lint: disable-file=HL010 -- why", "a: b", "---", "", Z),
    ],
)
def test_carriage_returns_change_nothing(text):
    assert lines_found(text) == []
    assert lines_found(text.replace("\n", "\r\n")) == []


def test_a_reason_under_carriage_returns_holds_none():
    text = page("a: b # harness-lint: disable-line=HL010 -- a reason").replace("\n", "\r\n")

    (directive,) = directives_in_data(Source.from_text("a.yaml", text))

    assert directive.reason == "a reason"


def test_a_comment_of_front_matter_is_one_too():
    text = page("---", f"name: {Z} # harness-lint: disable-line=HL010", f"note: {Z}", "---")

    assert lines_found(text) == [3]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("# harness-lint: disable-file", 1),
        ("  # harness-lint: disable=HL010 -- why", 1),
        ("a: b # harness-lint: disable-line=HL010", 1),
        ("a: 'b' # harness-lint: disable-line=HL010", 1),
        ("a: it's # harness-lint: disable-line=HL010", 1),
        ('- "b" # harness-lint: disable-line=HL010', 1),
        ('a: "b # harness-lint: disable-line=HL010"', 0),
        ("a: 'b # harness-lint: disable-line=HL010'", 0),
        ("a: b# harness-lint: disable-line=HL010", 0),
        ("# see # harness-lint: disable-line=HL010", 0),
        ("a: harness-lint: disable-line=HL010", 0),
    ],
)
def test_a_comment_of_yaml_is_told_from_a_value(line, count):
    source = Source.from_text("services.yaml", f"x: 1\n{line}\ny: 2\n")

    assert len(list(directives_in_data(source))) == count


def test_a_yaml_file_is_covered_by_its_comments():
    text = page("commands:", f"  a: {Z} # harness-lint: disable-line=HL010", f"  b: {Z}")

    assert lines_found(text, path=".factory/services.yaml") == [3]


def test_places_behind_wide_characters_are_exact():
    text = page("⚓ 港", comment("disable=HL01"), "", Z)
    config = Config(selection=Selection(select=("HL010", "HL901")))

    report = check_sources({"notes.md": text.encode()}, config)

    assert [(f.code, f.place.line, f.place.column) for f in report.findings] == []


# What is said of those that do nothing


def test_a_suppression_in_use_is_not_mentioned():
    assert messages(page(comment("disable=HL010"), "", Z)) == []
    assert messages(page(comment("disable=HL010"), "", Z, "", comment("enable"))) == []


@pytest.mark.covers("FND-004")
def test_an_unused_one_is():
    assert messages(page(comment("disable=HL010"), "", "words")) == [
        "`disable` of `HL010` suppresses nothing here; remove it"
    ]


def test_of_several_rules_only_the_unused_ones_are_named():
    text = page(comment("disable=HL010, malformed-checkbox, HL004"), "", Z)

    assert messages(text, select=("HL004", "HL005", "HL010", "HL901")) == [
        "`disable` of `malformed-checkbox`, `HL004` suppresses nothing here; remove it"
    ]


def test_a_rule_that_did_not_run_is_not_judged():
    assert messages(page(comment("disable=HL005"), "", "words")) == []
    assert messages(page(comment("disable-file"), "", "words")) == []


def test_a_directive_without_rules_is_judged_when_all_rules_ran():
    assert messages(page(comment("disable-file"), "", "words"), select=("ALL",)) == [
        "`disable-file` suppresses nothing here; remove it"
    ]


def test_a_directive_that_covers_everything_does_not_hide_that_it_is_unused():
    assert messages(page(comment("disable-line"), ""), select=("ALL",)) == [
        "`disable-line` suppresses nothing here; remove it"
    ]


def test_one_that_names_the_rule_does():
    text = page(comment("disable-next-line=HL901"), comment("disable=HL010"), "", "words")

    assert messages(text) == []


def test_a_prefix_is_judged_by_the_rules_that_are_on_by_default():
    text = page(comment("disable=HL1"), "", "words")

    assert messages(text, select=("HL1", "HL901")) == [
        "`disable` of `HL1` suppresses nothing here; remove it"
    ]
    assert messages(text, select=("HL101", "HL901")) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "disable=invisible-charakter",
            "there is no rule `invisible-charakter`; did you mean `invisible-character`?",
        ),
        (
            "disable=Invisible-Character",
            ("there is no rule `Invisible-Character`; did you mean `invisible-character`?"),
        ),
        ("disable=HL999", "there is no rule `HL999`; `harness-lint rules` lists them all"),
        ("enable=HL999", "there is no rule `HL999`; `harness-lint rules` lists them all"),
        ("disable=", "no rule stands behind the `=` of `disable`; name one"),
        ("disable=HL010,", "no rule stands behind the `=` of `disable`; name one"),
        ("disabled=HL010", "`disabled` tells the linter nothing; did you mean `disable`?"),
        (
            "disable-nextline=HL010",
            ("`disable-nextline` tells the linter nothing; did you mean `disable-next-line`?"),
        ),
        ("disable HL010", "`disable HL010` tells the linter nothing; did you mean `disable`?"),
        (
            "",
            (
                "a comment without a word tells the linter nothing; use one of `disable`, "
                "`disable-line`, `disable-next-line`, `disable-file`, `enable`, `waive`"
            ),
        ),
        ("enable", "`enable` ends no `disable` above it; remove it"),
    ],
)
def test_a_directive_that_cannot_work_is_reported(words, message):
    assert message in messages(page(comment(words), "", Z))


def test_two_that_cover_one_finding_are_both_in_use():
    text = page(comment("disable-file=HL010"), comment("disable=HL010"), "", Z)

    assert messages(text) == []


def test_many_directives_in_one_document_are_read_in_linear_time():
    count = 5000
    text = page(" ".join(comment("disable-line=HL005") for _ in range(count)), "", BOX, "- [ ] a")

    assert lines_found(text, select=("HL005",)) == [3]
    assert len(messages(text, select=("HL005", "HL901"))) == count
