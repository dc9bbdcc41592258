"""Hand-offs against a real git history, through the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HANDOFFS = ".factory/missions/ferry/handoffs"
NOBODY = "0123456789abcdef0123456789abcdef01234567"

Repository = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Repository:
    """Return a function that asks git in a fresh repository."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}

    def ask(*arguments: str) -> str:
        names = ("-c", "user.name=Ferry", "-c", "user.email=ferry@example.org")
        done = subprocess.run(
            ("git", *names, *arguments),
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    ask("init", "--quiet", "--initial-branch=main")
    write(tmp_path, "src/clock.py", "")
    commit(ask)
    return ask


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def commit(git: Repository) -> str:
    git("add", "--all")
    git("commit", "--quiet", "--message", "Work")
    return git("rev-parse", "HEAD")


def hand_off(root: Path, feature: str, sha: str, *files: str) -> None:
    value = {
        "workerSessionId": "s1",
        "featureId": feature,
        "commitId": sha,
        "successState": "success",
        "handoff": {"tests": {"added": [{"file": file, "cases": []} for file in files]}},
    }
    write(root, f"{HANDOFFS}/1__{feature}__s1.json", json.dumps(value, indent=1))


def found(root: Path) -> list[str]:
    """Return the messages about hand-offs."""
    options = ("--select", "HL811", "--output-format", "json")
    done = subprocess.run(
        (sys.executable, "-m", "harness_lint", "check", *options, "."),
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return [finding["message"] for finding in json.loads(done.stdout)["findings"]]


def test_a_commit_that_does_not_exist_is_reported(tmp_path: Path, git: Repository) -> None:
    hand_off(tmp_path, "clock", NOBODY[:12])
    commit(git)

    assert found(tmp_path) == [
        f"commit `{NOBODY[:12]}` does not exist; name the one that holds the work"
    ]


def test_a_mission_that_is_kept_apart_from_its_code_is_not_judged(
    tmp_path: Path, git: Repository
) -> None:
    git("mv", "src/clock.py", "src/notes.txt")
    hand_off(tmp_path, "clock", NOBODY, "tests/test_clock.py")
    commit(git)

    assert not found(tmp_path)


def test_a_short_name_of_a_commit_will_do(tmp_path: Path, git: Repository) -> None:
    write(tmp_path, "tests/test_clock.py", "")
    sha = commit(git)
    hand_off(tmp_path, "clock", sha[:8], "tests/test_clock.py")

    assert not found(tmp_path)


def test_a_history_that_was_rewritten_is_not_judged(tmp_path: Path, git: Repository) -> None:
    hand_off(tmp_path, "clock", NOBODY[:12])
    hand_off(tmp_path, "bell", NOBODY[1:13])
    commit(git)

    assert not found(tmp_path)


def test_a_test_file_that_was_not_committed_is_reported(tmp_path: Path, git: Repository) -> None:
    sha = git("rev-parse", "HEAD")
    write(tmp_path, "tests/test_clock.py", "")
    hand_off(tmp_path, "clock", sha, "tests/test_clock.py")
    commit(git)

    assert found(tmp_path) == [
        f"test file `tests/test_clock.py` is not in commit `{sha}`; commit it or correct the path"
    ]


def test_a_test_file_that_was_moved_later_is_proved_by_its_commit(
    tmp_path: Path, git: Repository
) -> None:
    write(tmp_path, "tests/test_clock.py", "")
    sha = commit(git)
    git("rm", "--quiet", "tests/test_clock.py")
    hand_off(tmp_path, "clock", sha, "tests/test_clock.py")
    commit(git)

    assert not found(tmp_path)


@pytest.mark.parametrize("word", ["pending", "HEAD", "none", "--all", "main", "abc"])
def test_what_is_no_name_of_a_commit_is_not_looked_up(
    tmp_path: Path, git: Repository, word: str
) -> None:
    hand_off(tmp_path, "clock", word)
    commit(git)

    assert not found(tmp_path)


def test_without_git_the_tree_alone_is_asked(tmp_path: Path) -> None:
    write(tmp_path, "src/clock.py", "")
    hand_off(tmp_path, "clock", NOBODY, "tests/test_clock.py")

    assert found(tmp_path) == [
        "test file `tests/test_clock.py` does not exist; write it or correct the path"
    ]
