"""What people and agents read: full, concise, grouped, agent, github."""

from __future__ import annotations

import re

import pytest
from reports import (
    TASKS,
    context,
    count,
    duplicate,
    finding,
    related,
    rendered,
    report,
)

from harness_lint.engine.report import Extent, Provenance, Report
from harness_lint.findings import Applicability, PlacedFix, Severity
from harness_lint.reporters import TEXT_FORMATS
from harness_lint.reporters.frame import mark
from harness_lint.reporters.terminal import cells, rows, safe
from harness_lint.source import Place


def test_full_shows_the_words_the_related_place_and_the_fix():
    assert (
        rendered("full", report(duplicate()))
        == """\
error[HL302]: task ID `T001` is already used [duplicate-task-id]
 --> tasks.md:5:7
  |
3 | - [ ] T001 Write the parser
  |       ---- first used here
...
5 | - [x] T001 Write the reader
  |       ^^^^
  |
  = fix: rename it to `T003` (unsafe)

3 files checked (2 of a known family): 1 error; 1 fixable with --fix --unsafe-fixes
`harness-lint explain HL302` tells why, and how to repair it"""
    )


def test_full_shows_a_related_place_of_another_file_in_a_frame_of_its_own():
    one = finding(
        TASKS, "T002", "odd", related=(related(TASKS, "T001", "see this", "other, notes.md"),)
    )

    assert (
        rendered("full", report(one), context(summary=False))
        == """\
error[HL302]: odd [duplicate-task-id]
 --> tasks.md:4:7
  |
4 | - [ ] T002 [P] Write the printer
  |       ^^^^
 ::: other, notes.md:3:7
  |
3 | - [ ] T001 Write the parser
  |       ---- see this
"""
    )


def test_full_draws_two_marks_on_one_line_below_it():
    one = finding(TASKS, "T002", "odd", related=(related(TASKS, "[P]", "because of this"),))

    assert rendered("full", report(one), context(summary=False)).split("\n")[3:6] == [
        "4 | - [ ] T002 [P] Write the printer",
        "  |       ^^^^",
        "  |            --- because of this",
    ]


def test_full_counts_related_places_beyond_the_first_ones():
    one = finding(TASKS, "T002", "odd", related=(related(TASKS, "[P]", "x"),) * 11)

    assert "= and 3 more places" in rendered("full", report(one))


def test_full_without_the_file_still_gives_the_message():
    assert (
        rendered("full", report(duplicate()), context({}, summary=False))
        == """\
error[HL302]: task ID `T001` is already used [duplicate-task-id]
 --> tasks.md:5:7
  = first used here
  |
  = fix: rename it to `T003` (unsafe)
"""
    )


def test_full_shows_a_file_that_is_no_text():
    one = finding(TASKS, "T002", "not UTF-8")
    shown = rendered("full", report(one), context({"tasks.md": TASKS.encode() + b"\xff"}))

    assert "4 | - [ ] T002" in shown


@pytest.mark.covers("FND-001")
@pytest.mark.parametrize(
    ("line", "place", "expected"),
    [
        pytest.param("- [ ] T1 abc", Place(1, 7, 1, 9), ("- [ ] T1 abc", 6, 2), id="plain"),
        pytest.param("写解析器 x", Place(1, 2, 1, 5), ("写解析器 x", 2, 6), id="wide characters"),
        pytest.param("\ta\tb", Place(1, 4, 1, 5), ("    a    b", 9, 1), id="tabs"),
        pytest.param("e\u0301tude x", Place(1, 8, 1, 9), ("e\u0301tude x", 6, 1), id="combining"),
        pytest.param("ab\x1b[0mX", Place(1, 7, 1, 8), ("ab\\x1b[0mX", 9, 1), id="control"),
        pytest.param("abc", Place(1, 4, 1, 4), ("abc", 3, 1), id="behind the end"),
        pytest.param("abc", Place(1, 9, 1, 12), ("abc", 3, 1), id="beyond the end"),
        pytest.param("", Place(1, 1, 1, 1), ("", 0, 1), id="empty line"),
        pytest.param("abc def", Place(1, 5, 3, 1), ("abc def", 4, 3), id="several lines"),
        pytest.param(
            "a" * 50 + "XY" + "b" * 50,
            Place(1, 51, 1, 53),
            ("..." + "a" * 11 + "XY" + "b" * 21 + "...", 14, 2),
            id="cut on both sides",
        ),
        pytest.param(
            "XY" + "b" * 98, Place(1, 1, 1, 3), ("XY" + "b" * 32 + "...", 0, 2), id="cut behind"
        ),
        pytest.param(
            "a" * 98 + "XY", Place(1, 99, 1, 101), ("..." + "a" * 11 + "XY", 14, 2), id="cut before"
        ),
        pytest.param("X" * 90, Place(1, 1, 1, 91), ("X" * 34 + "...", 0, 34), id="long words"),
    ],
)
def test_the_mark_stands_under_the_words(line, place, expected):
    assert mark(line, place, 40) == expected


