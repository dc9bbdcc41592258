"""`harness-lint status` through the installed command, on projects of every kind of task list."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path
from threading import Thread

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES

GOLDEN = Path(__file__).parent / "status"
CLEARED = {*AGENT_VARIABLES, "FORCE_COLOR", "NO_COLOR", "COLUMNS", "HARNESS_LINT_DEBUG"}

SPEC_KIT = """\
# Tasks: Tide table

## Phase 1: Setup

- [x] T001 Create the folders
- [x] T002 [P] Choose a font

## Phase 2: Foundational

- [x] T003 Read the gauge
- [ ] T004 [P] Store each reading in `src/store.py`

## Phase 3: User Story 1 - See the tide (Priority: P1)

- [ ] T005 [US1] Draw the curve
- [ ] T006 [P] [US1] Label the axes

## Phase 4: User Story 2 - Be warned (Priority: P2)

- [ ] T007 [US2] Send a warning (depends on T001)
- [ ] T008 [US2] Ask before the first warning (deferred)

## Phase 5: Polish

- [ ] T009 Write the manual

## Dependencies & Execution Order

### Phase Dependencies

- **Setup (Phase 1)**: No dependencies - can start immediately
- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all user stories
- **User Story 1 (Phase 3)**: Can start after Foundational (Phase 2) - needs nothing else
- **User Story 2 (Phase 4)**: Can start after Setup (Phase 1) - does not depend on User Story 1
- **Polish (Phase 5)**: Depends on all user stories being complete
"""

KITTY = """\
# Work Packages: Lamp

## Work Package WP01: Wiring

**Prompt**: `tasks/WP01-wiring.md`

- [ ] T001 Lay the wire
- [ ] T002 Fit the switch

## Work Package WP02: Shade

**Prompt**: `tasks/WP02-shade.md`
**Dependencies**: WP01

- [ ] T003 Cut the paper
- [ ] T004 [P] Glue the ring

## Work Package WP03: Box

**Prompt**: `tasks/WP03-box.md`

- [ ] T005 Fold the box
"""

PROMPT = """\
---
work_package_id: {name}
title: {title}
dependencies: {needs}
---
# {title}
"""

KIRO = """\
# Implementation Plan

- [x] 1. Build the pond
- [x] 1.1 Dig
- [x] 1.2 Line it
- [ ] 2. Fill the pond
  - [x] 2.1 Lay the hose
  - [-] 2.2 Open the tap
  - [ ] 2.3 Measure the depth
  - [ ]* 2.4 Film it
- [ ] 3. Put up the sign
- [ ] 4. Add the fish
  - [ ] 4.1 Buy food
"""

SHEETS = """\
# Backend tasks

## Phase 1: Base

### BE-001: Create the table
- **Priority**: HIGH
- **Depends on**: None

#### Acceptance Criteria
- [x] the table is there
- [x] the table has an index

### BE-002: Read the table
- **Priority**: HIGH
- **Depends on**: BE-001

#### Acceptance Criteria
- [ ] rows come in order

## Phase 2: Surface

### BE-003: Answer requests
- **Priority**: LOW
- **Status**: In progress

### BE-004: Print rows
- **Priority**: LOW
- **Depends on**: BE-002, BE-009
"""

QA = """\
# QA tasks

## QA-001: Try it
- **Depends on**: BE-001

## QA-002: Try more
- **Depends on**: BE-002
"""

CYCLE = """\
# Tasks: Knot

- [ ] T001 Tie (depends on T003)
- [ ] T002 Pull (depends on T001)
- [ ] T003 Loop (depends on T002)
- [ ] T004 Cut (depends on T003)
- [ ] T005 Burn the ends
"""

STORY = """\
# Story 1.1: Ring

## Status
In Progress

## Tasks / Subtasks

- [ ] Cast the bell (AC: 1)
  - [x] Melt the bronze
  - [ ] Pour it
- [ ] Hang the bell (AC: 2)

## Definition of Done

