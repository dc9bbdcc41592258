"""Bad evidence gives a finding or one sentence, like all bad input: in the files of a mission.

Everything here runs the command as a user does, on a copy of the correct mission.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.breaks import ROOT, commit_all, copy_project, git, make_repository
from tests.test_bad_input import COMMAND, error, findings, lint

PROJECT = ROOT / "mission" / "harbour-clock"
MISSION = ".factory/missions/spring-tide"
FEATURES = f"{MISSION}/features.json"
STATE = f"{MISSION}/validation-state.json"
HANDOFF = f"{MISSION}/handoffs/2025-02-16T08-21-55-003Z__tide-hand__77f3.json"
DATA = {"features": FEATURES, "state": STATE, "hand-off": HANDOFF}
RESULTS = "test-results/pytest.xml"
LOCK = ".harness-lint/trace-lock.jsonl"
BASELINE = "harness-lint-baseline.json"
RATCHET = 'gate = "ratchet"\nstatus-documents = ["docs/product/*.md"]\n'


@pytest.fixture
def mission(tmp_path):
    """The correct mission, as plain files."""
    return copy_project(PROJECT, tmp_path / "harbour-clock")


@pytest.fixture
def repository(mission):
    """The correct mission, as a git repository of two commits."""
    make_repository(mission)
    return mission


def changed(mission: Path, path: str, old: bytes, new: bytes) -> None:
    data = (mission / path).read_bytes()
    assert old in data
    (mission / path).write_bytes(data.replace(old, new))


# Structured files


@pytest.mark.parametrize("path", DATA.values(), ids=DATA)
@pytest.mark.parametrize("part", [0, 0.001, 0.3, 0.5, 0.77, 0.995])
def test_a_file_that_ends_too_early_is_one_finding(mission, path, part):
    data = (mission / path).read_bytes()
    (mission / path).write_bytes(data[: int(len(data) * part)])

    (finding,) = findings(mission)

    assert finding.startswith(f"{path}:")
    assert ": HL801 not JSON: " in finding


@pytest.mark.covers("SAF-004")
@pytest.mark.parametrize("path", DATA.values(), ids=DATA)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[" * 1_000_000, id="open lists"),
        pytest.param("[" * 500_000 + "]" * 500_000, id="lists"),
        pytest.param('{"a":' * 200_000, id="open objects"),
        pytest.param('{"features":[' * 80_000, id="features in features"),
        pytest.param('{"assertions":{"a":' * 55_000, id="states in states"),
    ],
)
def test_a_megabyte_of_brackets_is_one_finding(mission, path, content):
    (mission / path).write_text(content)

    (finding,) = findings(mission)

    assert ": HL801 not JSON: more than 100 levels deep" in finding


@pytest.mark.parametrize("path", DATA.values(), ids=DATA)
def test_a_key_that_stands_twice_is_a_finding(mission, path):
    changed(mission, path, b'{\n  "', b'{\n  "pier": 1, "pier": 2,\n  "')

    (finding,) = findings(mission)

    assert finding.startswith(f"{path}:2:14: HL801 key `pier` stands twice in one object")


@pytest.mark.parametrize("path", [*DATA.values(), RESULTS, LOCK], ids=[*DATA, "results", "lock"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\xff\xfe{\0}\0", "NUL byte", id="utf-16"),
        pytest.param(b'{"caf\xe9": 1}', "byte 0xe9 is not UTF-8", id="latin-1"),
        pytest.param(b'{"a":\0 1}', "NUL byte", id="nul"),
    ],
)
def test_bytes_that_are_no_text_are_said_once(mission, path, content, reason):
    (mission / path).write_bytes(content)

    (finding,) = findings(mission)

    assert finding.startswith(f"{path}:1:")
    assert f": HL001 not text: {reason}" in finding


@pytest.mark.parametrize("path", DATA.values(), ids=DATA)
@pytest.mark.parametrize(
    "content",
    [
        *("null", "true", "0", '""', "[]", "{}", "[null]", '{"a": 1}', "[[[]]]"),
        '{"features": 1, "assertions": [], "handoff": [], "tests": "x"}',
        '{"features": [{"id": []}, 3], "assertions": {"VAL-TIDE-001": 3}, "handoff": {"tests": 1}}',
        '{"features": {"a": []}, "assertions": [{"id": {}}], "handoff": null, "commitId": {}}',
        '{"features": [{"id": "' + "a" * 1_000_000 + '", "fulfills": {"a": 1}}]}',
        '{"assertions": {"' + "VAL-TIDE-" * 100_000 + '1": {"status": "passed"}}}',
        '{"featureId": "x", "handoff": {"tests": {"added": [{"file": 1, "cases": {"a": 1}}]}}}',
        '{"assertions": {"VAL-TIDE-001": {"status": ' + "9" * 100_000 + "}}}",
    ],
    ids=lambda content: content[:30],
)
def test_data_of_any_other_shape_ends_well(mission, path, content):
    (mission / path).write_text(content)

    assert lint(mission).returncode in {0, 1}


# Test results


@pytest.mark.covers("SAF-004")
@pytest.mark.parametrize(
    "declared",
    [
        pytest.param('<!DOCTYPE testsuites SYSTEM "file:///etc/passwd">', id="a file"),
        pytest.param(
            '<!DOCTYPE testsuites [<!ENTITY tower SYSTEM "file:///etc/passwd">]>', id="an entity"
        ),
        pytest.param(
            '<!DOCTYPE other [<!ENTITY tower SYSTEM "http://127.0.0.1:9/">]>', id="another name"
        ),
        pytest.param(
            '<!DOCTYPE testsuites [<!ENTITY % a SYSTEM "/etc/passwd"> %a;]>', id="a parameter"
        ),
        pytest.param(
            "<!DOCTYPE testsuites [<!ENTITY a0 'tick'>"
            + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12))
            + "<!ENTITY tower '&a12;'>]>",
            id="a billion ticks",
        ),
    ],
)
def test_entities_in_test_results_are_never_looked_up(mission, declared):
    changed(mission, RESULTS, b"?>\n", f"?>\n{declared}\n".encode())
    changed(mission, RESULTS, b'hostname="tower"', b'hostname="&tower;"')

    (finding,) = findings(mission)

    assert finding.startswith(f"{RESULTS}:2:1: HL801 not JUnit XML: declares a document type")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-16", "HL001 not text: NUL byte"),
        ("utf-16-be", "HL001 not text: NUL byte"),
        ("iso-8859-1", "HL001 not text: byte 0xf6 is not UTF-8"),
        ("cp1252", "HL001 not text: byte 0xf6 is not UTF-8"),
        ("utf-7", "HL801 not JUnit XML: encoding `utf-7` is not read; write UTF-8"),
    ],
)
def test_test_results_in_another_encoding_are_one_finding(mission, encoding, words):
    text = (mission / RESULTS).read_text(encoding="utf-8")
    text = text.replace("utf-8", encoding).replace("tower", "törn")
    (mission / RESULTS).write_bytes(text.encode(encoding))

    (finding,) = findings(mission)

    assert finding.startswith(f"{RESULTS}:")
    assert words in finding


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("<testsuite>" * 90_000, "more than 100 levels deep", id="suites"),
        pytest.param('<testsuites name="' + "a" * 1_000_000, "unclosed token", id="a name"),
        pytest.param("<testsuites>" + "<!-- " * 200_000, "", id="comments"),
        pytest.param("<testsuites>&lantern;</testsuites>", "undefined entity", id="an entity"),
        pytest.param("<testsuites/><testsuites/>", "junk after document", id="two roots"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_results_that_are_no_xml_are_one_finding(mission, content, words):
    (mission / RESULTS).write_text(content)

    (finding,) = findings(mission)

    assert finding.startswith(f"{RESULTS}:1:")
    assert f"HL801 not JUnit XML: {words}" in finding


def test_a_hundred_thousand_results_are_read_in_time(mission):
    case = (
        '<testcase classname="tests.test_tide" name="test_{0}" time="nan" timestamp="9999-99"/>\n'
    )
    cases = "".join(case.format(number % 7) for number in range(100_000))
    (mission / RESULTS).write_text(f"<testsuite tests='-1'>\n{cases}</testsuite>\n")

    assert lint(mission).returncode in {0, 1}


# Hand-offs that point elsewhere


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "../" * 20_000 + "etc/passwd",
        "tests/../../../etc/shadow.py",
        "/etc/passwd",
        "~/.ssh/id_rsa",
        "C:\\\\Windows\\\\win.ini",
        "\\\\\\\\server\\\\share\\\\a.py",
    ],
    ids=lambda path: path[:24],
)
def test_a_test_file_out_of_the_project_is_a_finding(mission, path):
    changed(mission, HANDOFF, b'"tests/test_tide.py"', f'"{path}"'.encode())

    (finding,) = findings(mission)

    assert finding.startswith(f"{HANDOFF}:31:")
    assert ": HL811 test file `" in finding
    assert finding.endswith(
        "` lies outside the project; name the one inside it [handoff-claim-unproven]"
    )


@pytest.mark.parametrize("sign", ["\\u0000", "\\n", "\\u001b[2J"])
def test_a_path_with_signs_that_no_path_has_is_a_finding(mission, sign):
    changed(mission, HANDOFF, b'"tests/test_tide.py"', f'"tests/{sign}test_tide.py"'.encode())

    (finding,) = findings(mission)

    assert "HL802 `handoff.tests.added[0].file` is `tests/" in finding
    assert "not the path of one test file" in finding
    assert "\0" not in finding
    assert "\x1b" not in finding


@pytest.mark.covers("SAF-001")
@pytest.mark.parametrize(
    "commit", ["--output=owned", "HEAD", "../../HEAD", "a" * 100_000, "0" * 40, "\\u0000", "$(id)"]
)
def test_a_commit_that_is_none_runs_nothing(repository, commit):
    path = repository / HANDOFF
    line = next(one for one in path.read_text().splitlines() if "commitId" in one)
    changed(repository, HANDOFF, line.encode(), f'  "commitId": "{commit}",'.encode())

    done = lint(repository)

    assert done.returncode in {0, 1}
    assert not (repository / "owned").exists()


# Git


def test_a_repository_without_commits_is_checked_like_plain_files(mission):
    git(mission, "init", "--quiet")

    assert lint(mission).returncode == 0
    assert error(mission, "--since=HEAD") == (
        "error: there is nothing to compare with `HEAD`: the git repository has no commits"
    )


def test_a_shallow_clone_misses_no_commit(repository, tmp_path):
    (repository / "notes.md").write_text("# Pier\n")
    commit_all(repository, "2025-02-21T12:00:00+00:00")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))

    assert lint(clone).returncode == 0
    assert lint(clone, "--since=HEAD").returncode == 0
    assert error(clone, "--since=HEAD~1") == (
        "error: git knows no commit `HEAD~1`; see `git log`; the git history is cut off "
        "(shallow clone); get it with `git fetch --unshallow`"
    )


def test_without_git_the_files_are_checked_and_nothing_is_compared(repository):
    folders = [
        one for one in os.environ["PATH"].split(os.pathsep) if not shutil.which("git", path=one)
    ]
    path = os.pathsep.join([*folders, str(repository / "nowhere")])

    done = lint(repository, PATH=path)
    compared = lint(repository, "--since=HEAD", PATH=path)

    assert done.returncode == 0
    assert compared.returncode == 2
    assert compared.stderr.splitlines()[0] == (
        "error: there is nothing to compare with `HEAD`: git is not installed"
    )


@pytest.mark.parametrize("content", ["garbage", "", "ref: refs/heads/nowhere\n", "0" * 40])
def test_a_damaged_repository_is_no_traceback(repository, content):
    (repository / ".git" / "HEAD").write_text(content)

    assert lint(repository).returncode in {0, 1}
    assert error(repository, "--since=HEAD~1").startswith("error: ")


# Lock files and baselines


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("not reviewed\n", ":1:1: HL801 not JSON: ", id="words"),
        pytest.param("[" * 1_000_000, ":1:101: HL801 not JSON: more than", id="brackets"),
        pytest.param('{"id": "a", "finger', ":1:13: HL801 not JSON: ", id="cut off"),
        pytest.param("[1, 2]\n", ":1:1: HL802 ", id="a list"),
        pytest.param('{"id": 3, "fingerprint": "", "text": "", "links": []}', ": HL802 ", id="3"),
    ],
)
def test_a_damaged_lock_file_is_a_finding_and_is_never_overwritten(mission, content, words):
    (mission / LOCK).write_text(content)

    first = findings(mission)[0]
    done = review(mission)

    assert first.startswith(LOCK)
    assert words in first
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        f"error: line 1 of `{LOCK}` is no review, and would be lost"
    )
    assert (mission / LOCK).read_text() == content


def review(mission):
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    return subprocess.run(
        [*command, "trace", "review", "specs/001-bell-log/SC-002"],
        cwd=mission,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_review_keeps_those_of_other_items(mission):
    before = (mission / LOCK).read_text()

    done = review(mission)

    assert done.returncode == 0
    assert (mission / LOCK).read_text() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"\x00\xff", "is not UTF-8", id="bytes"),
        pytest.param(b"known", "is not JSON: expecting value at line 1", id="words"),
        pytest.param(b"[" * 1_000_000, "is nested too deeply", id="brackets"),
        pytest.param(b'{"version": 1, "fin', "is not JSON: unterminated string starting", id="cut"),
        pytest.param(b"[]", "", id="a list"),
        pytest.param(b'{"version": 99}', "", id="another version"),
        pytest.param(b'{"version": 1, "findings": [], "items": []}', "", id="lists"),
        pytest.param(b'{"version": 1, "findings": {"a": [1]}}', "", id="numbers"),
        pytest.param(b'{"version": ' + b"9" * 100_000 + b"}", "", id="a long number"),
    ],
)
@pytest.mark.parametrize("gate", [True, False], ids=["a gate reads it", "an option names it"])
def test_a_damaged_baseline_is_one_sentence(mission, content, words, gate):
    (mission / BASELINE).write_bytes(content)
    if gate:
        (mission / "harness-lint.toml").write_text(RATCHET)

    message = error(mission, *([] if gate else [f"--baseline={BASELINE}"]))

    assert message.startswith(f"error: baseline `{BASELINE}` {words}")
