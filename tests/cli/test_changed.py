"""`check --changed`, as users run it: the installed command on real git repositories."""

import json

import pytest

from tests.command import run
from tests.project.test_history import Repository

WRONG = """\
# {name}

> Mission status
> Agent: planner
> Status: done
> Current code differences: none
> Todo: none
> Fully implemented: yes
"""
CONTRACT = """\
# Validation contract

### VAL-PIER-001: The pier carries ten people

It stands.
"""
FEATURES = {"features": [{"id": "pier", "fulfills": ["VAL-PIER-001"], "status": "pending"}]}


@pytest.fixture
def repository(tmp_path):
    made = Repository(tmp_path / "harbour")
    for name in ("pier", "rope", "lamp"):
        made.write(f"docs/{name}.md", WRONG.format(name=name))
    made.git("add", "-A")
    made.git("commit", "-m", "Begin")
    return made


def paths(repository, *arguments):
    done = run(repository.root, "check", "--output-format", "json", *arguments)
    report = json.loads(done.stdout)
    return [one["path"] for one in report["findings"] if one["code"] == "HL205"], done


def test_without_it_everything_is_checked(repository):
    assert len(paths(repository)[0]) == 3


@pytest.mark.parametrize("how", ["in the working tree", "staged"])
def test_only_what_differs_from_the_last_commit_is_checked(repository, how):
    repository.write("docs/rope.md", WRONG.format(name="cable"))
    if how == "staged":
        repository.git("add", "-A")

    found, done = paths(repository, "--changed")

    assert found == ["docs/rope.md"]
    assert done.returncode == 1


def test_what_is_new_has_changed_and_what_is_ignored_has_not(repository):
    repository.write(".gitignore", "trials/\n")
    repository.write("docs/net.md", WRONG.format(name="net"))
    repository.write("trials/net.md", WRONG.format(name="trial"))

    assert paths(repository, "--changed")[0] == ["docs/net.md"]


def test_nothing_changed_is_nothing_to_check_and_passes(repository):
    found, done = paths(repository, "--changed")

    assert (found, done.returncode) == ([], 0)
    assert done.stderr == "note: nothing to check: no document has changed\n"


def test_a_deleted_document_is_not_looked_for(repository):
    (repository.root / "docs/rope.md").unlink()

    assert paths(repository, "--changed")[1].returncode == 0


def test_with_since_what_was_committed_since_is_checked_too(repository):
    repository.git("tag", "v1")
    repository.write("docs/lamp.md", WRONG.format(name="lantern"))
    repository.git("commit", "-a", "-m", "Rename")
    repository.write("docs/pier.md", WRONG.format(name="quay"))

    assert paths(repository, "--changed")[0] == ["docs/pier.md"]
    assert paths(repository, "--changed", "--since", "v1")[0] == [
        "docs/lamp.md",
        "docs/pier.md",
    ]


def test_paths_and_changes_both_narrow(repository):
    repository.write("docs/pier.md", WRONG.format(name="quay"))
    repository.write("plans/quay.md", WRONG.format(name="quay"))

    assert paths(repository, "--changed", "plans")[0] == ["plans/quay.md"]


def test_rules_over_several_files_see_those_that_have_not_changed(repository):
    repository.write(".factory/missions/pier/validation-contract.md", CONTRACT)
    repository.write(".factory/missions/pier/features.json", json.dumps(FEATURES))
    repository.git("add", "-A")
    repository.git("commit", "-m", "Promise")
    claims = json.dumps(FEATURES).replace("001", "009")
    repository.write(".factory/missions/pier/features.json", claims)

    done = run(repository.root, "check", "--changed", "--output-format", "concise", "--quiet")

    assert done.stdout.startswith(".factory/missions/pier/features.json:1:")
    assert "HL401" in done.stdout
    assert "VAL-PIER-009" in done.stdout


def test_before_the_first_commit_everything_is_new(tmp_path):
    made = Repository(tmp_path / "new")
    made.write("docs/pier.md", WRONG.format(name="pier"))

    assert paths(made, "--changed")[0] == ["docs/pier.md"]


def test_without_a_repository_it_is_refused(tmp_path):
    (tmp_path / "a.md").write_text("# A\n")

    done = run(tmp_path, "check", "--changed")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("there is no git repository\n")


@pytest.mark.parametrize("other", ["--write-baseline", "--stdin-filename=a.md"])
def test_what_cannot_go_with_it_is_refused(repository, other):
    done = run(repository.root, "check", "--changed", other)

    assert done.returncode == 2
    assert done.stderr.startswith("error: --")
