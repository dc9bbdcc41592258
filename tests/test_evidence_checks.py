"""Evidence against a real git history, and results that git ignores, by the installed command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CONTRACT = """\
# Validation Contract: Ferry clock

### VAL-CLOCK-001: The clock shows the time

The face shows {hours} hours.

### VAL-CLOCK-002: The clock rings at noon

The bell rings twelve times.
"""

STATE = {"assertions": {f"VAL-CLOCK-00{number}": {"status": "passed"} for number in (1, 2)}}

TESTS = """\
import pytest


@pytest.mark.covers("VAL-CLOCK-001")
def test_shows_the_time():
    assert True


@pytest.mark.covers("VAL-CLOCK-002")
def test_rings():
    assert True
"""

RESULTS = """\
<testsuite name="pytest" tests="2"{timestamp}>
  <testcase classname="tests.test_clock" name="test_shows_the_time">{shows}</testcase>
  <testcase classname="tests.test_clock" name="test_rings">{rings}</testcase>
</testsuite>
"""

BEFORE, NOON, AFTER = (f"2026-01-12T{hour}:00:00+00:00" for hour in (11, 12, 13))

Git = Callable[..., None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a contract, its state and tests, and no history."""
    folder = tmp_path / "ferry"
    write(folder, "validation-contract.md", CONTRACT.format(hours=12))
    write(folder, "validation-state.json", json.dumps(STATE, indent=1))
    write(folder, "tests/test_clock.py", TESTS)
    write(folder, ".gitignore", "/build/\n/test-results/\n")
    return folder


@pytest.fixture
def git(root: Path) -> Git:
    """A function that runs git in `root`, at a given time; all was committed at eleven."""

    def ask(*arguments: str, at: str = BEFORE) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        environment |= {"HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
        environment |= {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at}
        names = ("-c", "user.name=Ferry", "-c", "user.email=ferry@example.org")
        command = ("git", *names, *arguments)
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)

    ask("init", "--quiet", "--initial-branch=main")
    commit(ask, BEFORE)
    return ask


def commit(git: Git, at: str) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "Work", at=at)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def write_results(
    root: Path, at: str = "", *, path: str = "build/clock.xml", shows: str = "", rings: str = ""
) -> None:
    timestamp = f' timestamp="{at}"' if at else ""
    write(root, path, RESULTS.format(timestamp=timestamp, shows=shows, rings=rings))


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "harness_lint", *arguments)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def found(root: Path, *arguments: str) -> list[str]:
    """Return the findings about evidence: ``path:line code words``."""
    options = ("--output-format", "json", "--select", "HL812,HL813,HL814,HL815")
    done = run(root, "check", *options, *arguments)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{one['path']}:{one['line']} {one['code']}" for one in json.loads(done.stdout)["findings"]
    ]


def outcomes(root: Path, *arguments: str) -> dict[str, str | None]:
    """Return the outcome of each test that verifies something, and the state of each item."""
    done = run(root, "trace", "export", *arguments)
    assert done.returncode == 0, done.stderr
    export = json.loads(done.stdout)
    states = {item["id"]: item["state"] for item in export["items"] if item["kind"] == "assertion"}
    tests = {
        link["source"].rpartition("::")[2]: link["outcome"]
        for link in export["links"]
        if link["role"] == "verifies"
    }
    return {**states, **tests}


NOW = ("--results", "build/clock.xml")


def test_results_that_git_ignores_are_read_if_they_are_named(root, git):
    write_results(root, NOON, rings='<failure message="silent" />')

    assert found(root) == []
    assert found(root, *NOW) == ["validation-state.json:7 HL813"]


def test_results_that_the_configuration_names_are_read_wherever_one_is(root, git):
    write_results(root, NOON, rings="<failure />")
    write(root, "harness-lint.toml", 'results = ["build/**/*.xml"]\n')

    assert found(root) == ["validation-state.json:7 HL813"]
    assert found(root, "validation-state.json") == ["validation-state.json:7 HL813"]
    assert found(root / "tests", "..") == ["validation-state.json:7 HL813"]


def test_a_family_knows_no_results_that_git_ignores(root, git):
    write_results(root, NOON, path="test-results/junit.xml", rings="<failure />")

    assert found(root) == []
    assert found(root, "--results", "test-results/junit.xml") == ["validation-state.json:7 HL813"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--results", "build/none.xml"), "file of results `build/none.xml` does not exist"),
        (("--results", "build"), "file of results `build` does not exist"),
        (("--results", "../out.xml"), "file of results `../out.xml` is outside the project"),
    ],
)
def test_a_file_of_results_that_cannot_be_had_stops_the_run(root, arguments, words):
    write_results(root)
    write(root, "harness-lint.toml", "")
    write(root, "../out.xml", "<testsuite />")

    for command in (("check",), ("trace", "export")):
        done = run(root, *command, *arguments)

        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_results_that_are_no_xml_are_reported_where_they_break(root, git):
    write(root, "build/clock.xml", "<testsuite>\n<testcase name='a'>\n</testsuite>\n")

    done = run(root, "check", "--output-format", "concise", *NOW)

    assert done.returncode == 1
    assert "build/clock.xml:3:" in done.stdout


