"""What a task list says of the order of its phases."""

import pytest

from harness_lint.documents.phase_order import phase_order
from tests.documents.lists import FIRST, task_list

HEADINGS = """\
# Tasks

## Phase 1: Setup

## Phase 2: Foundational

## Phase 3: User Story 1 - Look (Priority: P1)

## Phase 4: User Story 2 - Listen (Priority: P2)

## Phase 5: Polish & Cross-Cutting Concerns

## Dependencies

"""


def order(*lines):
    return phase_order(task_list(FIRST + HEADINGS + "".join(f"- {line}\n" for line in lines)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("**Foundational (Phase 2)**: Depends on Setup completion", {"2": ["1"]}),
        ("Phase 3 depends on Phases 1 + 2", {"3": ["1", "2"]}),
        ("Phase 5 depends on Phases 2-4", {"5": ["2", "3", "4"]}),
        ("User Story 2: Depends on US1", {"4": ["3"]}),
        ("**Polish (Phase 5)**: Depends on all user stories being complete", {"5": ["3", "4"]}),
        ("**Polish**: Depends on all desired phases", {"5": ["1", "2", "3", "4"]}),
        (
            "**User Stories (Phase 3+)**: All depend on Foundational",
            {"3": ["2"], "4": ["2"], "5": ["2"]},
        ),
        ("**Phase 2** BLOCKS all user stories", {"3": ["2"], "4": ["2"]}),
        ("Phase 1 → Phase 2 → Phase 3", {"2": ["1"], "3": ["2"]}),
        ("Phase 1 -> Phase 2, Phase 3", {"2": ["1"], "3": ["1"]}),
        (
            "**User Story 2 (Phase 4)**: Can start after Foundational - may integrate with US1",
            {"4": ["2"]},
        ),
    ],
)
def test_a_line_says_what_a_phase_waits_for(line, expected):
    assert order(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "**User Story 2 (Phase 4)**: does not depend on US1",
        "Phase 4 may depend on Phase 3",
        pytest.param("Phase 1 depends on Phase 3", id="a later phase was not meant"),
        "Each phase depends on the one before",
        "Phase 9 depends on Phase 8",
        "Everything depends on Setup",
        "**Setup (Phase 1)**: No dependencies - can start immediately",
    ],
)
def test_a_line_says_nothing_certain(line):
    assert order(line) == {}


def test_a_phase_may_be_said_to_wait_for_nothing():
    assert order("Setup (Phase 1): No dependencies", "Phase 2: Depends on Phase 1") == {
        "1": [],
        "2": ["1"],
    }
