"""Three formats that teams made up, each described by a pack alone: status, tasks and counts.

Each folder of `houses` is a project with its pack, documents that are right and wrong, and what the
installed command finds in them.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSES = Path(__file__).parent / "houses"

RIGHT = {
    "mill": ("plans/wheel.md", {"tasks": 4, "done": 1, "open": 2, "begun": 1, "skipped": 1}),
    "ledger": ("ledgers/moorings.md", {"tasks": 3, "done": 1, "open": 2, "begun": 1, "blocked": 1}),
    "journal": ("journale/ofen.md", {"tasks": 3, "done": 1, "open": 2, "begun": 1, "blocked": 1}),
}
"""The document of each house that is right, and how far its tasks are."""

EACH = pytest.mark.parametrize("name", RIGHT)


def run(folder, *arguments):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def found(folder, *arguments):
    done = run(folder, "check", "--no-cache", "--output-format", "concise", *arguments)
    assert done.stderr == ""
    return done.stdout.splitlines()[:-1]


@EACH
def test_what_is_wrong_in_a_house_is_found_and_nothing_else(name):
    wanted = (HOUSES / name / "expected.findings").read_text(encoding="utf-8").splitlines()

    assert found(HOUSES / name, ".") == wanted


@EACH
def test_what_is_right_in_a_house_is_silent(name):
    assert found(HOUSES / name, RIGHT[name][0]) == []


@EACH
def test_without_its_pack_nothing_is_found_in_a_house(name, tmp_path):
    folder = shutil.copytree(HOUSES / name, tmp_path / name)
    (folder / "harness-lint.toml").write_text("", encoding="utf-8")

    assert found(folder, ".") == []


@EACH
def test_the_progress_of_a_house_is_known(name):
    path, wanted = RIGHT[name]

    done = run(HOUSES / name, "status", "--output-format", "json", path)
    (tasks,) = json.loads(done.stdout)["lists"]

    assert {key: tasks[key] for key in wanted} == wanted


@EACH
def test_both_engines_find_the_same_in_a_house(name, tmp_path):
    folder = shutil.copytree(HOUSES / name, tmp_path / name)
    config = folder / "harness-lint.toml"
    config.write_text(f'engine = "markdown-it"\n{config.read_text()}', encoding="utf-8")

    assert found(folder, ".") == found(HOUSES / name, ".")
