"""`harness-lint rename` through the installed command."""

import os
import subprocess

import pytest

from tests.command import run
from tests.renaming.test_places import HOME, PYTHON
from tests.renaming.test_renumber import INSERTED, INSERTED_AFTER

SPEC, TASKS, TEST = "specs/001-lamp/spec.md", "specs/001-lamp/tasks.md", "tests/test_log.py"
RESULTS = """\
<testsuites><testsuite name="pytest" tests="1">
<testcase classname="tests.test_log" name="test_fr_001_the_time_is_noted" time="0.01"/>
</testsuite></testsuites>
"""


@pytest.fixture
def lamp(tmp_path):
    """A feature with its tasks and a test."""
    for path, text in {**HOME, TEST: PYTHON, "harness-lint.toml": ""}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def held(folder):
    """The bytes of every file of *folder*."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".harness-lint-cache" not in path.parts
    }


@pytest.mark.covers("REN-001")
def test_it_writes_every_place_and_says_how_many_there_are(lamp):
    done = run(lamp, "rename", "FR-001", "FR-009")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "FR-001 is FR-009 now",
        f"  {SPEC}: 1 place",
        f"  {TASKS}: 1 place",
        f"  {TEST}: 4 places",
        "6 places in 3 files",
    ]
    assert run(lamp, "trace", "show", "FR-009").returncode == 0


def test_a_diff_asked_for_in_a_folder_can_be_applied_in_the_root(lamp):
    done = run(lamp / "tests", "rename", "FR-001", "FR-009", "--diff")

    assert done.stderr == "note: the paths of the diff are seen from `..`\n"
    subprocess.run(["git", "apply", "-"], cwd=lamp, input=done.stdout, text=True, check=True)
    assert run(lamp, "rename", "FR-009", "FR-001").stdout.endswith("6 places in 3 files\n")


def test_there_and_back_gives_the_same_bytes(lamp):
    before = held(lamp)

    run(lamp, "rename", "FR-001", "FR-009")
    run(lamp, "rename", "FR-009", "FR-001")

    assert held(lamp) == before


def test_a_diff_writes_nothing_and_says_what_would_be_written(lamp):
    before = held(lamp)

    done = run(lamp, "rename", "FR-001", "FR-009", "--diff")

    assert done.returncode == 0
    assert "-- **FR-001**: The log MUST note the time\n" in done.stdout
    assert "+- **FR-009**: The log MUST note the time\n" in done.stdout
    assert held(lamp) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("FR-001", "FR-002"), "error: `FR-002` is there already: specs/001-lamp/spec.md:12"),
        (("FR-010", "FR-011"), "did you mean"),
        (("FR-001",), "say OLD and NEW, or `--renumber FILE`"),
        ((), "say OLD and NEW, or `--renumber FILE`"),
        (("A", "B", "--renumber", TASKS), "say OLD and NEW, or `--renumber FILE`"),
        (("--renumber", "nowhere.md"), "`nowhere.md` is no document of this project"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_all_as_it_is(lamp, arguments, said):
    before = held(lamp)

    done = run(lamp, "rename", *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert held(lamp) == before


@pytest.mark.covers("REN-002")
def test_a_claim_of_what_was_nowhere_must_not_come_to_mean_the_item(lamp):
    with (lamp / TASKS).open("a", encoding="utf-8") as file:
        file.write("- [ ] T005 Write to FR-009\n")
    before = held(lamp)

    done = run(lamp, "rename", "FR-001", "FR-009")

    assert done.returncode == 2
    assert "nothing is renamed" in done.stderr
    assert "FR-009" in done.stderr
    assert held(lamp) == before


@pytest.mark.covers("REN-002")
@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes what is read-only")
def test_a_file_that_cannot_be_written_keeps_all_others_as_they_are(lamp):
    (lamp / TEST).chmod(0o444)
    before = held(lamp)

    done = run(lamp, "rename", "FR-001", "FR-009")

    assert done.returncode == 2
    assert TEST in done.stderr
    assert held(lamp) == before


def test_places_that_may_mean_another_item_are_told(lamp):
    (lamp / "specs/002-oil").mkdir()
    (lamp / "specs/002-oil/spec.md").write_text(HOME[SPEC], encoding="utf-8")
    (lamp / "README.md").write_text("# Lamp\n\nFR-001\n", encoding="utf-8")
    (lamp / TEST).unlink()

    done = run(lamp, "rename", "001-lamp/FR-001", "FR-009")

    assert done.returncode == 0
    assert "note: left as it is: README.md:3: it may mean `specs/001-lamp/FR-001`" in done.stderr


@pytest.mark.covers("REN-002")
def test_a_claim_of_one_of_two_items_must_not_come_to_mean_the_other(lamp):
    (lamp / "specs/002-oil").mkdir()
    (lamp / "specs/002-oil/spec.md").write_text(HOME[SPEC], encoding="utf-8")
    before = held(lamp)

    done = run(lamp, "rename", "001-lamp/FR-001", "FR-009")

    assert done.returncode == 2
    assert f"{TEST}:4: " in done.stderr
    assert "verifies `specs/002-oil/FR-001` (ok) would stand for" in done.stderr
    assert held(lamp) == before


def test_a_baseline_with_the_old_name_must_be_written_anew(lamp):
    (lamp / "harness-lint.toml").write_text('baseline = "known.json"\n')
    (lamp / "known.json").write_text('{"version": 1, "items": {"specs/001-lamp/FR-001": "gap"}}')

    done = run(lamp, "rename", "FR-001", "FR-009")

    assert "note: `known.json` has the old name: write it anew" in done.stderr


def test_comments_of_programs_follow_and_their_strings_do_not(lamp):
    (lamp / "src").mkdir()
    (lamp / "src/log.py").write_text('# FR-001, and T001\nLOG = "FR-001"  # noqa: T001\n')

    run(lamp, "rename", "FR-001", "FR-009")
    run(lamp, "rename", "T001", "T009")

    program = (lamp / "src/log.py").read_text()
    assert program == '# FR-009, and T001\nLOG = "FR-001"  # noqa: T001\n'


def test_a_place_that_has_the_new_id_already_is_told(lamp):
    (lamp / "specs/001-lamp/notes.md").write_text("# Notes\n\nFR-009 was dropped\n")

    done = run(lamp, "rename", "FR-001", "FR-009")

    assert "specs/001-lamp/notes.md:3: it means the item from now on" in done.stderr


def test_tests_whose_names_change_must_be_run_again(lamp):
    (lamp / "junit.xml").write_text(RESULTS, encoding="utf-8")
    results = (lamp / "junit.xml").read_bytes()

    done = run(lamp, "rename", "FR-001", "FR-009")

    assert "note: tests have other names now: run them again" in done.stderr
    assert (lamp / "junit.xml").read_bytes() == results


def test_what_was_reviewed_stays_reviewed(lamp):
    run(lamp, "trace", "review", "--all")

    run(lamp, "rename", "FR-001", "FR-009")

    assert '"id": "specs/001-lamp/FR-009"' in (lamp / ".harness-lint/trace-lock.jsonl").read_text()
    assert "suspect" not in run(lamp, "trace", "show", "FR-009").stdout


def test_the_tasks_of_a_file_are_numbered_anew(lamp):
    (lamp / TASKS).write_text(INSERTED, encoding="utf-8", newline="\n")

    done = run(lamp / "specs", "rename", "--renumber", "001-lamp/tasks.md")

    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == [
        "T002a is T003 now",
        "T003 is T004 now",
        "T004 is T005 now",
    ]
    assert (lamp / TASKS).read_text(encoding="utf-8") == INSERTED_AFTER


def test_numbers_that_are_in_order_are_left_alone(lamp):
    done = run(lamp, "rename", "--renumber", TASKS)

    assert (done.returncode, done.stdout) == (0, "the numbers are in order: nothing is written\n")
