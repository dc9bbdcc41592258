"""Tasks as people write them: every variation that was met, and what only looks like a task."""

import pytest

from tests.documents.lists import FIRST, KIRO, KITTY, OPENSPEC, PROMPT, SHEET, ids_of, task_list


@pytest.mark.parametrize(
    ("line", "identifier", "done", "title"),
    [
        ("- [ ] T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- [x] T001 Print a ticket", "T001", True, "Print a ticket"),
        ("- [X] T001 Print a ticket", "T001", True, "Print a ticket"),
        ("* [ ] T001 Print a ticket", "T001", False, "Print a ticket"),
        ("+ [x] T001 Print a ticket", "T001", True, "Print a ticket"),
        ("1. [ ] T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- [~] T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- [-] T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- ✅ T001 Print a ticket", "T001", True, "Print a ticket"),
        ("- ⏳ T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- ❌ T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- 🔲 T001 Print a ticket", "T001", False, "Print a ticket"),
        ("- [x] ✅ T001 Print a ticket", "T001", True, "Print a ticket"),
        ("- [x] **T001** [P] Print a ticket", "T001", True, "Print a ticket"),
        ("- [x] **T001 [P]** Print a ticket", "T001", True, "Print a ticket"),
        ("- [ ] `T001` Print a ticket", "T001", False, "Print a ticket"),
        ("- [ ] T001: Print a ticket", "T001", False, "Print a ticket"),
        ("- [ ] T001 — Print a ticket", "T001", False, "Print a ticket"),
        ("- [ ] T001：印刷船票", "T001", False, "印刷船票"),
        ("- [ ] T001 اطبع التذكرة", "T001", False, "اطبع التذكرة"),
        ("- [ ] [T001] Print a ticket", None, False, None),
        ("- [ ] T014a Print a ticket", "T014a", False, "Print a ticket"),
        ("- [ ] T060A Print a ticket", "T060A", False, "Print a ticket"),
        ("- [ ] T071-A Print a ticket", "T071-A", False, "Print a ticket"),
        ("- [ ] T034-MIN Print a ticket", "T034-MIN", False, "Print a ticket"),
        ("- [ ] T1001 Print a ticket", "T1001", False, "Print a ticket"),
        ("- [ ] T01 Print a ticket", "T01", False, "Print a ticket"),
        ("- [X] SKIP: T039 (no ticket at sea)", "T039", True, "(no ticket at sea)"),
        ("- [ ] T001 A `<!--` in code is code", "T001", False, "A <!-- in code is code"),
    ],
)
def test_a_line_is_read_as_the_task_that_it_means(line, identifier, done, title):
    task = task_list(FIRST + line + "\n").tasks[-1]

    if identifier is None:
        assert task.name == "T900"
        return
    assert (task.name, task.done, task.title.value) == (identifier, done, title)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("- [P] tasks = different files, no dependencies", id="a legend"),
        pytest.param("- **[P]**: can run in parallel", id="a bold legend"),
        pytest.param("- [US1] maps a task to its story", id="a legend of stories"),
        pytest.param("- T001 blocks T003", id="a dependency"),
        pytest.param("- [ ] T001-T006: Project setup (all)", id="a range lists tasks again"),
        pytest.param("- [ ] T001–T006 Setup", id="a range with an en dash"),
        pytest.param("- [ ] T001, T002: the first tools", id="a list of IDs"),
        pytest.param("- [ ] **T001** and **T002** only", id="a list of two"),
        pytest.param("- [ ] All tests pass", id="a checklist"),
        pytest.param("- ✅ All 17 checks pass", id="a criterion, not a claim"),
        pytest.param("T001 Print a ticket", id="running text"),
        pytest.param("> - [ ] T001 Print a ticket", id="a quote"),
        pytest.param("```\n- [ ] T001 Print a ticket\n```", id="a fence"),
        pytest.param("<!--\n- [ ] T001 Print a ticket\n-->", id="a comment"),
        pytest.param("~~~~\n```\n- [ ] T001 a\n```\n- [ ] T002 b\n~~~~", id="a fence in a fence"),
        pytest.param("    - [ ] T001 Print a ticket", id="indented code"),
    ],
)
def test_what_only_looks_like_a_task_is_none(text):
    assert ids_of(f"{FIRST}Words.\n\n{text}\n") == ["T900"]


@pytest.mark.parametrize(
    ("line", "parallel", "story"),
    [
        ("- [ ] T001 [P] [US1] Print", "[P]", "US1"),
        ("- [ ] T001 [US12] Print", None, "US12"),
        ("- [ ] [P] T001 Print", "[P]", None),
        ("- [ ] T001 Print the ticket [P]", "[P]", None),
        ("- [ ] T001 Print the `[P]` sign of the pier in gold", None, None),
        ("- [ ] T001 Print in lane [PIER] always", None, None),
    ],
)
def test_markers_stand_around_the_id_or_at_the_end(line, parallel, story):
    task = task_list(FIRST + line).tasks[-1]

    assert (task.parallel and task.parallel.value, task.story and task.story.value) == (
        parallel,
        story,
    )


def test_headings_are_tasks_where_no_item_is_one():
    text = "## Phase 1: Setup\n\n### T001: Create the project\n\n#### T002: Print [P]\n"

    tasks = task_list(text).tasks

    assert [(task.name, task.carrier, task.group.id.value) for task in tasks] == [
        ("T001", "heading", "1"),
        ("T002", "heading", "1"),
    ]
    assert tasks[1].parallel.value == "[P]"


