"""Which boxes may stay open when the work is done."""

import pytest

from harness_lint.documents.set_aside import is_set_aside


@pytest.mark.parametrize(
    "text",
    [
        "[ ] T001 Draw a map (deferred to story 2.3)",
        "[ ] T001 Draw a map (optional)",
        "[ ] Task 3 (optional): print a list",
        "[ ] Optional: print a list",
        "[ ] Draw a map – N/A, the harbour has one",
        "[ ] Draw a map - deferred",
        "[ ] Draw a map, moved to the spring",
        "[ ] DEFERRED Draw a map",
        "[ ] Consider a faster query (nice-to-have)",
        "[ ]* 1.2 Write a property test",
        "[ ] Add a print button (Optional Enhancement) (AC: 2, 3)",
        "[ ] **Task 7**: Watch the tide (optional enhancement)",
        "[ ] (Optional) Look at the first map",
        "[ ] Keep the old map (optional for the first tour)",
        "[ ] T001 [US2] Optional: print a list",
        "[ ] Draw a map (P3, deferred)",
        "[ ] ~~Draw a map~~",
    ],
)
def test_a_box_that_is_set_aside_is_no_open_work(text):
    assert is_set_aside(text)


@pytest.mark.parametrize(
    "text",
    [
        "[ ] T001 Allow an optional agent on each step",
        "[ ] T001 Handle skipped stops in the plan",
        "[ ] T001 Show removed lines in grey",
        "[ ] T001 Read later timetables first",
        "[ ] T001 Draw a map",
        "[ ] T001 Add `colour: Optional[str]` to the map",
        "[ ] T001 Write the log entry (time, place, optional reply_to)",
        "[ ] T001 Start a tour (optional guide_id)",
        "[ ] Log every stop (weather optional) in the journal",
        "[ ] Copy the name (optional), the colour and the size",
        "[ ] Make the map's legend optional with a default",
    ],
)
def test_words_of_the_work_itself_set_nothing_aside(text):
    assert not is_set_aside(text)
