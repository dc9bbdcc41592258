"""A correct mission is silent, and each thing that breaks it is found: that, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness_lint.cli import main
from harness_lint.engine.registry import Registry
from tests.breaks import (
    ROOT,
    Break,
    apply,
    breaks_in,
    commit_all,
    copy_project,
    make_repository,
)

PROJECT = ROOT / "mission" / "harbour-clock"
BREAKS = breaks_in(ROOT / "mission" / "harbour-clock.breaks")


@pytest.fixture(scope="session")
def plain(tmp_path_factory) -> Path:
    """The project as plain files."""
    return copy_project(PROJECT, tmp_path_factory.mktemp("plain") / "harbour-clock")


@pytest.fixture(scope="session")
def repository(tmp_path_factory) -> tuple[Path, str]:
    """The project as a git repository, and the commit that the hand-offs name."""
    project = copy_project(PROJECT, tmp_path_factory.mktemp("repository") / "harbour-clock")
    return project, make_repository(project)


def check(project: Path, capsys, monkeypatch, *arguments: str) -> tuple[int, list[str], list[str]]:
    """Return the exit code, the findings and the notes of a `check` of *project*."""
    monkeypatch.chdir(project)
    code = main(["check", "--output-format=concise", *arguments])
    out, err = capsys.readouterr()
    *findings, summary = out.splitlines()
    assert "checked" in summary
    return code, findings, err.splitlines()


def test_the_correct_project_is_silent(plain, capsys, monkeypatch):
    assert check(plain, capsys, monkeypatch) == (0, [], [])


@pytest.mark.parametrize("arguments", [(), ("--since=HEAD",), ("--since=HEAD~1",)], ids=str)
def test_the_correct_project_is_silent_in_its_repository(
    repository, arguments, capsys, monkeypatch
):
    assert check(repository[0], capsys, monkeypatch, *arguments) == (0, [], [])


def parameter(broken: Break):
    marks = [pytest.mark.xfail(reason=broken.open)] if broken.open else []
    return pytest.param(broken, id=broken.name, marks=marks)


@pytest.mark.parametrize("broken", [parameter(broken) for broken in BREAKS])
def test_a_break_is_found_and_nothing_else(
    broken: Break, plain, repository, tmp_path, capsys, monkeypatch
):
    source, commit = repository if broken.has_history else (plain, "")
    project = Path(shutil.copytree(source, tmp_path / "harbour-clock"))
    apply(broken.edits, project, commit)
    if broken.commit is not None:
        commit_all(project, broken.commit)
        apply(broken.later, project, commit)

    code, findings, notes = check(project, capsys, monkeypatch, *broken.arguments)

    assert findings == [line.replace("{commit}", commit) for line in broken.findings]
    assert notes == list(broken.notes)
    assert code == (1 if broken.findings else 0)


def test_every_check_of_the_trace_and_of_evidence_is_broken_once():
    """What no break shows, no whole project has ever shown."""
    rules = {
        rule.name
        for rule in Registry.load().checks
        if rule.code.startswith(("HL4", "HL81", "HL82"))
    }
    shown = {line.rpartition("[")[2].rstrip("]") for one in BREAKS for line in one.findings}

    assert rules - shown == set()