def test_a_line_of_a_million_columns_is_cut_without_being_drawn():
    line = "x" * 1_000_000

    marked = mark(line, Place(1, 500_001, 1, 500_003), 80)

    assert cells(marked.text) <= 80
    assert marked.length == 2


def test_concise_is_one_line_per_finding_and_a_summary():
    assert (
        rendered("concise", report(duplicate(), count()))
        == """\
other, notes.md:4:12: HL311 50% of 2 tasks, or: `a,b` [wrong-count]
tasks.md:5:7: HL302 task ID `T001` is already used [duplicate-task-id]
3 files checked (2 of a known family): 1 error, 1 warning; 1 fixable with --fix --unsafe-fixes"""
    )


def test_grouped_puts_findings_below_their_file():
    one = finding(TASKS, "Write", "odd", severity=Severity.WARNING)

    assert (
        rendered("grouped", report(duplicate(), one))
        == """\
tasks.md
  3:12  warning  HL302  odd [duplicate-task-id]
  5:7   error    HL302  task ID `T001` is already used [duplicate-task-id]

3 files checked (2 of a known family): 1 error, 1 warning; 1 fixable with --fix --unsafe-fixes"""
    )


def test_agent_gives_the_path_once_and_the_repair_with_each_finding():
    assert (
        rendered("agent", report(duplicate(), count()))
        == """\
3 files checked (2 of a known family): 1 error, 1 warning; 1 fixable with --fix --unsafe-fixes
other, notes.md
  4 warning HL311 wrong-count: 50% of 2 tasks, or: `a,b`
tasks.md
  5 HL302 duplicate-task-id: task ID `T001` is already used (line 3: first used here) \
-> rename it to `T003` (unsafe)"""
    )


def test_agent_names_a_rule_only_once():
    shown = rendered("agent", report(duplicate(), duplicate())).split("\n")[2:]

    assert [line.split(": ")[0] for line in shown] == ["  5 HL302 duplicate-task-id", "  5 HL302"]


def test_agent_joins_the_places_of_which_the_same_is_said():
    places = (
        *(related(TASKS, words, "here too") for words in ("T001", "Write the reader")),
        *(related(TASKS, "T002", "here too", f"{number}.md") for number in range(5)),
        related(TASKS, "T002", "as told here"),
    )
    one = finding(TASKS, "T002", "odd", related=places)

    shown = rendered("agent", report(one), context(shown_path=lambda path: f"../{path}"))

    assert shown.endswith(
        "odd (lines 3, 5, ../0.md:4, ../1.md:4, ../2.md:4 and 2 more: here too) "
        "(line 4: as told here)"
    )


def test_agent_is_capped_and_says_what_is_left_out():
    many = [duplicate()] * 61 + [count()]

    last = rendered("agent", report(*many)).split("\n")[-1]

    assert last == (
        "2 more not shown (HL302 duplicate-task-id x2); "
        "use --output-format concise, a path, or --select"
    )


def test_github_escapes_what_would_end_a_property_or_a_message():
    assert rendered("github", report(duplicate(), count())).split("\n") == [
        (
            "::warning file=other%2C notes.md,line=4,endLine=4,col=12,endColumn=15,"
            "title=HL311 wrong-count::50%25 of 2 tasks, or: `a,b`"
        ),
        (
            "::error file=tasks.md,line=5,endLine=5,col=7,endColumn=11,"
            "title=HL302 duplicate-task-id::task ID `T001` is already used"
            "%0Atasks.md:3: first used here%0Afix: rename it to `T003`"
        ),
    ]


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "agent"])
def test_nothing_found_says_how_much_was_looked_at(name):
    last = rendered(name, report()).split("\n")[-1]

    assert last == "3 files checked (2 of a known family): nothing to report"


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "agent", "github"])
def test_no_format_lets_a_document_command_the_terminal(name):
    text = "\x1b]0;evil\x07 \u202e T9\n"
    one = finding(text, "T9", "found `\x1b[2J\u202e`", path="a\x1b[0m\nb.md")

    shown = rendered(name, report(one), context({"a\x1b[0m\nb.md": text}))

    assert not any(sign in shown for sign in "\x1b\x07\u202e")


