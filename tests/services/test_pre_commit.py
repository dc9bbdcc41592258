"""The hooks, run by pre-commit itself from a clone of the project in a repository of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.services.offline import ROOT, copied, offline, run

HOOKS = ".pre-commit-hooks.yaml"
RECIPE = ROOT / "docs" / "recipes" / "pre-commit.md"

SPEC = "# Feature: Lamps\n\n## Requirements\n\n- **FR-001**: The lamp MUST be lit at dusk.\n"
TASKS = "# Tasks: Lamps\n\n- [ ] T001 Read the time of dusk in src/dusk.py (FR-001)\n"
AGAIN = f"{TASKS}- [ ] T001 Print a ticket in src/ticket.py\n"
SPEC_PATH, TASKS_PATH = "specs/001-lamps/spec.md", "specs/001-lamps/tasks.md"

ALL_PASSED = dict.fromkeys(("harness-lint-fix", "harness-lint", "harness-lint-trace"), "Passed")


class Repository:
    """A repository with the hooks installed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = environment
        self.said = ""

    def run(self, *command: str) -> tuple[int, str]:
        return run(self.folder, self._environment, *command)

    def git(self, *arguments: str) -> str:
        code, said = self.run("git", *arguments)
        assert code == 0, said
        return said

    def write(self, **texts: str) -> None:
        for path, text in texts.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(text, encoding="utf-8")

    def commit(self, *options: str) -> dict[str, str]:
        """Commit, and return what each hook came to; without hooks that failed, it is done."""
        before = self.heads()
        _, self.said = self.run("git", "commit", "-qm", "change", *options)
        outcomes = dict(re.findall(r"(?m)^(harness-lint\S*?)\.{3,}(?:\(.*\))?(\w+)$", self.said))
        assert outcomes, self.said
        assert (self.heads() != before) is ("Failed" not in outcomes.values()), self.said
        return outcomes

    def heads(self) -> str:
        return self.run("git", "rev-parse", "--verify", "-q", "HEAD")[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pre-commit is run with: a home of its own, and no way to any network."""
    folder = tmp_path_factory.mktemp("environment")
    return {**offline(folder), "PRE_COMMIT_HOME": str(folder / "home")}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Repository:
    """A repository of the project as it is here."""
    folder = copied(tmp_path_factory.mktemp("clone"), HOOKS)
    return committed(Repository(folder, environment))


def committed(repository: Repository) -> Repository:
    repository.git("init", "-q", "-b", "main")
    repository.git("config", "user.name", "Ada")
    repository.git("config", "user.email", "ada@example.org")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "begin", "--allow-empty")
    return repository


def recipe(clone: Repository) -> str:
    """Return the first configuration of the manual, for *clone*, with the hook that fixes."""
    shown = re.search(
        r'(?ms)^```yaml title="\.pre-commit-config\.yaml"\n(.*?)^```', RECIPE.read_text()
    )
    config = yaml.safe_load(shown[1])
    (repo,) = config["repos"]
    repo |= {"repo": str(clone.folder), "rev": clone.git("rev-parse", "HEAD").strip()}
    repo["hooks"].insert(0, {"id": "harness-lint-fix"})
    return yaml.safe_dump(config)


@pytest.fixture(scope="module")
def installed(tmp_path_factory, environment, clone) -> Repository:
    for tool in ("git", "pre-commit"):
        if shutil.which(tool, path=environment["PATH"]) is None:
            pytest.skip(f"{tool} is not installed")
    repository = committed(Repository(tmp_path_factory.mktemp("scratch"), environment))
    repository.write(**{".pre-commit-config.yaml": recipe(clone)})
    repository.git("add", "-A")
    code, said = repository.run("pre-commit", "install", "--install-hooks")
    assert code == 0, said
    repository.git("commit", "-qm", "use the hooks")
    return repository


@pytest.fixture
def scratch(installed: Repository) -> Iterator[Repository]:
    """The repository with the hooks, and a spec with its tasks."""
    start = installed.heads().strip()
    installed.write(**{SPEC_PATH: SPEC, TASKS_PATH: TASKS})
    installed.git("add", "-A")
    installed.git("commit", "-qm", "plan the lamps", "--no-verify")
    yield installed
    installed.git("reset", "-q", "--hard", start)
    installed.git("clean", "-qfd")


@pytest.mark.covers("SVC-002")
def test_a_commit_with_a_finding_fails_until_it_is_repaired(scratch):
    scratch.write(**{TASKS_PATH: AGAIN})
    scratch.git("add", "-A")

    assert scratch.commit()["harness-lint"] == "Failed"
    assert f"{TASKS_PATH}:4:7" in scratch.said
    assert "HL302" in scratch.said
    scratch.write(**{TASKS_PATH: AGAIN.replace("T001 Print", "T002 Print")})
    scratch.git("add", "-A")
    assert scratch.commit() == ALL_PASSED


def test_a_changed_file_is_held_against_files_that_are_not_in_the_commit(scratch):
    scratch.write(**{TASKS_PATH: f"{TASKS}- [ ] T002 Put it out at dawn (FR-002)\n"})
    scratch.git("add", "-A")

    assert scratch.commit()["harness-lint"] == "Failed"
    assert "`FR-002` is defined nowhere" in scratch.said


def test_what_is_not_in_the_commit_is_not_looked_at(scratch):
    scratch.write(**{TASKS_PATH: AGAIN, "notes.md": "# Notes\n"})
    scratch.git("add", "notes.md")

    assert set(scratch.commit().values()) == {"Passed"}


def test_the_whole_project_is_followed_when_a_file_goes_away(scratch):
    scratch.write(**{"notes.md": f"# Notes\n\nSee the [spec]({SPEC_PATH}).\n"})
    scratch.git("add", "-A")
    scratch.git("commit", "-qm", "take notes", "--no-verify")
    scratch.git("rm", "-q", SPEC_PATH)

    assert scratch.commit() == {
        "harness-lint-fix": "Skipped",
        "harness-lint": "Skipped",
        "harness-lint-trace": "Failed",
    }
    assert "notes.md:3:16" in scratch.said


def test_a_commit_with_a_that_stages_for_itself_is_checked_too(scratch):
    scratch.write(**{TASKS_PATH: AGAIN})

    assert scratch.commit("-a")["harness-lint"] == "Failed"


def test_a_commit_that_can_be_fixed_is_fixed_and_made_when_it_is_added(scratch):
    scratch.write(**{TASKS_PATH: f"{TASKS}-[ ] T002 Print a ticket in src/ticket.py\n"})
    scratch.git("add", "-A")

    outcomes = scratch.commit()

    assert outcomes == {**ALL_PASSED, "harness-lint-fix": "Failed"}
    assert "files were modified by this hook" in scratch.said
    fixed = (scratch.folder / TASKS_PATH).read_text(encoding="utf-8")
    assert fixed == f"{TASKS}- [ ] T002 Print a ticket in src/ticket.py\n"
    scratch.git("add", "-A")
    assert scratch.commit() == ALL_PASSED
