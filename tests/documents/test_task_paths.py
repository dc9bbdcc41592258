"""Files in the text of a task: changed, or only referred to."""

import time

import pytest

from harness_lint.documents.task_paths import is_test_path, names_a_path, paths_in, without_paths
from tests.documents.lists import task_list


def paths_of(words):
    """Return the paths of a task with *words*: those it changes, and those it refers to."""
    uses = task_list(f"- [ ] T001 {words}\n").tasks[0].paths
    return (
        [use.path.value for use in uses if use.is_changed],
        [use.path.value for use in uses if not use.is_changed],
    )


@pytest.mark.parametrize(
    ("words", "changed", "referred"),
    [
        ("Print a ticket in src/ticket.py", ["src/ticket.py"], []),
        ("Print a ticket in `src/ticket.py`", ["src/ticket.py"], []),
        ("Create ./src/ticket.py", ["src/ticket.py"], []),
        ("Add the route to app/[id]/page.tsx", ["app/[id]/page.tsx"], []),
        ("Keep `src/__init__.py` in src/__init__.py", ["src/__init__.py"], ["src/__init__.py"]),
        (
            "Print per contracts/ticket.yaml in src/ticket.py",
            ["src/ticket.py"],
            ["contracts/ticket.yaml"],
        ),
        ("Print a ticket (see docs/ticket.md)", [], ["docs/ticket.md"]),
        ("Run tests/test_ticket.py", [], ["tests/test_ticket.py"]),
        ("Verify docs/ticket.md needs no change", [], ["docs/ticket.md"]),
        ("Use Next.js and Vue.js", [], []),
        ("Move to net8.0/net9.0", [], []),
        ("Read https://example.org/a/b.html first", [], []),
        ("Set the version to 1.2.3", [], []),
    ],
)
def test_the_words_before_a_path_say_whether_it_is_changed(words, changed, referred):
    assert paths_of(words) == (changed, referred)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/test_ticket.py", True),
        ("src/__tests__/Ticket.tsx", True),
        ("src/ticket.spec.ts", True),
        ("pkg/ticket_test.go", True),
        ("src/TicketTests.cs", True),
        ("src/ticket.py", False),
        ("src/latest.py", False),
        ("src/contest/view.py", False),
    ],
)
def test_a_path_of_tests_is_known_by_folder_or_name(path, expected):
    assert is_test_path(path) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Print in src/ticket.py", True),
        ("Move the pictures to `assets/img/`", True),
        ("Call GET /api/tickets", False),
        ("Ask the harbour master", False),
    ],
)
def test_a_task_names_a_file_or_a_folder_in_code(words, expected):
    assert names_a_path(task_list(f"- [ ] T001 {words}\n").tasks[0].leaf.prose) is expected


def test_a_file_behind_what_might_have_been_one_is_found():
    text = "(see:(a.py)) ((b//c.md //(d.md e.py/ [f.ts](g/h.ts"

    assert [match[0] for match in paths_in(text)] == ["a.py", "d.md", "[f.ts](g/h.ts"]
    assert without_paths("Paint a.py and b") == "Paint   and b"


@pytest.mark.parametrize("sign", ["(", "[", "@", "-", ".", "~", "a-", "/(", ":(", "a/", "[a"])
def test_a_long_row_of_signs_is_looked_through_once(sign):
    words = task_list(f"- [ ] T001 `{sign * 100_000}`!\n").tasks[0].leaf.prose
    start = time.process_time()

    assert not names_a_path(words) or sign == "a/"

    # far above what it takes, far below what the square of it would
    assert time.process_time() - start < 10
