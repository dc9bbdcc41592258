"""A session as an editor has it: what is published when."""

TASKS = """\
# Tasks: Ferry

## Phase 1: Setup

- [ ] T001 Create the project
- [ ] T002 Read the timetable in src/timetable.py

## Phase 2: Booking

- [ ] T002 Print a ticket in src/ticket.py
"""


async def test_what_is_found_is_published_when_a_file_is_opened(open_editor):
    editor = await open_editor()
    editor.write("specs/001-a/tasks.md", TASKS)

    editor.open("specs/001-a/tasks.md")

    (found,) = await editor.codes("specs/001-a/tasks.md", "HL302")
    assert found.message.startswith("task ID `T002` is already used")
    assert (found.range.start.line, found.range.start.character) == (9, 6)


async def test_what_is_not_saved_counts(open_editor):
    editor = await open_editor()
    editor.write("specs/001-a/tasks.md", TASKS)
    editor.open("specs/001-a/tasks.md")
    await editor.codes("specs/001-a/tasks.md", "HL302")

    editor.change("specs/001-a/tasks.md", ((9, 6, 9, 10), "T003"))

    await editor.codes("specs/001-a/tasks.md")


async def test_a_file_that_is_closed_has_nothing_published(open_editor):
    editor = await open_editor()
    editor.write("specs/001-a/tasks.md", TASKS)
    editor.open("specs/001-a/tasks.md")
    await editor.codes("specs/001-a/tasks.md", "HL302")

    editor.close("specs/001-a/tasks.md")

    await editor.codes("specs/001-a/tasks.md")
