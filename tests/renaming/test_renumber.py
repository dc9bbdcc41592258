"""Numbering tasks anew: all at once, with every reference."""

import pytest

from harness_lint.errors import UsageError
from harness_lint.renaming.renumber import renumbered
from tests.renaming.projects import after, project_over, renaming_of

TASKS = "specs/001-lamp/tasks.md"


def numbered(text: str, **others: str) -> dict[str, str]:
    """The project of a task list *text*, its tasks numbered anew."""
    sources = {TASKS: text.encode()} | {path: words.encode() for path, words in others.items()}
    project = project_over(sources)
    renaming = renaming_of(project, sources, renumbered(project, TASKS))
    return {path: data.decode() for path, data in after(sources, renaming).items()}


INSERTED = """\
# Tasks: Lamp log

## Phase 1: Setup (T001-T004)

- [x] T001 Write the log
- [ ] T002 Keep the log
- [ ] T002a Keep it twice
- [ ] T003 Print the log, depends on T002 and T002a
- [ ] T004 Close the log after T003

T001 → T002 → T002a → T003 → T004
"""
INSERTED_AFTER = """\
# Tasks: Lamp log

## Phase 1: Setup (T001-T005)

- [x] T001 Write the log
- [ ] T002 Keep the log
- [ ] T003 Keep it twice
- [ ] T004 Print the log, depends on T002 and T003
- [ ] T005 Close the log after T004

T001 → T002 → T003 → T004 → T005
"""


def test_what_was_put_between_gets_a_number_and_all_behind_it_move_on():
    assert numbered(INSERTED)[TASKS] == INSERTED_AFTER


def test_numbers_follow_the_order_of_the_document_and_leave_no_gaps():
    text = "# Tasks\n\n- [ ] T010 A\n- [ ] T003 B (T010)\n- [ ] T020 C (T003-T010, T020)\n"

    assert numbered(text)[TASKS] == (
        "# Tasks\n\n- [ ] T003 A\n- [ ] T004 B (T003)\n- [ ] T005 C (T003-T004, T005)\n"
    )


def test_each_prefix_counts_for_itself():
    text = "# Tasks\n\n- [ ] T003 A\n- [ ] T005 B (FR-002)\n"
    spec = "# Feature Specification: Lamp\n\n## Requirements\n\n- **FR-002**: It MUST be lit\n"

    changed = numbered(text, **{"specs/001-lamp/spec.md": spec})

    assert changed[TASKS] == "# Tasks\n\n- [ ] T003 A\n- [ ] T004 B (FR-002)\n"
    assert changed["specs/001-lamp/spec.md"] == spec


def test_what_is_in_order_stays_as_it_is():
    assert numbered(INSERTED_AFTER)[TASKS] == INSERTED_AFTER


def test_an_id_that_is_used_twice_cannot_be_told_apart():
    project = project_over({TASKS: b"# Tasks\n\n- [ ] T001 A\n- [ ] T001 B\n"})

    with pytest.raises(UsageError, match=r"`T001` is used twice .* lines 3 and 4"):
        renumbered(project, TASKS)


def test_a_document_without_items_cannot_be_numbered():
    project = project_over({"README.md": b"# Lamp\n"})

    with pytest.raises(UsageError, match=r"nothing in `README.md` has an ID"):
        renumbered(project, "README.md")
