"""Task lists of Task Master, through the installed command."""

import json

import pytest

from tests.command import run

LIST = ".taskmaster/tasks/tasks.json"

TASKS = [
    {"id": 1, "title": "Chart the harbour", "status": "done", "priority": "high"},
    {
        "id": 2,
        "title": "Draw the chart",
        "status": "in-progress",
        "dependencies": [1],
        "subtasks": [
            {"id": 1, "title": "Cut the paper", "status": "done"},
            {"id": 2, "title": "Mix the ink", "status": "pending", "dependencies": [1]},
        ],
    },
    {"id": 3, "title": "Print the chart", "status": "pending", "dependencies": [2]},
]


@pytest.fixture
def project(tmp_path):
    """Return a function that writes a task list and asks the command about it."""

    def ask(value, *arguments):
        path = tmp_path / LIST
        path.parent.mkdir(parents=True, exist_ok=True)
        text = value if isinstance(value, str) else json.dumps(value, indent=2)
        path.write_text(text, encoding="utf-8")
        return run(tmp_path, *arguments).stdout

    return ask


def lint(project, value):
    lines = project(value, "check", "--output-format", "concise").splitlines()
    return [line.partition(" ")[2] for line in lines if line.startswith(LIST)]


@pytest.mark.parametrize("value", [{"tasks": TASKS}, {"master": {"tasks": TASKS}}])
def test_a_sound_list_is_silent_in_both_forms(project, value):
    assert lint(project, value) == []


def test_a_status_and_a_priority_that_the_tool_does_not_know_are_reported(project):
    tasks = [{"id": 1, "title": "Chart", "status": "finished", "priority": "urgent"}]

    found = lint(project, {"master": {"tasks": tasks}})

    assert [line.split(",")[0] for line in found] == [
        "HL802 `master.tasks[0].status` is `finished`",
        "HL802 `master.tasks[0].priority` is `urgent`",
    ]


def test_progress_counts_parts_and_tells_what_is_ready(project):
    report = json.loads(project({"tasks": TASKS}, "status", "--output-format", "json"))

    (found,) = report["lists"]
    assert (found["done"], found["tasks"]) == (2, 4)
    assert found["ready"] == ["2.2"]


def test_tasks_of_several_tags_are_told_apart(project):
    value = {"master": {"tasks": TASKS}, "winter": {"tasks": [{"id": 1, "title": "Ice"}]}}

    report = json.loads(project(value, "status", "--output-format", "json"))

    assert "winter:1" in json.dumps(report)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"tasks": {}}',
        '{"tasks": [1, null, [], {"id": null}, {"id": {}}]}',
        '{"master": 3, "tasks": null}',
        '{"tasks": [{"id": 1, "title": 2, "status": 3, "dependencies": "1", "subtasks": 4}]}',
        '{"tasks":' + '[{"subtasks":' * 5_000,
        json.dumps({f"t{n}": {"tasks": [{"id": 1, "title": "a"}]} for n in range(5_000)}),
    ],
    ids=["empty", "cut", "list", "mapping", "no tasks", "no list", "types", "deep", "many tags"],
)
def test_bad_input_is_a_finding_or_nothing(project, text):
    project(text, "check")
    project(text, "status")


def test_a_text_that_the_tool_wrote_is_held_against_its_list(project, tmp_path):
    project({"tasks": TASKS}, "files")
    copy = tmp_path / ".taskmaster/tasks/task_001.txt"
    copy.write_bytes(b"# Task ID: 1\r\n# Title: Chart the harbour\r\n# Status: pending\r\n")
    (copy.parent / "notes.txt").write_text("# Task ID: 9\n# Title: Mine\n# Status: done\n")

    found = run(tmp_path, "check", "--output-format", "concise").stdout.splitlines()

    assert found[0].startswith(
        ".taskmaster/tasks/task_001.txt:3:11: HL213 `1` is done in `tasks.json`, not `pending`"
    )
    assert "task-master-text" in run(tmp_path, "files").stdout
