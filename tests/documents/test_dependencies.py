"""Dependencies as people write them, and sentences that say none."""

import pytest

from tests.documents.lists import KITTY, SHEET, task_list

TASKS = "".join(f"- [ ] T{number:03} Step {number}\n" for number in range(1, 21)) + "\n"
PACKAGES = "".join(f"## WP{n:02} – Step {n}\n\n- [ ] T{n:03} Do {n}\n\n" for n in range(1, 6))


def said(text, path="specs/001-ferry/tasks.md", head=TASKS):
    """Return the dependencies of *text* as ``(who waits, for what)``."""
    return [
        (list(dependency.dependents), list(dependency.needs))
        for dependency in task_list(head + text + "\n", path).dependencies
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T003 depends on T001.", [(["T003"], ["T001"])]),
        ("T003 depends only on T001", [(["T003"], ["T001"])]),
        ("T003 depends on T001, T002 and T004.", [(["T003"], ["T001", "T002", "T004"])]),
        ("T003/T004 depend on T001", [(["T003", "T004"], ["T001"])]),
        ("T003-T004 depend on T001–T002", [(["T003", "T004"], ["T001", "T002"])]),
        ("Views (T003-T004) depend on models (T001)", [(["T003", "T004"], ["T001"])]),
        ("T001 blocks T003", [(["T003"], ["T001"])]),
        ("T003 is blocked by T001", [(["T003"], ["T001"])]),
        ("T001 must complete before T003", [(["T003"], ["T001"])]),
        ("T019 depends on T001, while T002 rests", [(["T019"], ["T001"])]),
        ("T001-T002 block T018+", [(["T018", "T019", "T020"], ["T001", "T002"])]),
        pytest.param(
            "T003 depends on T001 (owns the T009 seam) and T002",
            [(["T003"], ["T001", "T002"])],
            id="a remark on one of them is no further one",
        ),
        pytest.param(
            "T002 depends on T001, T003 on T002",
            [(["T002"], ["T001"])],
            id="the sentence goes on to the next",
        ),
        pytest.param(
            "Setup (T001-T002) → Tests (T003) → Code (T004)",
            [(["T003"], ["T001", "T002"]), (["T004"], ["T003"])],
            id="a chain of labelled steps",
        ),
        pytest.param(
            "Critical path: T009 → T003", [(["T003"], ["T009"])], id="a falling chain by its name"
        ),
        pytest.param(
            "T001 → T002, T001 → T003",
            [(["T002"], ["T001"]), (["T003"], ["T001"])],
            id="a chain that begins again",
        ),
    ],
)
def test_a_sentence_says_who_waits_for_what(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "T003 does not depend on T001.",
        "T003 may depend on T001.",
        "If T003 depends on T001, say so.",
        "T003 was blocked by T001 until May.",
        "Does T003 depend on T001?",
        "T003 depends on: none (unlike T001)",
        "T003 and T001 run together.",
        "`T003 depends on T001`",
        "T003 depends on T003",
        "T003 → T001",
        "Renumbered: old T001→T002",
        "T001→{T001, T002, T003}",
        "T002, T003 → can run once T001 is done",
        "The printer depends on paper.",
        "```\nT003 depends on T001\n```",
        "<!-- T003 depends on T001 -->",
    ],
)
def test_a_sentence_that_is_not_certain_says_nothing(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("line", "needs"),
    [
        ("- [ ] T030 Print (depends on T001, T002)", ["T001", "T002"]),
        ("- [ ] T030 Print in src/a.py, depends on T001-T002", ["T001", "T002"]),
        ("- [ ] T030 [P] Print — blocked by T001", ["T001"]),
    ],
)
def test_the_line_of_a_task_speaks_of_itself(line, needs):
    assert said(line) == [(["T030"], needs)]


def test_a_field_of_a_sheet_speaks_of_its_task():
    sheet = (
        "### BE-001: A\n\n**Priority**: LOW\n\n"
        "### BE-002: B\n\n**Depends on**: BE-001 (the reader)\n"
    )

    assert said("", SHEET, sheet) == [(["BE-002"], ["BE-001"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### Dependencies\n\n- Depends on WP01, WP02.", [(["WP05"], ["WP01", "WP02"])]),
        ("**Dependencies**: Depends on WP01", [(["WP05"], ["WP01"])]),
        ("### Dependencies\n\n- None (starting package).", []),
        (
            "### Dependencies\n\n- Depends on **WP01** (block content) and **WP02** (the seam).",
            [(["WP05"], ["WP01", "WP02"])],
        ),
        ("**Plan alias**: WP3.2 depends on nothing", []),
    ],
)
def test_a_section_of_dependencies_speaks_of_its_package(text, expected):
    assert said(text, KITTY, PACKAGES) == expected


def test_a_place_shows_the_words_of_the_statement():
    document = task_list(TASKS + "Views (T003) depend on models (T001).\n")

    [dependency] = document.dependencies

    assert document.source.slice(dependency.span) == "T003) depend on models (T001"
    assert [one.value for one in dependency.need_spans] == ["T001"]


def test_a_long_line_of_arrows_takes_time_in_proportion():
    chain = " → ".join(f"T{number:03}" for number in range(1, 900))

    assert len(said(chain)) == 898
