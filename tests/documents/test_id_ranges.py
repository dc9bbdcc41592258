"""The algebra of IDs in running text."""

import pytest

from harness_lint.documents.id_ranges import find_ids, split_id

TASK = r"T\d{2,4}[A-Za-z]?(?:-[A-Z]{1,8}\b)?"
WORDS = r"Task \d{1,3}(?:\.\d{1,3})*[a-z]?"
SHEET = r"(?:BE|FE)-\d{2,4}"


def members(text, pattern=TASK, known=()):
    """Return the IDs that each reference in *text* means."""
    return [list(reference.members(known)) for reference in find_ids(text, pattern)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T001", [["T001"]]),
        ("T001-T003", [["T001", "T002", "T003"]]),
        ("T001–T003", [["T001", "T002", "T003"]]),
        ("T001 — T003", [["T001", "T002", "T003"]]),
        ("T001 to T003", [["T001", "T002", "T003"]]),
        ("T001 through T003", [["T001", "T002", "T003"]]),
        ("T001..T003", [["T001", "T002", "T003"]]),
        ("T001-003", [["T001", "T002", "T003"]]),
        ("T001–3", [["T001", "T002", "T003"]]),
        ("T0061..63", [["T0061", "T0062", "T0063"]]),
        pytest.param("T001–003.", [["T001", "T002", "T003"]], id="a sentence may end behind it"),
        ("T001, T003", [["T001"], ["T003"]]),
        ("T001/T002", [["T001"], ["T002"]]),
        ("T001-T002, T005-T006", [["T001", "T002"], ["T005", "T006"]]),
        ("T009-T010", [["T009", "T010"]]),
        pytest.param("T003-T001", [["T003"], ["T001"]], id="a falling range is two IDs"),
        pytest.param("T001-T001", [["T001"], ["T001"]], id="an empty range is two IDs"),
        pytest.param("T014a", [["T014a"]], id="a suffix belongs to the ID"),
        pytest.param("T034-MIN", [["T034-MIN"]], id="a tail belongs to the ID"),
        pytest.param("T014a-T014c", [["T014a"], ["T014c"]], id="letters are not counted through"),
        pytest.param("xT001 T001x1 T001_2 fooT001", [], id="parts of words are none"),
        pytest.param("T001.2 and T003.", [["T003"]], id="another number goes on"),
        pytest.param("T0001-T9999", [["T0001", "T9999"]], id="a range too long is its ends"),
        pytest.param("T001 2024-05", [["T001"]], id="a date is no end"),
    ],
)
def test_references_mean_these_ids(text, expected):
    assert members(text) == expected


def test_ids_with_a_dash_of_their_own_have_ranges_too():
    assert members("BE-001 to BE-003, FE-007", SHEET) == [
        ["BE-001", "BE-002", "BE-003"],
        ["FE-007"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Task 1, Task 3", [["Task 1"], ["Task 3"]]),
        ("Tasks 1-3", [["Task 1", "Task 2", "Task 3"]]),
        ("tasks 1, 2 and 4", [["Task 1"], ["Task 2"], ["Task 4"]]),
        ("Tasks 1–2, 6", [["Task 1", "Task 2"], ["Task 6"]]),
        ("Task 9 and Tasks 1 & 2", [["Task 9"], ["Task 1"], ["Task 2"]]),
        pytest.param("Tasks 1.2 and 3", [], id="a part of a task is none that could be counted to"),
        pytest.param("subtasks 1-3, tasks", [], id="parts of words are none"),
        pytest.param("Tasks 50% done", [], id="a share is none"),
    ],
)
def test_the_plural_of_a_word_names_several(text, expected):
    assert members(text, WORDS) == expected


def test_an_open_range_ends_with_what_is_known():
    assert members("T018+", known=("T001", "T018", "T019")) == [["T018", "T019"]]


def test_an_open_range_of_nothing_known_is_its_beginning():
    assert members("T018+") == [["T018"]]


@pytest.mark.parametrize(
    ("text", "written"),
    [("see T001-T003.", "T001-T003"), ("(T018+)", "T018+"), ("äö T001–003 x", "T001–003")],
)
def test_a_reference_knows_where_it_was_written(text, written):
    reference = find_ids(text, TASK)[0]

    assert text[reference.start : reference.end] == written


@pytest.mark.parametrize(
    ("identifier", "parts"),
    [
        ("T001", ("T", "001", "")),
        ("BE-014a", ("BE-", "014", "a")),
        ("VC-A11Y-05", ("VC-A11Y-", "05", "")),
        ("1.10", ("1.", "10", "")),
        ("none", None),
    ],
)
def test_an_id_is_split_at_its_last_number(identifier, parts):
    assert split_id(identifier) == parts


def test_many_ids_take_time_in_proportion():
    text = " ".join(f"T{number:04}" for number in range(9_000))

    assert len(find_ids(text, TASK)) == 9_000