def test_globs_of_results_stay_inside_the_project(root, git):
    write_results(root.parent, NOON, path="outside/clock.xml", rings="<failure />")
    (root / "link").symlink_to(root.parent / "outside")
    globs = ["../outside/*.xml", str(root.parent / "outside/*.xml"), "link/*.xml", "[", "{", ""]
    write(root, "harness-lint.toml", f"results = {json.dumps(globs)}\n")

    assert found(root) == []


def test_results_speak_until_the_tests_are_changed(root, git):
    write_results(root, NOON)
    assert outcomes(root, *NOW) == {
        "VAL-CLOCK-001": "proven",
        "VAL-CLOCK-002": "proven",
        "test_shows_the_time": "passed",
        "test_rings": "passed",
    }

    write(root, "tests/test_clock.py", TESTS.replace("True", "1 == 1", 1))
    commit(git, AFTER)

    assert outcomes(root, *NOW) == {
        "VAL-CLOCK-001": "tested",
        "VAL-CLOCK-002": "tested",
        "test_shows_the_time": "stale",
        "test_rings": "stale",
    }
    assert found(root, *NOW) == ["tests/test_clock.py:5 HL815"]


def test_old_failures_do_not_hold_against_new_tests(root, git):
    write_results(root, NOON, rings="<failure />")
    write(root, "tests/test_clock.py", TESTS.replace("True", "1 == 1", 1))
    commit(git, AFTER)

    assert found(root, *NOW) == ["tests/test_clock.py:5 HL815"]


def test_tests_that_are_being_changed_are_not_judged(root, git):
    write(root, "tests/test_clock.py", TESTS.replace("True", "1 == 1", 1))
    commit(git, AFTER)
    write_results(root, NOON)
    write(root, "tests/test_clock.py", TESTS)

    assert found(root, *NOW) == []
    assert outcomes(root, *NOW)["test_rings"] == "passed"


def test_an_assertion_that_was_reworded_outgrows_its_results(root, git):
    write_results(root, NOON)
    write(root, "validation-contract.md", CONTRACT.format(hours=24))
    commit(git, AFTER)

    assert found(root, *NOW) == ["validation-contract.md:3 HL815"]


def test_an_assertion_whose_lines_were_only_wrapped_outgrows_nothing(root, git):
    write_results(root, NOON)
    text = CONTRACT.format(hours=12).replace("bell rings", "bell\n**rings**")
    write(root, "validation-contract.md", text)
    commit(git, AFTER)

    assert found(root, *NOW) == []


@pytest.mark.parametrize("at", ["", "yesterday", "2026-01-12T11:30:00"])
def test_results_whose_time_is_not_certain_are_not_old(root, git, at):
    write(root, "tests/test_clock.py", TESTS.replace("True", "1 == 1", 1))
    commit(git, NOON)
    write_results(root, at)

    assert found(root, *NOW) == []


def test_without_a_history_nothing_is_old(root):
    write_results(root, BEFORE)
    write(root, "harness-lint.toml", "")

    assert found(root, *NOW) == []
    assert outcomes(root, *NOW)["VAL-CLOCK-001"] == "proven"


def test_a_test_that_is_skipped_proves_nothing(root):
    write(root, "harness-lint.toml", "")
    write_results(root, rings="<skipped />")

    assert found(root, *NOW) == ["validation-state.json:7 HL814"]
    assert outcomes(root, *NOW)["VAL-CLOCK-002"] != "proven"


def test_a_thousand_assertions_with_results_take_no_time(tmp_path):
    import time

    numbers = range(1000, 2000)
    contract = "".join(f"\n### VAL-CLOCK-{n}: It rings {n} times\n" for n in numbers)
    write(tmp_path, "validation-contract.md", f"# Validation Contract\n{contract}")
    states = {f"VAL-CLOCK-{n}": {"status": "passed"} for n in numbers}
    write(tmp_path, "validation-state.json", json.dumps({"assertions": states}))
    tests = (
        f'@pytest.mark.covers("VAL-CLOCK-{n}")\ndef test_{n}():\n    assert True\n' for n in numbers
    )
    write(tmp_path, "tests/test_clock.py", "import pytest\n\n" + "\n\n".join(tests))
    cases = (f'<testcase classname="tests.test_clock" name="test_{n}"/>' for n in numbers)
    write(tmp_path, "build/clock.xml", f"<testsuite>{''.join(cases)}</testsuite>")
    write(tmp_path, "harness-lint.toml", "")
    start = time.process_time()

    assert found(tmp_path, *NOW) == []
    assert time.process_time() - start < 40