def test_rows_are_tasks_where_nothing_else_is_one():
    text = "# Tasks\n\n| ID | Summary |\n|--|--|\n| T001 | Print |\n| T002 | Sign |\n"

    tasks = task_list(text, KITTY).tasks

    assert [(task.name, task.carrier, task.title.value) for task in tasks] == [
        ("T001", "row", "Print"),
        ("T002", "row", "Sign"),
    ]


def test_rows_beside_items_are_an_index_of_them():
    text = "- [ ] T001 Print\n\n| ID | Summary |\n|--|--|\n| T001 | Print |\n| T002 | Sign |\n"

    assert ids_of(text, KITTY) == ["T001"]


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("## Phase 1: Setup", "1"),
        ("## 🚀 Phase 3.6: Frontend ⚠️", "3.6"),
        ("## **Phase 2** – Core", "2"),
        ("Phase 4: Polish\n---------------", "4"),
        ("### Phase 10a: Extra", "10a"),
    ],
)
def test_a_phase_is_read_from_its_heading(heading, group):
    task = task_list(f"{heading}\n\n- [ ] T001 Print\n").tasks[0]

    assert task.group.id.value == group


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("## Work Package WP01: Read the lamp (Priority: P1) 🎯 MVP", "WP01"),
        ("## WP01 – Read the lamp", "WP01"),
        ("### WP06 — Print", "WP06"),
        ("## WP01–WP03 (Foundation)", None),
        ("### WP01, WP02 and WP03", None),
        ("## Work Packages", None),
        ("## WP01 — 3 parsers", "WP01"),
    ],
)
def test_a_package_is_read_from_its_heading_unless_it_names_several(heading, group):
    document = task_list(f"{heading}\n\n- [ ] T001 Print\n", KITTY)

    assert [one.id.value for one in document.groups] == ([] if group is None else [group])


def test_dotted_numbers_are_ids_of_their_own():
    text = (
        "- [ ] 1. Tickets\n  - [x] 1.1 Print\n  - [ ]* 1.2 Sign\n"
        "- [-] 2. Seats\n- [ ] 1.0.1 Weigh\n"
    )

    tasks = task_list(text, KIRO).tasks

    assert [(task.name, task.done, task.depth) for task in tasks] == [
        ("1", False, 0),
        ("1.1", True, 1),
        ("1.2", False, 1),
        ("2", False, 0),
        ("1.0.1", False, 0),
    ]
    assert [task.name for task in tasks if task.is_open_box] == ["1", "1.2", "1.0.1"]


def test_openspec_numbers_its_tasks_below_its_groups():
    text = "## 1. Tickets\n\n- [x] 1.1 Print\n- [ ] 1.2a Sign\n\n## 2. Seats\n\n- [ ] 2.1 Count\n"

    tasks = task_list(text, OPENSPEC).tasks

    assert [(task.name, task.group.id.value) for task in tasks] == [
        ("1.1", "1"),
        ("1.2a", "1"),
        ("2.1", "2"),
    ]


def test_a_sheet_gives_its_tasks_their_fields():
    text = (
        "### BE-001: Print a ticket\n\n**Priority**: HIGH\n**Methodology:** TDD (red first)\n\n"
        "- **Files**: src/ticket.py\n\n#### Acceptance Criteria\n\n- [ ] It can be read\n"
    )

    task = task_list(text, SHEET).tasks[0]

    assert {name: field.value.value for name, field in task.fields.items()} == {
        "priority": "HIGH",
        "methodology": "TDD (red first)",
        "files": "src/ticket.py",
        "acceptance criteria": "",
    }


def test_nested_markdown_of_a_sheet_is_an_example():
    text = (
        "### BE-001: Print\n\n````markdown\n### BE-002: Sign\n```bash\nx\n```\n````\n\n"
        "### BE-003: Weigh\n"
    )

    assert ids_of(text, SHEET) == ["BE-001", "BE-003"]


def test_a_prompt_has_its_identity_in_front_matter():
    text = (
        "---\nwork_package_id: WP01\ntitle: Read the lamp\nlane: done\nsubtasks:\n- T001\n"
        "- {id: T002, title: Sign}\ndependencies: []\n---\n\n# WP01\n\n- [ ] T001 Print\n"
    )

    prompt = task_list(text, PROMPT)

    assert prompt.id.value == "WP01"
    assert prompt.lane.value == "done"
    assert [name.value for name in prompt.subtasks] == ["T001", "T002"]
    assert prompt.depends_on == ()
    assert not prompt.defines_ids


@pytest.mark.parametrize("dependencies", ['"[]"', "WP01", "", "{a: b}"])
def test_dependencies_of_a_prompt_that_are_no_list_say_nothing(dependencies):
    text = f"---\nwork_package_id: WP02\ndependencies: {dependencies}\n---\n\n# WP02\n"

    assert task_list(text, PROMPT).depends_on is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_those_of_the_source(end):
    text = end.join(["# Fähre 🚢", "", "- [ ] **T001** [P] Überfahrt drücken", ""])

    document = task_list(text)

    task = document.tasks[0]
    source = document.source
    assert source.slice(task.id.at) == "T001"
    assert source.slice(task.parallel.at) == "[P]"
    assert source.slice(task.title.at) == "Überfahrt drücken"
    assert source.position(task.id.at.start) == (3, 9)