- [ ] somebody heard it
"""


def write(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def environment(**changes):
    return {key: value for key, value in os.environ.items() if key not in CLEARED} | changes


def status(root, *arguments, **changes):
    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", "status", *arguments],
        cwd=root,
        capture_output=True,
        env=environment(**{"PYTHONUTF8": "1", **changes}),
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def data(root, *arguments):
    done = status(root, *arguments, "--output-format", "json")
    assert done.returncode == 0
    return json.loads(done.stdout)


def on_terminal(root, width, *arguments, **changes):
    """Return what the command writes to a terminal of *width* columns."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    chunks = []

    def drain():
        while chunk := read(leader):
            chunks.append(chunk)

    reader = Thread(target=drain)
    reader.start()
    command = [sys.executable, "-m", "harness_lint", "status", *arguments]
    env = environment(PYTHONUTF8="1", TERM="xterm", **changes)
    subprocess.run(command, cwd=root, stdout=follower, env=env, check=True, timeout=60)
    os.close(follower)
    reader.join(timeout=60)
    os.close(leader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def read(leader):
    try:
        return os.read(leader, 65_536)
    except OSError:  # the other end is closed
        return b""


def states(one):
    return {task["id"] or task["title"]: task["state"] for task in one["tasks_detail"]}


def blockers(one):
    return {task["id"]: task["blocked_by"] for task in one["tasks_detail"] if task["blocked_by"]}


@pytest.fixture
def tide(tmp_path):
    write(tmp_path, {"specs/001-tide/tasks.md": SPEC_KIT})
    return tmp_path


@pytest.fixture
def lamp(tmp_path):
    folder = "kitty-specs/001-lamp"
    prompts = {
        f"{folder}/tasks/WP01-wiring.md": PROMPT.format(name="WP01", title="Wiring", needs="[]"),
        f"{folder}/tasks/WP02-shade.md": PROMPT.format(name="WP02", title="Shade", needs="[WP01]"),
        f"{folder}/tasks/WP03-box.md": PROMPT.format(name="WP03", title="Box", needs="[WP02]"),
    }
    write(tmp_path, {f"{folder}/tasks.md": KITTY, **prompts})
    return tmp_path


@pytest.fixture
def everything(lamp):
    files = {
        "specs/001-tide/tasks.md": SPEC_KIT,
        ".kiro/specs/pond/tasks.md": KIRO,
        "features/desk/30_tasks_backend.md": SHEETS,
        "specs/002-knot/tasks.md": CYCLE,
        "docs/stories/1.1.ring.md": STORY,
    }
    write(lamp, files)
    return lamp


def test_phases_wait_for_the_phases_that_they_are_said_to_depend_on(tide):
    (one,) = data(tide)["lists"]

    assert states(one) == {
        "T001": "done",
        "T002": "done",
        "T003": "done",
        "T004": "ready",
        "T005": "blocked",
        "T006": "blocked",
        "T007": "blocked",
        "T008": "skipped",
        "T009": "blocked",
    }
    assert blockers(one) == {
        "T005": ["2"],
        "T006": ["2"],
        "T007": ["2"],
        "T009": ["3", "4"],
    }


def test_stories_are_counted_across_phases_with_the_titles_of_their_headings(tide):
    (one,) = data(tide)["lists"]

    stories = [(s["id"], s["title"], s["done"], s["tasks"], s["skipped"]) for s in one["stories"]]
    assert stories == [("US1", "See the tide", 0, 2, 0), ("US2", "Be warned", 0, 2, 1)]


def test_without_a_stated_order_the_open_tasks_of_the_first_unfinished_phase_are_ready(tmp_path):
    text = SPEC_KIT[: SPEC_KIT.index("## Dependencies")].replace(" (depends on T001)", "")
    write(tmp_path, {"specs/001-tide/tasks.md": text})

    (one,) = data(tmp_path)["lists"]

    assert one["ready"] == ["T004"]
    assert states(one)["T005"] == "waiting"
    assert one["blocked"] == 0


def test_packages_wait_for_the_packages_that_index_and_prompt_name(lamp):
    (one,) = data(lamp)["lists"]

    assert one["ready"] == ["T001", "T002"]
    assert blockers(one) == {"T003": ["WP01"], "T004": ["WP01"], "T005": ["WP02"]}


def test_what_the_tool_says_of_a_package_goes_before_its_boxes(lamp):
    state = {"work_packages": {"WP01": {"lane": "done"}, "WP02": {"lane": "blocked"}}}
    write(lamp, {"kitty-specs/001-lamp/status.json": json.dumps(state)})

    (one,) = data(lamp)["lists"]

    assert [(group["id"], group["lane"]) for group in one["groups"]] == [
        ("WP01", "done"),
        ("WP02", "blocked"),
        ("WP03", None),
    ]
    assert states(one)["T001"] == "done"
    assert blockers(one) == {"T003": ["WP02"], "T004": ["WP02"], "T005": ["WP02"]}


def test_prompts_without_an_index_are_a_list_of_packages(lamp):
    (lamp / "kitty-specs/001-lamp/tasks.md").unlink()

    (one,) = data(lamp)["lists"]

    assert one["path"] == "kitty-specs/001-lamp/tasks"
    assert one["ready"] == ["WP01"]
    assert blockers(one) == {"WP02": ["WP01"], "WP03": ["WP02"]}


def test_a_prompt_stands_for_the_list_that_it_belongs_to(lamp):
    done = data(lamp, "kitty-specs/001-lamp/tasks/WP02-shade.md")

    assert [one["path"] for one in done["lists"]] == ["kitty-specs/001-lamp/tasks.md"]


def test_of_nested_tasks_the_innermost_count(tmp_path):
    write(tmp_path, {".kiro/specs/pond/tasks.md": KIRO})

    (one,) = data(tmp_path)["lists"]

    assert states(one) == {
        "1.1": "done",
        "1.2": "done",
        "2.1": "done",
        "2.2": "begun",
        "2.3": "ready",
        "2.4": "skipped",
        "3": "waiting",
        "4.1": "waiting",
    }
    assert [(group["id"], group["title"]) for group in one["groups"]] == [
        ("1", "Build the pond"),
        ("2", "Fill the pond"),
        ("4", "Add the fish"),
    ]


def test_sheets_say_by_field_what_waits_and_by_criteria_what_is_done(tmp_path):
    write(tmp_path, {"features/desk/30_tasks_backend.md": SHEETS})

    (one,) = data(tmp_path)["lists"]

    assert states(one) == {
        "BE-001": "done",
        "BE-002": "ready",
        "BE-003": "begun",
        "BE-004": "blocked",
    }
    assert blockers(one) == {"BE-004": ["BE-002", "BE-009"]}


def test_a_task_may_wait_for_one_of_another_list_in_its_folder(tmp_path):
    folder = "features/desk"
    write(tmp_path, {f"{folder}/30_tasks_backend.md": SHEETS, f"{folder}/32_tasks_qa.md": QA})

    (one,) = data(tmp_path, "features/desk/32_tasks_qa.md")["lists"]

    assert states(one) == {"QA-001": "ready", "QA-002": "blocked"}


def test_a_cycle_is_told_and_blocks_what_waits_for_it(tmp_path):
    write(tmp_path, {"specs/002-knot/tasks.md": CYCLE})

    (one,) = data(tmp_path)["lists"]

    assert one["cycles"] == [["T001", "T003", "T002"]]
    assert one["ready"] == ["T005"]
    assert one["blocked"] == 4
    assert "a cycle, none of it can begin: T001 → T003 → T002 → T001" in status(tmp_path).stdout


def test_packages_that_wait_for_one_another_are_a_cycle_of_packages(lamp):
    write(
        lamp,
        {
            "kitty-specs/001-lamp/tasks/WP01-wiring.md": PROMPT.format(
                name="WP01", title="Wiring", needs="[WP03]"
            )
        },
    )

    (one,) = data(lamp)["lists"]

    assert one["cycles"] == [["WP01", "WP03", "WP02"]]
    assert one["ready"] == []


def test_a_package_does_not_wait_for_its_own_tasks(lamp):
    text = KITTY.replace("**Dependencies**: WP01", "**Dependencies**: WP01, T004 after T003")
    write(lamp, {"kitty-specs/001-lamp/tasks.md": text})

    (one,) = data(lamp)["lists"]

    assert one["cycles"] == []
    assert blockers(one)["T003"] == ["WP01"]


def test_boxes_are_the_tasks_of_a_story_without_ids(tmp_path):
    write(tmp_path, {"docs/stories/1.1.ring.md": STORY})

    (one,) = data(tmp_path)["lists"]

    assert states(one) == {
        "Melt the bronze": "done",
        "Pour it": "ready",
        "Hang the bell (AC: 2)": "waiting",
    }


def test_a_table_of_tasks_says_in_a_cell_what_is_done(tmp_path):
    text = (
        "# Tasks: Kite\n\n| ID | Task | WP | Status |\n|---|---|---|---|\n"
        "| T001 | Cut | WP01 | ✅ |\n| T002 | Glue | WP01 | in progress |\n"
        "| T003 | Fly | WP02 | todo |\n\n## WP01: Body\n\nOne.\n\n## WP02: Tail\n\nTwo.\n"
    )
    write(tmp_path, {"kitty-specs/003-kite/tasks.md": text})

    (one,) = data(tmp_path)["lists"]

    assert states(one) == {"T001": "done", "T002": "begun", "T003": "waiting"}
    assert [(group["id"], group["tasks"]) for group in one["groups"]] == [("WP01", 2), ("WP02", 1)]


def test_the_json_keeps_its_shape(everything):
    found = data(everything)

    assert list(found) == ["version", "lists", "totals"]
    assert found["version"] == 1
    counts = ["tasks", "done", "open", "blocked", "begun", "waiting", "skipped"]
    for one in found["lists"]:
        assert list(one) == [
            *("path", "family", "title"),
            *counts,
            *("ready", "cycles", "groups", "stories", "tasks_detail"),
        ]
        assert (
            one["tasks"] == one["done"] + one["open"] + one["skipped"] == len(one["tasks_detail"])
        )
        assert one["open"] == sum((one["blocked"], one["begun"], one["waiting"], len(one["ready"])))
        for group in one["groups"]:
            about = ["kind", "id", "title", *counts, "ready", "lane", "blocked_by"]
            assert list(group) == about
        for task in one["tasks_detail"]:
            assert list(task) == [
                *("id", "title", "state", "path", "line"),
                *("group", "story", "parallel", "blocked_by"),
            ]
    assert found["totals"]["lists"] == len(found["lists"]) == 6
    assert found["totals"]["tasks"] == sum(one["tasks"] for one in found["lists"])


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("overview", ()),
        ("one", ("specs/001-tide",)),
        ("asked", ("--ready", "--blocked")),
        ("packages", ("-v", "kitty-specs")),
    ],
)
def test_the_terminal_shows_what_it_showed(everything, width, name, arguments):
    write(everything, {"harness-lint.toml": ""})

    shown = on_terminal(everything, width, *arguments, NO_COLOR="1")

    assert shown == (GOLDEN / f"{name}-{width}.txt").read_text(encoding="utf-8")
    assert max(map(len, shown.splitlines())) <= width


