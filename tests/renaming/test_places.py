"""Where an ID is written anew, and where it is not."""

import pytest

from harness_lint.renaming.values import Name
from tests.renaming.projects import project_over, renamed, renaming_of

SPEC = """\
# Feature Specification: Lamp log

## User Scenarios & Testing

### User Story 1 - Note the time (Priority: P1)

1. **Given** a lamp, **When** it is lit, **Then** the time is noted

## Requirements

- **FR-001**: The log MUST note the time
- **FR-002**: The log MUST survive a restart
- **FR-003**: The log MUST be short
- **FR-004**: The log MUST be kept
"""
TASKS = """\
# Tasks: Lamp log

- [x] T001 Note the time in `src/log.py` (FR-001)
- [ ] T002 Keep the log in `src/store.py`
- [ ] T003 Shorten it in `src/short.py`
- [ ] T004 Keep it in `src/keep.py`
"""
HOME = {"specs/001-lamp/spec.md": SPEC, "specs/001-lamp/tasks.md": TASKS}
BESIDE = "specs/001-lamp/notes.md"


def beside(text: str, old: str, new: str, path: str = BESIDE) -> str:
    """*text*, of a document at *path*, with *old* called *new*."""
    return renamed({**HOME, path: text}, old, new)[path]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FR-001 is old", "FR-009 is old"),
        ("**FR-001**, `FR-001` and (FR-001).", "**FR-009**, `FR-009` and (FR-009)."),
        (
            "| FR-001 | x |\n| --- | --- |\n| FR-001 | y |",
            "| FR-009 | x |\n| --- | --- |\n| FR-009 | y |",
        ),
        ("```text\nFR-001\n```", "```text\nFR-009\n```"),
        ("<!-- FR-001 -->", "<!-- FR-009 -->"),
        ("specs/001-lamp/FR-001 and 001-lamp/FR-001", "specs/001-lamp/FR-009 and 001-lamp/FR-009"),
        ("FR-001~2, FR-001/FR-002", "FR-009~2, FR-009/FR-002"),
        ("ä😀 FR-001 ä FR-001", "ä😀 FR-009 ä FR-009"),
        ("\ufeffFR-001\r\nFR-001\r\n", "\ufeffFR-009\r\nFR-009\r\n"),
        ("FR-001-FR-001", "FR-009-FR-009"),
        ("FR-001a, a part of it", "FR-009a, a part of it"),
    ],
)
def test_an_id_is_written_anew_wherever_it_means_the_item(text, expected):
    assert beside(text, "FR-001", "FR-009") == expected


@pytest.mark.parametrize(
    "text",
    [
        "XFR-001, NFR-001, FR-0010, FR-001.2",
        "fr-001",
        "FR-001-login, a-FR-001, FR-001.md, docs.FR-001",
        "FR-002 alone",
    ],
)
def test_a_longer_name_is_left_alone(text):
    assert beside(text, "FR-001", "FR-009") == text


def test_the_path_of_a_file_is_left_alone():
    texts = {
        **HOME,
        BESIDE: "See plans/FR-001/index.md",
        "specs/001-lamp/plans/FR-001/index.md": "#\n",
    }

    assert renamed(texts, "FR-001", "FR-009")[BESIDE] == texts[BESIDE]


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("FR-001 to FR-004", "FR-004", "FR-005", "FR-001 to FR-003, FR-005"),
        ("FR-001 to FR-003", "FR-004", "FR-009", "FR-001 to FR-003"),
        ("T001-T004", "T001", "T009", "T002-T004, T009"),
        ("T001–T004", "T002", "T009", "T001, T003–T004, T009"),
        ("T001..04", "T004", "T008", "T001..T003, T008"),
        ("T001-T002", "T002", "T001a", "T001, T001a"),
        ("T002+", "T003", "T009", "T002+"),
        ("T002+", "T001", "T009", "T002-T004"),
        ("T002+", "T004", "T000", "T000, T002+"),
        ("FR-001, 002, 003", "FR-002", "FR-008", "FR-001, 008, 003"),
        ("FR-001, -002, -003", "FR-002", "NFR-002", "FR-001, NFR-002, FR-003"),
        ("FR-001/002", "FR-001", "NFR-001", "NFR-001/FR-002"),
        ("FR-001, 100 lamps", "FR-001", "NFR-001", "NFR-001, 100 lamps"),
    ],
)
def test_a_range_or_a_list_names_the_same_items_as_before(text, old, new, expected):
    assert beside(text, old, new) == expected


