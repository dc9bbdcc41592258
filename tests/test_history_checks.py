"""`check --since REV`, as users run it: the installed command on real git repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES
from harness_lint.project.frozen_history import FrozenHistory
from harness_lint.project.history import Change
from harness_lint.reporters import FORMATS
from tests.project.test_history import START, Repository

COMMAND = Path(sys.executable).with_name("harness-lint")

CONTRACT = """\
# Validation contract

### VAL-PIER-001: The pier carries ten people

It stands.

### VAL-PIER-002: The pier is lit at night

It shines.
"""
TESTS = """\
def test_val_pier_001_carries():
    assert pier(10).stands


def test_val_pier_002_shines():
    assert pier(1).lamp
"""
ONE_TEST = TESTS.split("\n\n\n", maxsplit=1)[0] + "\n"
SHEET = """\
# Tasks: Pier

### BE-001: Build the pier

**Priority**: HIGH
**Methodology**: TDD
**Files**: `src/pier.py`, `tests/test_pier.py`
**Tests**: one for each load
"""


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    done = subprocess.run(
        [*command, "check", *arguments],
        cwd=folder,
        env={**kept, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "internal error" not in done.stderr
    return done


def found(folder: Path, *arguments: str) -> list[tuple[str, int, str]]:
    """Return path, line and code of the findings that compare with the past."""
    done = check(folder, "--output-format", "json", "--select", "HL82", *arguments)
    assert done.returncode in (0, 1), done.stderr
    findings = json.loads(done.stdout)["findings"]
    return [(one["path"], one["line"], one["code"]) for one in findings]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def pier(repository: Repository) -> Repository:
    """A repository whose first commit has a contract and its tests."""
    repository.commit(**{"validation-contract_md": CONTRACT, "tests__test_pier.py": TESTS})
    repository.git("tag", "v1")
    return repository


# What is compared: the working tree with the commit where the two parted.


@pytest.mark.parametrize("how", ["in the working tree", "staged", "committed"])
def test_a_deleted_test_is_reported_wherever_it_was_deleted(pier, how):
    pier.write("tests/test_pier.py", ONE_TEST)
    if how == "staged":
        pier.git("add", "-A")
    elif how == "committed":
        pier.commit()

    assert found(pier.root, "--since", "v1") == [("tests/test_pier.py", 1, "HL821")]


def test_without_since_nothing_is_compared(pier):
    pier.write("tests/test_pier.py", ONE_TEST)

    assert found(pier.root) == []


def test_what_others_added_to_the_revision_since_is_not_missed_here(pier):
    pier.git("checkout", "-q", "-b", "mine")
    pier.commit(notes_md="# Notes\n")
    pier.git("checkout", "-q", "main")
    more = CONTRACT + "\n### VAL-PIER-003: The pier floats\n\nIt swims.\n"
    pier.commit(
        **{
            "validation-contract_md": more,
            "tests__test_float.py": "def test_val_pier_003():\n    assert 1\n",
        }
    )
    pier.git("checkout", "-q", "mine")

    assert found(pier.root, "--since", "main") == []


def test_what_was_deleted_on_the_branch_is_reported_though_the_revision_went_on(pier):
    pier.git("checkout", "-q", "-b", "mine")
    pier.commit(**{"tests__test_pier.py": ONE_TEST})
    pier.git("checkout", "-q", "main")
    pier.commit(notes_md="# Notes\n")
    pier.git("checkout", "-q", "--detach", "mine")

    assert found(pier.root, "--since", "main") == [("tests/test_pier.py", 1, "HL821")]


def test_a_project_in_a_folder_of_the_repository_is_compared_alone(repository):
    repository.write("harness-lint.toml", "")
    repository.write("mine/harness-lint.toml", "")
    repository.write("mine/validation-contract.md", CONTRACT)
    repository.write("mine/tests/test_pier.py", TESTS)
    repository.write("other/tests/test_other.py", TESTS.replace("pier", "moor"))
    repository.commit()
    repository.write("mine/tests/test_pier.py", ONE_TEST)
    (repository.root / "other/tests/test_other.py").unlink()

    assert found(repository.root / "mine", "--since", "HEAD") == [
        ("tests/test_pier.py", 1, "HL821")
    ]


def test_a_second_worktree_is_compared_like_the_first(pier, tmp_path):
    pier.git("worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    (tmp_path / "second/tests/test_pier.py").write_text(ONE_TEST, encoding="utf-8")

    assert found(tmp_path / "second", "--since", "main") == [("tests/test_pier.py", 1, "HL821")]


def test_asked_for_one_file_only_what_concerns_it_is_said(pier):
    pier.write("notes.md", "# Notes\n")
    (pier.root / "tests/test_pier.py").unlink()

    assert found(pier.root, "--since", "v1", "validation-contract.md") == [
        ("validation-contract.md", 3, "HL821")
    ]
    assert found(pier.root, "--since", "v1", "notes.md") == []


@pytest.mark.parametrize("format_", FORMATS)
def test_a_finding_on_a_file_that_is_gone_can_be_written_in_each_format(pier, format_):
    pier.write("web/README.md", "# Web\n")
    pier.write("web/lamp.test.js", 'test("it shines", () => 1);\n')
    pier.commit()
    (pier.root / "web/lamp.test.js").unlink()

    done = check(pier.root, "--since", "HEAD", "--select", "HL82", "--output-format", format_)

    assert done.returncode == 1
    assert "web/lamp.test.js" in done.stdout


def test_what_cannot_be_read_of_the_past_is_left_out(repository):
    repository.root.joinpath("features.json").write_bytes(b'{"features": [\xff\xfe')
    repository.write("validation-state.json", "[" * 5_000)
    repository.write("tests/test_pier.py", "def test_(" * 2_000)
    repository.write("spec.md", "> " * 5_000 + "\n")
    repository.commit()
    repository.write("features.json", '{"features": []}')
    repository.write("validation-state.json", "{}")
    repository.write("tests/test_pier.py", TESTS)
    repository.write("spec.md", "# Spec\n")

    assert found(repository.root, "--since", "HEAD") == []


# What there is nothing to compare with: one sentence, and exit code 2.


@pytest.mark.parametrize(
    ("rev", "words"),
    [
        ("v9", "git knows no commit `v9`"),
        ("", "no name of a commit"),
        ("--output=x", "no name of a commit"),
        ("HEAD~9", "git knows no commit"),
        ("v1:tests", "git knows no commit"),
    ],
)
def test_an_unknown_revision_is_wrong_use(pier, rev, words):
    done = check(pier.root, f"--since={rev}")

    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_git_there_is_nothing_to_compare_with(tmp_path):
    (tmp_path / "notes.md").write_text("# Notes\n", encoding="utf-8")

    done = check(tmp_path, "--since", "main")

    assert done.returncode == 2
    assert done.stderr == (
        "error: there is nothing to compare with `main`: there is no git repository\n"
    )


def test_without_commits_there_is_nothing_to_compare_with(repository):
    repository.write("notes.md", "# Notes\n")

    done = check(repository.root, "--since", "HEAD")

    assert done.returncode == 2
    assert "the git repository has no commits" in done.stderr


def test_histories_without_a_common_commit_cannot_be_compared(pier):
    pier.git("checkout", "-q", "--orphan", "other")
    pier.commit("another beginning")

    done = check(pier.root, "--since", "main")

    assert done.returncode == 2
    assert "`main` and the checked-out commit have no commit in common" in done.stderr


def shallow(origin: Repository, tmp_path: Path, depth: int) -> Path:
    place = tmp_path / "shallow"
    origin.git("clone", "-q", f"--depth={depth}", origin.root.as_uri(), str(place))
    return place


def test_a_shallow_clone_without_the_revision_says_how_to_get_it(pier, tmp_path):
    first = pier.git("rev-parse", "HEAD")
    pier.commit(notes_md="# Notes\n")
    pier.commit(notes_md="# More notes\n")

    done = check(shallow(pier, tmp_path, 1), "--since", first)

    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr


def test_a_shallow_clone_with_the_revision_is_compared(pier, tmp_path):
    pier.commit(notes_md="# Notes\n")
    pier.commit(**{"tests__test_pier.py": ONE_TEST})

    place = shallow(pier, tmp_path, 2)

    assert found(place, "--since", "HEAD~1") == [("tests/test_pier.py", 1, "HL821")]


# HL821 deleted-test


def test_a_deleted_file_of_tests_is_missed_where_its_assertions_are_defined(pier):
    pier.git("rm", "-q", "tests/test_pier.py")

    done = check(pier.root, "--since", "HEAD", "--select", "HL821")

    assert found(pier.root, "--since", "HEAD") == [("validation-contract.md", 3, "HL821")]
    assert "`VAL-PIER-001`, `VAL-PIER-002`" in done.stdout


def test_tests_that_moved_are_not_gone(pier):
    pier.git("rm", "-q", "tests/test_pier.py")
    first, second = TESTS.split("\n\n\n")
    pier.write("tests/unit/test_load.py", first + "\n")
    pier.write("tests/unit/test_lamp.py", second)

    assert found(pier.root, "--since", "HEAD") == []


def test_a_file_of_tests_that_was_renamed_and_edited_is_followed(pier):
    pier.git("mv", "tests/test_pier.py", "tests/test_jetty.py")
    pier.write(
        "tests/test_jetty.py", TESTS.replace("def test_val_pier_002_shines", "def test_glow")
    )

    assert found(pier.root, "--since", "HEAD") == []


# HL822 implementation-before-test


def test_code_before_its_test_is_reported_at_the_task(repository):
    repository.commit(tasks__pier_tasks_md=SHEET)
    repository.commit(**{"src__pier.py": "PIER = 1\n"})
    repository.commit(**{"tests__test_pier.py": "def test_pier():\n    assert PIER\n"})

    assert found(repository.root, "--since", "HEAD~2") == [("tasks/pier_tasks.md", 3, "HL822")]


@pytest.mark.parametrize("order", ["test first", "both at once", "before the revision"])
def test_a_test_that_comes_in_time_is_silent(repository, order):
    code = {"src__pier.py": "PIER = 1\n"}
    test = {"tests__test_pier.py": "def test_pier():\n    assert PIER\n"}
    first = {"tasks__pier_tasks_md": SHEET}
    steps = {
        "test first": [first, test, code],
        "both at once": [first, {**test, **code}],
        "before the revision": [{**first, **test}, code, {"tests__test_pier.py": "# more\n"}],
    }[order]
    shas = [repository.commit(**files) for files in steps]

    assert [one for one in found(repository.root, "--since", shas[0]) if one[2] == "HL822"] == []


def test_commits_on_branches_beside_one_another_have_no_order(repository):
    start = repository.commit(tasks__pier_tasks_md=SHEET)
    repository.commit(**{"src__pier.py": "PIER = 1\n"})
    repository.git("checkout", "-q", "-b", "tests", start)
    repository.commit(**{"tests__test_pier.py": "def test_pier():\n    assert PIER\n"})
    repository.git("merge", "-q", "--no-edit", "main")

    assert found(repository.root, "--since", start) == []


def test_a_test_that_was_moved_after_the_code_came_first_all_the_same(repository):
    start = repository.commit(tasks__pier_tasks_md=SHEET)
    repository.commit(**{"test_pier.py": "def test_pier():\n    assert PIER\n"})
    repository.commit(**{"src__pier.py": "PIER = 1\n"})
    (repository.root / "tests").mkdir()
    repository.git("mv", "test_pier.py", "tests/test_pier.py")
    repository.commit()

    assert found(repository.root, "--since", start) == []


# HL823 removed-id


def test_an_assertion_that_vanished_is_missed_at_the_title(pier):
    pier.write("validation-contract.md", CONTRACT.split("### VAL-PIER-002", maxsplit=1)[0])

    assert found(pier.root, "--since", "HEAD") == [("validation-contract.md", 1, "HL823")]


def test_a_contract_that_was_moved_by_git_is_followed(pier):
    pier.git("mv", "validation-contract.md", "validation-contract-pier.md")

    assert found(pier.root, "--since", "HEAD") == []


def test_a_contract_may_say_that_its_ids_are_gone_for_good(pier):
    text = CONTRACT.split("### VAL-PIER-002", maxsplit=1)[0]
    told = "<!-- harness-lint: disable-file=removed-id -- the lamp was sold -->\n"
    pier.write("validation-contract.md", text.replace("\n\n", f"\n\n{told}\n", 1))

    assert found(pier.root, "--since", "HEAD") == []


# HL824 reopened-terminal-state


STATE = '{"assertions": {"VAL-PIER-001": {"status": "%s"%s}}}\n'


@pytest.mark.parametrize(
    ("now", "codes"),
    [
        (STATE % ("pending", ""), ["HL824"]),
        (STATE % ("passed", ""), []),
        (STATE % ("failed", ', "reason": "It sank"'), []),
        (STATE % ("pending", ', "orchestratorOverride": true'), []),
    ],
)
def test_an_assertion_that_had_passed_stays_so_or_says_why(pier, now, codes):
    pier.commit(**{"validation-state.json": STATE % ("passed", "")})
    pier.write("validation-state.json", now)

    assert [code for _, _, code in found(pier.root, "--since", "HEAD")] == codes


# The history of pages says what git says.


def test_a_frozen_history_answers_as_git_does(repository):
    steps = [
        {"a.md": "1", "b.md": "one\ntwo\nthree\n"},
        {"a.md": "2", "b.md": "one\ntwo\nthree\n", "c/d.md": "1"},
        {"a.md": "2", "c/d.md": "1", "c/b.md": "one\ntwo\nthree\n"},
    ]
    shas = []
    for files in steps:
        repository.git("rm", "-rq", "--ignore-unmatch", ".")
        for path, text in files.items():
            repository.write(path, text)
        shas.append(repository.commit())
    repository.write("new.md", "new")
    repository.write("a.md", "3")
    now = {**steps[-1], "new.md": "new", "a.md": "3"}
    frozen = FrozenHistory(
        [(START + 60 * number, encoded(files)) for number, files in enumerate(steps, start=1)],
        encoded(now),
    )
    git = repository.history()
    names = [commit.sha for commit in frozen.commits]

    assert [commit.time for commit in frozen.commits] == [git.commit(sha).time for sha in shas]
    for sha, name in zip(shas, names, strict=True):
        assert frozen.files_of(name) == git.files_of(sha)
        assert frozen.changed_since(name) == git.changed_since(sha)
        assert len(frozen.commits_since(name)) == len(git.commits_since(sha))
        assert frozen.read_at(name, "b.md") == git.read_at(sha, "b.md")
    for path in ("a.md", "b.md", "c/b.md", "new.md"):
        assert frozen.is_dirty(path) == git.is_dirty(path)
        last, known = frozen.last_change(path), git.last_change(path)
        assert (last and names.index(last.sha)) == (known and shas.index(known.sha))
    assert Change("renamed", "c/b.md", "b.md") in frozen.changed_since(names[0])


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}
