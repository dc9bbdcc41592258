"""A document that our own code fails on: every command tells of it, and none passes for success.

What fails is a reader of the linter, broken from outside for one document by a module that Python
runs before anything else.
"""

from __future__ import annotations

import json

import pytest

from tests.command import before_reading
from tests.plugins.installing import lint, write

BREAKAGE = before_reading(
    """\
if markdown.source.path.endswith("002-rope/tasks.md"):
    raise KeyError("rope\\nis \\x1b[31mcut")"""
)
SPEC = "# Feature Specification: Lamp\n\n## Requirements\n\n- **FR-001**: The lamp MUST burn\n"
TASKS = "# Tasks: Lamp\n\n## Phase 1: Setup\n\n- [ ] T001 Light it in src/lamp.py (FR-001)\n"
FILES = {
    "specs/001-lamp/spec.md": SPEC,
    "specs/001-lamp/tasks.md": TASKS,
    "specs/002-rope/tasks.md": TASKS.replace("Lamp", "Rope"),
    "docs/a.md": "# A\n\n<!-- markdownlint-disable MD042 -->\n\n[a]()\n",
    "harness-lint.toml": "",
}
TOLD = "internal error in reading the document on `specs/002-rope/tasks.md`: KeyError: "


@pytest.fixture
def site(tmp_path):
    return write(tmp_path / "site", {"sitecustomize.py": BREAKAGE})


@pytest.fixture
def project(tmp_path):
    return write(tmp_path / "project", FILES)


COMMANDS = [
    ("check", "files checked"),
    ("check --exit-zero", "files checked"),
    ("files", "spec-kit-tasks"),
    ("files --output-format json", '"family": "spec-kit-tasks"'),
    ("status", "specs/001-lamp/tasks.md"),
    ("status --output-format json", '"specs/001-lamp/tasks.md"'),
    ("trace matrix", "FR-001"),
    ("trace show FR-001", "T001"),
    ("trace impact FR-001", "T001"),
    ("trace impact FR-001 --output-format json", "T001"),
    ("trace graph", "FR-001"),
    ("trace export", "FR-001"),
    ("trace report", "FR-001"),
    ("derive specs --name lamp", "pack: lamp"),
    ("migrate", "MD042"),
    ("init --dry-run", "gate = "),
]


@pytest.mark.covers("RUN-002")
@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_the_document_is_told_and_hides_nothing(site, project, command, rest):
    done = lint(project, *command.split(), site=site)

    assert done.code == 3, done.err
    assert rest in done.out
    assert done.err.count(TOLD) == 1
    assert "\x1b" not in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("command", "rest"), COMMANDS)
def test_where_nothing_fails_nothing_is_told(project, command, rest):
    done = lint(project, *command.split(), "--exit-zero" if command == "check" else "--")

    assert (done.code, "internal error" in done.err) == (0, False), done.err


@pytest.mark.parametrize("command", ["show FR-009", "impact FR-009", "matrix --scope specs/009"])
def test_what_may_stand_in_it_is_no_wrong_use(site, project, command):
    done = lint(project, "trace", *command.split(), site=site)

    assert (done.code, done.err.count(TOLD)) == (3, 1)
    assert "error: no " in done.err


def test_no_review_is_written_that_would_lose_what_it_holds(site, project):
    done = lint(project, "trace", "review", "--all", site=site)

    assert (done.code, done.err.count(TOLD)) == (3, 1)
    assert "nothing is reviewed" in done.err
    assert [path.name for path in project.rglob("*lock*")] == []


def test_no_suppression_is_carried_over_by_what_is_not_known(site, project):
    done = lint(project, "migrate", "--write", site=site)

    assert (done.code, done.err.count(TOLD)) == (3, 1)
    assert (project / "docs/a.md").read_text() == FILES["docs/a.md"]


def test_a_new_document_takes_no_number_that_may_be_taken(site, project):
    done = lint(project, "new", "spec-kit-tasks", "sail", site=site)

    assert (done.code, done.err.count(TOLD)) == (3, 1)
    assert not list(project.glob("specs/*sail*"))


def test_init_writes_its_proposal_and_tells(site, project):
    (project / "harness-lint.toml").unlink()

    done = lint(project, "init", site=site)

    assert (done.code, done.err.count(TOLD)) == (3, 1)
    assert "wrote harness-lint.toml" in done.out
    assert (project / "harness-lint.toml").is_file()


FACTS = """\
from harness_lint.plugin import *


@facts("our/rope", subject=Document)
def ropes(document):
    raise ValueError("rope")
"""


@pytest.mark.parametrize("command", ["files", "status", "trace matrix"])
def test_a_reader_of_the_project_that_fails_is_told_too(project, command):
    write(project, {"tools/ropes.py": FACTS, "harness-lint.toml": 'local-checks = ["tools"]\n'})

    done = lint(project, *command.split())

    assert done.code == 3
    assert "internal error in facts our/rope of `tools/ropes.py` on `docs/a.md`: " in done.err
    assert done.out


def test_json_stays_json(site, project):
    done = lint(project, "trace", "export", site=site)

    assert [one["local"] for one in json.loads(done.out)["items"]] == ["FR-001", "T001"]
