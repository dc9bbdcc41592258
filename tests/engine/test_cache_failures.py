"""What damages, kills or holds a cache changes nothing of what is said."""

import sqlite3
import subprocess
import time
from contextlib import closing
from random import Random

import pytest

from tests.command import COMMAND
from tests.engine.cache_damage import damaged
from tests.engine.cache_edits import answer
from tests.engine.cache_kills import PAGES, edit, killed, large


def test_a_damaged_file_changes_nothing_and_is_replaced(tmp_path):
    assert damaged(tmp_path, 1, 100) == []


def test_a_run_that_is_killed_leaves_neither_a_process_nor_a_lock_nor_a_wrong_word(tmp_path):
    assert killed(tmp_path, 1, 8) == []


def test_runs_at_once_over_files_that_change_leave_no_wrong_word(tmp_path):
    folder, random = large(tmp_path / "project"), Random(1)
    command = [COMMAND, "check", "--output-format", "json", "--jobs=1"]
    for _ in range(3):
        runs = [
            subprocess.Popen(command, cwd=folder, stdout=-3, stderr=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        while any(run.poll() is None for run in runs):
            edit(folder, random.randrange(PAGES), random.randrange(1000))
            time.sleep(0.02)

        assert [run.communicate()[1] for run in runs] == ["", "", ""]
        assert answer(folder, "--jobs=1") == answer(folder, "--jobs=1", "--no-cache")


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_run_does_not_wait_for_one_that_writes(tmp_path, lock):
    folder = large(tmp_path / "project")
    right = answer(folder, "--jobs=1")
    (file,) = (folder / ".harness-lint-cache").glob("*.sqlite")
    edit(folder, 3, 3)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        held = answer(folder, "--jobs=1")

    assert held == right == answer(folder, "--jobs=1")
    assert file.exists()


def test_what_is_broken_is_left_behind_by_the_next_run(tmp_path):
    folder = large(tmp_path / "project")
    right = answer(folder, "--jobs=1")
    (file,) = (folder / ".harness-lint-cache").glob("*.sqlite")
    with closing(sqlite3.connect(file, isolation_level=None)) as cache:
        cache.execute("UPDATE rows SET said = replace(said, '1', '2')")
        cache.execute("DELETE FROM texts WHERE name LIKE 'answer%'")
        cache.execute("DELETE FROM texts WHERE name LIKE 'verdict%'")
    broken = file.stat().st_ino

    assert answer(folder, "--jobs=1") == right
    assert not file.exists() or file.stat().st_ino != broken
    assert answer(folder, "--jobs=1") == right