def test_colour_is_for_terminals_that_want_it(tide):
    assert "\x1b[" in on_terminal(tide, 80)
    assert "\x1b[" not in on_terminal(tide, 80, NO_COLOR="1")
    assert "\x1b[" not in status(tide).stdout


def test_an_output_that_holds_ascii_alone_gets_bars_of_ascii(tide):
    shown = status(tide, PYTHONIOENCODING="ascii", PYTHONUTF8="0").stdout

    assert shown.isascii()
    assert "####" in shown
    assert "\\u" not in shown


def test_markdown_lists_the_same(tide):
    shown = status(tide, "--output-format", "markdown").stdout

    assert "| specs/001-tide/tasks.md | 37 % | 3 of 8 | 4 | T004 |" in shown
    assert "- T004 \\[P\\] Store each reading in src/store.py" in shown


@pytest.mark.covers("SAF-003")
def test_words_of_a_document_cannot_command_the_terminal(tmp_path):
    text = "# Tasks: \x1b[31mred\x1b[0m [bold]x[/bold]\n\n- [ ] T001 \x1b]0;gone\x07 [red]y[/red]\n"
    write(tmp_path, {"specs/001-x/tasks.md": text})

    shown = status(tmp_path).stdout

    assert "\x1b" not in shown
    assert "[red]y[/red]" in shown