def test_the_plural_of_an_id_of_words_is_read():
    path = "docs/plans/2026-03-04-lamp.md"
    plan = "# Lamp Plan\n\n### Task 1: A\n\nx\n\n### Task 2: B\n\nx\n\n### Task 3: C\n\n"

    after = renamed({path: plan + "After Tasks 1-2, and Task 3.\n"}, "Task 2", "Task 5")[path]

    assert after == plan.replace("Task 2", "Task 5") + "After Tasks 1, 5, and Task 3.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("User Story 1, user story #1 and [US1]", "User Story 7, user story #7 and [US7]"),
        ("User Stories 1 and 2", "User Stories 7 and 2"),
        ("US1/AC1, User Story 12, story 1.5", "US7/AC1, User Story 12, story 1.5"),
    ],
)
def test_an_id_made_of_words_is_written_in_words(text, expected):
    assert beside(text, "US1", "US7") == expected


def test_the_words_that_define_an_id_are_written_anew():
    after = renamed(HOME, "US1", "US7")

    assert "### User Story 7 - Note the time" in after["specs/001-lamp/spec.md"]


def test_links_to_a_heading_follow_it():
    texts = {
        **HOME,
        "specs/001-lamp/spec.md": SPEC + "\n## FR-005 Oil\n\nSee [it](#fr-005-oil).\n",
        BESIDE: "[a](spec.md#fr-005-oil) <a href='spec.md#fr-005-oil'>b</a> [c](o.md#fr-005-oil)",
    }

    after = renamed(texts, "FR-005", "FR-006")

    assert "## FR-006 Oil\n\nSee [it](#fr-006-oil)." in after["specs/001-lamp/spec.md"]
    assert after[BESIDE] == (
        "[a](spec.md#fr-006-oil) <a href='spec.md#fr-006-oil'>b</a> [c](o.md#fr-005-oil)"
    )


def test_another_scope_keeps_its_own():
    other = "specs/002-oil/spec.md"
    texts = {
        **HOME,
        other: SPEC,
        "README.md": "FR-001 and 002-oil/FR-001",
        "specs/002-oil/x.md": "FR-001",
    }

    after = renamed(texts, "specs/002-oil/FR-001", "FR-009")

    assert after["specs/001-lamp/spec.md"] == SPEC
    assert after["README.md"] == "FR-001 and 002-oil/FR-009"
    assert after["specs/002-oil/x.md"] == "FR-009"


def test_a_place_that_may_mean_several_items_is_left_and_told():
    texts = {**HOME, "specs/002-oil/spec.md": SPEC, "README.md": "FR-001"}
    sources = {path: text.encode() for path, text in texts.items()}

    renaming = renaming_of(
        project_over(sources), sources, {Name("specs/002-oil", "FR-001"): "FR-009"}
    )

    assert [(left.path, left.why) for left in renaming.left] == [
        ("README.md", "it may mean `specs/001-lamp/FR-001`, `specs/002-oil/FR-001`")
    ]


PYTHON = '''\
import pytest


@pytest.mark.covers("FR-001")
def test_fr_001_the_time_is_noted():
    """FR-001, as a sentence."""
    assert "FR-001" != "x"  # FR-001


def test_other():
    pass
'''
PYTHON_AFTER = '''\
import pytest


@pytest.mark.covers("FR-009")
def test_fr_009_the_time_is_noted():
    """FR-009, as a sentence."""
    assert "FR-001" != "x"  # FR-009


def test_other():
    pass
'''


def test_names_markers_and_comments_of_tests_follow_and_their_data_does_not():
    assert beside(PYTHON, "FR-001", "FR-009", "tests/test_log.py") == PYTHON_AFTER


def test_documents_that_name_a_test_follow_its_name():
    texts = {
        **HOME,
        "tests/test_log.py": PYTHON,
        BESIDE: "`tests/test_log.py::test_fr_001_the_time_is_noted`, not test_fr_001",
    }

    after = renamed(texts, "FR-001", "FR-009")

    assert after[BESIDE] == "`tests/test_log.py::test_fr_009_the_time_is_noted`, not test_fr_001"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "log.test.ts",
            "it('FR-001: notes the time', () => {});\n",
            "it('FR-009: notes the time', () => {});\n",
        ),
        (
            "LogTest.java",
            "class LogTest { @Test void fr001NotesTheTime() {} }\n",
            "class LogTest { @Test void fr009NotesTheTime() {} }\n",
        ),
        (
            "log_test.go",
            "package log\n\nfunc TestFR001_Notes(t *testing.T) {}\n",
            "package log\n\nfunc TestFR009_Notes(t *testing.T) {}\n",
        ),
        (
            "log.feature",
            "Feature: Log\n  @FR-001\n  Scenario: Notes\n",
            "Feature: Log\n  @FR-009\n  Scenario: Notes\n",
        ),
    ],
)
def test_each_language_spells_an_id_its_own_way(path, text, expected):
    assert beside(text, "FR-001", "FR-009", f"tests/{path}") == expected
