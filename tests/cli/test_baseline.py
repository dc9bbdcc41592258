"""`check --write-baseline`, `--baseline` and `--gate`, as users run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES

COMMAND = Path(sys.executable).with_name("harness-lint")
NAME = "harness-lint-baseline.json"
NOTES = "# Notes\n\n- [ ] Oil the gate\n- [ ]Paint the pier\n"
"""One finding, HL005."""

SPEC = """\
# Feature Specification: Pier

## Requirements

### Functional Requirements

- **FR-001**: The pier MUST carry ten people.
"""


def check(folder: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    done = subprocess.run(
        [*command, "check", *arguments],
        cwd=folder,
        env=kept,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "internal error" not in done.stderr
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(tmp_path, NOTES)
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def write(folder: Path, text: str, path: str = "notes.md") -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def refused(folder: Path, *arguments: str, text: str = "") -> str:
    """Return what is said of a use that is wrong; the baseline is as it was."""
    path = folder / NAME
    before = path.read_bytes() if path.exists() else None
    done = check(folder, *arguments, text=text)
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert (path.read_bytes() if path.exists() else None) == before
    return done.stderr


@pytest.mark.covers("RUN-008")
def test_what_is_written_is_not_shown_any_more(project):
    written = check(project, "--write-baseline")
    after = check(project)

    assert (written.returncode, written.stdout) == (0, "")
    assert written.stderr == f"note: `{NAME}` now knows 1 finding\n"
    assert (after.returncode, after.stderr) == (0, "")
    assert after.stdout.endswith(": nothing new; 1 finding of the baseline is not shown\n")


def test_new_findings_fail_a_run_as_ever(project):
    check(project, "--write-baseline")
    write(project, NOTES, "more.md")

    done = check(project, "--output-format", "concise")

    assert done.returncode == 1
    assert [line[:13] for line in done.stdout.splitlines()[:-1]] == ["more.md:4:1: "]


def test_what_is_fixed_is_counted_and_written_off(project):
    check(project, "--write-baseline")
    write(project, "# Notes\n")

    assert "1 of the baseline is fixed: --write-baseline removes it" in check(project).stdout
    check(project, "--write-baseline")
    assert json.loads((project / NAME).read_text()) == {"findings": {}, "items": {}, "version": 1}
    assert check(project).stdout == "1 file checked (0 of a known family): nothing to report\n"


@pytest.mark.covers("RUN-008")
def test_a_file_that_git_moved_keeps_its_findings(project):
    git(project, "add", "notes.md")
    check(project, "--write-baseline")
    (project / "docs").mkdir()
    git(project, "mv", "notes.md", "docs/pier.md")

    assert check(project).returncode == 0


def test_a_file_that_was_moved_behind_the_back_of_git_keeps_its_findings(project):
    git(project, "add", "notes.md")
    check(project, "--write-baseline")
    (project / "notes.md").rename(project / "pier.md")

    assert check(project).returncode == 0


def test_the_same_project_gives_the_same_bytes(project):
    write(project, NOTES, "b/more.md")
    check(project, "--write-baseline")
    first = (project / NAME).read_bytes()

    check(project, "--write-baseline")

    assert (project / NAME).read_bytes() == first


def test_no_baseline_and_isolated_show_everything(project):
    check(project, "--write-baseline")

    assert check(project, "--no-baseline").returncode == 1
    assert check(project, "--isolated").returncode == 1
    assert check(project, "--isolated", "--baseline", NAME).returncode == 0


def test_a_file_given_by_name_has_its_baseline_too(project):
    check(project, "--write-baseline")
    (project / "docs").mkdir()

    done = check(project / "docs", "../notes.md")

    assert done.returncode == 0
    assert "nothing new in these paths; 1 finding of the baseline is not shown" in done.stdout


def test_the_text_in_an_editor_has_the_baseline_of_its_file(project):
    check(project, "--write-baseline")
    name = ("--stdin-filename", "notes.md")

    assert check(project, *name, text=f"Hello.\n\n{NOTES}").returncode == 0
    assert check(project, *name, text=f"{NOTES}- [x]Count\n").returncode == 1


def test_a_baseline_of_another_name_is_seen_from_the_working_directory(project):
    (project / "ci").mkdir()

    check(project / "ci", "--write-baseline", "--baseline", "known.json", "..")

    assert (project / "ci" / "known.json").exists()
    assert check(project, "--baseline", "ci/known.json").returncode == 0
    assert check(project).returncode == 1


def test_the_configuration_names_a_baseline_below_the_root(project):
    write(project, 'baseline = "ci/known.json"\n', "harness-lint.toml")
    assert "baseline `ci/known.json` does not exist" in refused(project)
    (project / "ci").mkdir()

    check(project, "--write-baseline")

    assert (project / "ci" / "known.json").exists()
    assert check(project).returncode == 0
    assert check(project / "ci", "../notes.md").returncode == 0


@pytest.mark.parametrize("path", ["../known.json", "/known.json", "a/../../known.json"])
def test_the_configuration_does_not_lead_out_of_the_project(project, path):
    write(project, f'baseline = "{path}"\n', "harness-lint.toml")

    assert "it must lie below the project's root" in refused(project)
    assert "it must lie below the project's root" in refused(project, "--write-baseline")


@pytest.mark.parametrize(
    "arguments",
    [
        ("notes.md",),
        ("docs",),
        ("--select", "HL2"),
        ("--extend-select", "HL2"),
        ("--ignore", "HL005"),
        ("--since", "HEAD"),
        ("--no-baseline",),
        ("--stdin-filename", "notes.md"),
    ],
)
def test_a_baseline_is_not_written_from_a_part_of_the_project(project, arguments):
    write(project, "# Docs\n", "docs/readme.md")
    check(project, "--write-baseline")
    write(project, NOTES + NOTES)

    assert "--write-baseline" in refused(project, "--write-baseline", *arguments)


def test_a_baseline_is_not_written_from_a_folder_below_the_root(project):
    write(project, "# Docs\n", "docs/readme.md")

    said = refused(project / "docs", "--write-baseline")

    assert "hint: `harness-lint check --write-baseline ..` writes it" in said
    assert check(project / "docs", "--write-baseline", "..").returncode == 0
    assert (project / NAME).exists()


def test_two_wishes_that_exclude_each_other_are_refused(project):
    assert "exclude each other" in refused(project, "--baseline", NAME, "--no-baseline")


def test_an_empty_name_is_no_baseline(project):
    check(project, "--write-baseline")

    assert "is no file" in refused(project, "--baseline", "")


def test_a_pipe_is_no_baseline(project):
    os.mkfifo(project / "pipe.json")

    assert "is no file" in refused(project, "--baseline", "pipe.json")
    assert "is no baseline" in refused(project, "--baseline", "pipe.json", "--write-baseline")


def test_a_broken_baseline_stops_the_run_and_names_the_way_out(project):
    write(project, '{"version": 3}', NAME)

    assert refused(project) == (
        f"error: baseline `{NAME}` has version 3; this harness-lint reads version 1\n"
        "hint: --write-baseline writes it anew\n"
    )


def test_an_unreadable_file_is_reported_whatever_the_baseline_holds(project):
    (project / "gone.md").symlink_to("nowhere.md")

    written = check(project, "--write-baseline")

    assert "but not 1 finding of HL905: a baseline holds none" in written.stderr
    assert check(project).returncode == 1


def test_an_empty_folder_is_reported_whatever_the_baseline_holds(project):
    (project / "notes.md").unlink()

    assert check(project, "--write-baseline").returncode == 0
    assert check(project).returncode == 1


@pytest.mark.covers("TRC-008")
def test_the_ratchet_needs_a_baseline(project):
    write(project, SPEC, "specs/001-pier/spec.md")

    said = refused(project, "--gate", "ratchet")

    assert f"the gate `ratchet` needs a baseline: `{NAME}` is not there" in said
    assert "hint: --write-baseline writes one" in said
    assert "--no-baseline" in refused(project, "--gate", "ratchet", "--no-baseline")


def test_the_ratchet_holds_what_the_baseline_has(project):
    write(project, SPEC, "specs/001-pier/spec.md")
    write(project, 'gate = "ratchet"\n', "harness-lint.toml")

    written = check(project, "--write-baseline")

    assert written.stderr.endswith(" and 1 item\n")
    assert check(project).returncode == 0
    path = project / NAME
    path.write_text(path.read_text().replace('"gap"', '"planned"'))
    done = check(project, "--output-format", "concise")
    assert [line.split()[1] for line in done.stdout.splitlines()[:-1]] == ["HL431"]
    assert check(project, "--gate", "integrity").returncode == 0


@pytest.mark.covers("RUN-004")
@pytest.mark.parametrize("gate", ["ratchet", "full"])
def test_a_gate_without_an_item_to_judge_does_not_pass(project, gate):
    check(project, "--write-baseline")

    done = check(project, "--gate", gate, "--output-format", "concise")

    assert done.returncode == 1
    assert f".:1:1: HL904 the gate is `{gate}`, but no document defines an item" in done.stdout
    assert check(project, "--gate", gate, "notes.md").returncode == 0


def test_a_gate_that_is_none_is_wrong_use(project):
    assert "'hard' is not one of" in refused(project, "--gate", "hard")
    write(project, 'gate = "hard"\n', "harness-lint.toml")
    assert "`gate` is `hard`; it must be one of `integrity`" in refused(project)


def test_programs_are_told_what_the_findings_rest_on(project):
    done = check(project, "--output-format", "json", "notes.md", "--select", "HL0")

    data = json.loads(done.stdout)
    assert data["provenance"].pop("digest")
    assert data["provenance"].pop("tool_version")
    assert data["provenance"] == {
        "files_read": 1,
        "files_skipped": 0,
        "gate": "integrity",
        "scope": "paths",
        "narrowed": True,
    }
    whole = json.loads(check(project, "--output-format", "json").stdout)["provenance"]
    assert (whole["scope"], whole["narrowed"]) == ("project", False)


def test_a_run_over_a_folder_above_the_project_is_a_run_over_all_of_it(project):
    done = check(project / ".git", "--output-format", "json", "..")

    assert json.loads(done.stdout)["provenance"]["scope"] == "project"