def test_a_path_without_a_task_list_is_noted_and_passes(tide):
    write(tide, {"README.md": "# Tide\n"})

    done = status(tide, "README.md")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "note: no task list was found in `README.md`\n"


def test_a_folder_without_any_document_fails(tide):
    (tide / "empty").mkdir()

    done = status(tide, "empty")

    assert done.returncode == 1
    assert "no document was found in `empty`" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("--ready", "--nope"), ("--output-format", "x")]
)
def test_wrong_use_exits_with_2(tide, arguments):
    assert status(tide, *arguments).returncode == 2


def test_a_list_without_a_task_counts_as_nothing_to_do(tmp_path):
    write(tmp_path, {"openspec/changes/none/tasks.md": "# Tasks\n\nNone yet.\n"})

    (one,) = data(tmp_path)["lists"]

    assert (one["tasks"], one["ready"], one["tasks_detail"]) == (0, [], [])
    assert "no tasks" in status(tmp_path).stdout


def test_a_hostile_list_is_read_in_the_time_of_a_large_one(tmp_path):
    lines = [f"- [ ] T{n:04} Task (depends on T{n - 1:04}, T{n % 7:04})" for n in range(1, 4000)]
    phases = "".join(f"\n## Phase {n}: Part\n" for n in range(300))
    chain = "\n- Phase 0 → " + " → ".join(f"Phase {n}" for n in range(300)) + "\n"
    ranges = "- T0001-T4999 depends on T5000-T9999\n" * 20
    text = "# Tasks\n\n" + "\n".join(lines) + phases + chain + ranges
    write(tmp_path, {"specs/001-x/tasks.md": text})

    (one,) = data(tmp_path)["lists"]

    assert one["tasks"] == 3999
    assert one["ready"] == []


def test_the_ready_tasks_of_a_long_list_are_listed_when_they_are_asked_for(tmp_path):
    lines = "".join(f"- [ ] T{n:03} Task\n" for n in range(1, 41))
    write(tmp_path, {"specs/001-x/tasks.md": f"# Tasks\n\n{lines}"})

    shown = status(tmp_path).stdout

    assert "Ready next (the first 20 of 40)" in shown
    assert ("T020" in shown, "T021" in shown) == (True, False)
    assert "T040" in status(tmp_path, "--ready").stdout