@pytest.mark.covers("SVC-003")
@pytest.mark.parametrize("path", ["::add-mask::a.md", " \u3000::add-mask::a.md"])
@pytest.mark.parametrize("name", sorted(TEXT_FORMATS))
def test_no_format_lets_a_document_command_the_service_that_reads_the_log(name, path):
    text = "## A ##[add-mask]a ##vso[task.setvariable variable=PATH]b T9\n"
    one = finding(text, "A ##[", f"found `{text.strip()}`", path=path)

    lines = rendered(name, report(one), context({path: text})).split("\n")

    assert [line for line in lines if re.search(r"##(vso)?\[|^\s*::(?!:)", line)] == []
    assert any("\\x23#vso[task.setvariable" in line for line in lines)


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_colour_adds_nothing_but_colour(name):
    colored = rendered(name, report(duplicate(), count()), context(colour=True))

    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == rendered(name, report(duplicate(), count()))


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "agent"])
def test_paths_are_shown_as_the_reader_can_open_them(name):
    shown = rendered(name, report(count()), context(shown_path=lambda path: f"../{path}"))

    assert "../other, notes.md" in shown


def test_columns_of_a_table_are_aligned_by_the_width_that_is_seen():
    assert rows([("写", "x", "end"), ("abc", "yy", "")]) == ["写   x   end", "abc  yy"]


def test_undecodable_names_are_written_as_escapes():
    assert safe("a\udcff.md") == "a\\udcff.md"


def last_line(one: Report) -> str:
    return rendered("concise", one).split("\n")[-1]


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        (Extent(), "nothing to report"),
        (Extent("paths"), "nothing to report in these paths"),
        (Extent("stdin"), "nothing to report in this text"),
        (Extent(has_all_rules=False), "nothing to report by the rules selected"),
        (
            Extent("paths", has_all_rules=False),
            "nothing to report in these paths by the rules selected",
        ),
    ],
)
def test_a_narrowed_run_passes_only_what_it_has_looked_at(extent, words):
    one = report()._replace(provenance=Provenance(extent=extent))

    assert last_line(one) == f"3 files checked (2 of a known family): {words}"


def test_the_summary_counts_what_the_baseline_hides():
    assert last_line(report()._replace(hidden=2)).endswith(
        ": nothing new; 2 findings of the baseline are not shown"
    )
    assert last_line(report(duplicate())._replace(hidden=1)).endswith(
        "; 1 finding of the baseline is not shown"
    )


def test_the_summary_counts_what_the_baseline_need_not_hold_any_more():
    assert last_line(report()._replace(fixed=3)).endswith(
        ": nothing to report; 3 of the baseline are fixed: --write-baseline removes them"
    )


def fixable(applicability):
    return duplicate()._replace(fix=PlacedFix("Number it anew", applicability, ()))


SAFE, UNSAFE = fixable(Applicability.SAFE), fixable(Applicability.UNSAFE)


@pytest.mark.parametrize(
    ("findings", "applied", "words"),
    [
        ([SAFE, SAFE], None, "2 errors; 2 fixable with --fix"),
        ([SAFE, UNSAFE], None, "2 errors; 1 fixable with --fix, 1 more with --unsafe-fixes"),
        ([UNSAFE], None, "1 error; 1 fixable with --fix --unsafe-fixes"),
        ([UNSAFE], 3, "3 fixed; 1 error; 1 fixable with --fix --unsafe-fixes"),
        ([SAFE], 0, "1 error"),
        ([], 2, "2 fixed; nothing to report"),
        ([], 0, "nothing to report"),
    ],
)
def test_the_summary_says_what_was_fixed_and_what_can_be(findings, applied, words):
    one = report(*findings)._replace(applied=applied)

    assert last_line(one) == f"3 files checked (2 of a known family): {words}"
