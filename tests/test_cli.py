"""The installed command at its borders: exit codes, streams, wrong use, odd surroundings."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import pytest

import harness_lint.cli.lint as check_command
import harness_lint.cli.saying as saying
from harness_lint import __version__
from harness_lint.check import Check
from harness_lint.cli import COMMANDS, main, wants_colour
from harness_lint.cli.shell import AGENT_VARIABLES, default_format
from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Report
from harness_lint.findings import Severity
from harness_lint.reporters import FORMATS
from harness_lint.source import Place, Span

BLOCK = """\
# Tracking

> Mission status
> Agent: planner
> Status: {status}
> Current code differences: none
> Todo: none
> Fully implemented: yes
"""

GOOD = BLOCK.format(status="complete")
BAD = BLOCK.format(status="done")
"""HL205 at line 5, column 11."""

CLEARED = {*AGENT_VARIABLES, "FORCE_COLOR", "NO_COLOR", "HARNESS_LINT_DEBUG", "COLUMNS"}


def environment(**changes: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in CLEARED}
    return {**kept, **changes}


def lint(
    cwd: Path,
    *arguments: str,
    text: str | bytes | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", *arguments],
        cwd=cwd,
        input=data,
        capture_output=True,
        env=environment(**(env or {})),
        timeout=60,
        check=False,
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "good.md").write_text(GOOD)
    (tmp_path / "bad.md").write_text(BAD)
    return tmp_path


@pytest.mark.covers("RUN-002")
def test_findings_exit_with_1_and_their_absence_with_0(project):
    assert lint(project, "check", "bad.md").returncode == 1
    assert lint(project, "check", "good.md").returncode == 0


def test_the_installed_script_is_the_same_command(project):
    script = Path(sys.executable).with_name("harness-lint")

    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=False)

    assert done.stdout == f"harness-lint {__version__}\n"


def test_a_finding_is_shown_with_its_words_marked(project):
    assert lint(project, "check").stdout.startswith("""\
error[HL205]: """)
    assert lint(project, "check").stdout.split("\n")[1:5] == [
        " --> bad.md:5:11",
        "  |",
        "5 | > Status: done",
        "  |           ^^^^",
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_and_keeps_the_exit_code(project, name):
    done = lint(project, "check", "--output-format", name)

    assert (done.returncode, done.stderr) == (1, "")
    assert "HL205" in done.stdout


@pytest.mark.covers("RUN-001")
def test_the_same_input_gives_the_same_bytes(project):
    runs = {lint(project, "check", "--output-format", "json").stdout for _ in range(3)}

    assert len(runs) == 1


def test_no_cache_and_no_local_code_are_taken(project):
    arguments = ("--no-cache", "--no-local-code", "--output-format", "json", ".")
    done = lint(project, "check", *arguments)

    assert json.loads(done.stdout)["summary"]["errors"] == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--ignore", "HL205"], 0),
        (["--ignore", "invalid-status-value"], 0),
        (["--ignore", "HL3,HL2"], 0),
        (["--select", "HL3"], 0),
        (["--select", "HL2", "--ignore", "HL202"], 1),
        (["--exit-zero"], 0),
        (["--severity", "HL205=warning"], 1),
        (["--severity", "HL205=warning", "--fail-on", "error"], 0),
        (["--severity", "HL205=info"], 0),
        (["--fail-on", "error"], 1),
    ],
)
def test_flags_decide_what_fails(project, arguments, expected):
    assert lint(project, "check", "bad.md", *arguments).returncode == expected


def test_a_flag_selects_what_the_configuration_ignores(project):
    (project / "harness-lint.toml").write_text('ignore = ["HL205"]\n')

    assert lint(project, "check").returncode == 0
    assert lint(project, "check", "--select", "HL205").returncode == 1
    assert lint(project, "check", "--extend-select", "HL205").returncode == 1
    assert lint(project, "check", "--isolated").returncode == 1


def test_a_configuration_can_be_named(project):
    (project / "ci.toml").write_text('ignore = ["HL205"]\n')

    assert lint(project, "check", "--config", "ci.toml").returncode == 0
    assert lint(project, "check", "--config", "no.toml").returncode == 2


@pytest.mark.covers("RUN-002")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "error: no such command `chek`; did you mean `check`?"),
        (
            ["good.md"],
            "error: no such command `good.md`; did you mean `harness-lint check ",
        ),
        (["check", "--selct=x"], "error: no such option `--selct`; did you mean `--select`?"),
        (["check", "nowhere.md"], "error: path `nowhere.md` does not exist"),
        (
            ["check", "--select", "HL20x"],
            "error: --select: unknown rule `HL20x`; did you mean `HL",
        ),
        (
            ["check", "--severity", "HL205"],
            "error: invalid value for '--severity': `HL205` is ",
        ),
        (["check", "--severity", "zz=error"], "error: --severity: unknown rule `zz`"),
        (["check", "--output-format", "xml"], "error: invalid value for '--output-format'"),
        (["check", "--output-file", "no/where.txt"], "error: cannot write `no/where.txt`: No such"),
        (["check", "--report", "sarif=no/where"], "error: cannot write `no/where`: No such file"),
        (
            ["check", "--report", "sarfi=a.json"],
            "error: invalid value for '--report': `sarfi=a.json` is not FORMAT=FILE with a format ",
        ),
        (["check", "--stdin-filename", "a.md", "good.md"], "error: --stdin-filename takes no"),
        (["explain", "HL999"], "error: unknown rule `HL999`"),
        (["explain", "HL2O5"], "error: unknown rule `HL2O5`; did you mean `HL205`?"),
        (["explain"], "error: missing argument"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(project, arguments, words):
    done = lint(project, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words)


def test_every_mistake_of_the_configuration_is_told_at_once(project):
    (project / "harness-lint.toml").write_text('selct = ["HL3"]\nfail-on = "never"\n')

    done = lint(project, "check")

    assert done.returncode == 2
    assert [line.split("harness-lint.toml:")[1] for line in done.stderr.splitlines()] == [
        "1: unknown key `selct`; did you mean `select`?",
        "2: `fail-on` is `never`; it must be one of `error`, `warning`",
    ]


def test_an_unknown_rule_in_the_configuration_stops_the_run(project):
    (project / "pyproject.toml").write_text('[tool.harness-lint]\nignore = ["HL2055"]\n')

    done = lint(project, "check")

    assert done.returncode == 2
    assert "pyproject.toml:2: `ignore`: unknown rule `HL2055`" in done.stderr


def test_an_unknown_family_in_an_override_stops_the_run(project):
    text = '[[overrides]]\npaths = ["x"]\nfamily = "prdd"\n'
    (project / "harness-lint.toml").write_text(text)

    done = lint(project, "check")

    assert done.returncode == 2
    assert "harness-lint.toml:3: unknown family `prdd`" in done.stderr


@pytest.mark.covers("RUN-004")
def test_a_folder_without_documents_is_a_finding(project):
    (project / "empty").mkdir()

    done = lint(project, "check", "empty", "--output-format", "concise")

    assert done.returncode == 1
    assert "HL904" in done.stdout


def test_files_that_are_left_out_are_noted_and_pass(project):
    (project / "x.py").write_text("")

    done = lint(project, "check", "x.py")

    assert done.returncode == 0
    assert done.stderr == "note: nothing to check: `x.py` is of no known kind\n"
    assert lint(project, "check", "x.py", "--quiet").stderr == ""


def test_standard_input_is_linted_under_its_name(project):
    done = lint(project, "check", "--stdin-filename", "good.md", "--quiet", text=BAD)

    assert done.returncode == 1
    assert " --> good.md:5:11" in done.stdout
    assert "5 | > Status: done" in done.stdout


def test_standard_input_needs_no_file_of_its_name(project):
    arguments = ("--stdin-filename", "sub/new.md", "--output-format", "concise", "-")
    done = lint(project, "check", *arguments, text=BAD)

    assert done.stdout.startswith("sub/new.md:5:11: HL205")


def test_paths_are_shown_from_where_the_reader_is(project):
    (project / ".git").mkdir()
    (project / "sub").mkdir()
    (project / "sub" / "b.md").write_text(BAD)

    here = lint(project / "sub", "check", "--output-format", "concise", "..")
    data = lint(project / "sub", "check", "--output-format", "json", ".")

    assert [line.split(":")[0] for line in here.stdout.splitlines()[:2]] == ["../bad.md", "b.md"]
    assert json.loads(data.stdout)["findings"][0]["path"] == "sub/b.md"


def test_a_project_elsewhere_has_its_own_configuration(tmp_path, project):
    other = tmp_path / "other"
    (other / "docs").mkdir(parents=True)
    (other / "docs" / "b.md").write_text(BAD)
    (other / "harness-lint.toml").write_text('ignore = ["HL205"]\n')
    here = tmp_path / "here"
    here.mkdir()
    (here / "harness-lint.toml").write_text("")

    assert lint(here, "check", "../other/docs").returncode == 0
    assert lint(here, "check", "../other/docs", "--isolated").returncode == 1


def test_paths_of_two_projects_are_refused(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "harness-lint.toml").write_text("")

    done = lint(tmp_path, "check", "a", "b")

    assert done.returncode == 2
    assert done.stderr.startswith("error: the paths lie in different projects")


def test_a_name_like_an_option_comes_after_two_dashes(project):
    (project / "--quiet.md").write_text(BAD)

    done = lint(project, "check", "--output-format", "concise", "--", "--quiet.md")

    assert done.stdout.startswith("--quiet.md:5:11: HL205")


def test_a_terminal_without_unicode_gets_escapes(tmp_path):
    (tmp_path / "规则.md").write_text(BLOCK.format(status="完成"), encoding="utf-8")

    for name in FORMATS:
        done = lint(tmp_path, "check", "--output-format", name, env={"PYTHONIOENCODING": "ascii"})

        assert done.returncode == 1


def test_an_undecodable_name_is_written_as_escapes(tmp_path):
    try:
        (tmp_path / "a\udcff.md").write_text(BAD)
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")

    for name in FORMATS:
        assert lint(tmp_path, "check", "--output-format", name).returncode == 1


def test_output_goes_to_a_file_without_colour(project):
    done = lint(project, "check", "--output-file", "out.txt", env={"FORCE_COLOR": "1"})

    assert (done.returncode, done.stdout) == (1, "")
    assert (project / "out.txt").read_text().startswith("error[HL205]: ")


def test_reports_are_written_besides_as_they_would_be_alone(project):
    wanted = {name: ("--report", f"{name}={name}.out") for name in FORMATS}

    done = lint(project, "check", *chain(*wanted.values()), "--output-format", "concise")

    alone = {name: lint(project, "check", "--output-format", name).stdout for name in FORMATS}
    assert (done.returncode, done.stdout) == (1, alone["concise"])
    assert {name: (project / f"{name}.out").read_text() for name in FORMATS} == alone


def test_statistics_count_instead_of_listing(project):
    done = lint(project, "check", "--statistics")

    assert done.stdout.splitlines()[0] == "1  HL205  error  invalid-status-value"


def test_statistics_leave_a_format_for_programs_whole(project):
    done = lint(project, "check", "--statistics", "--output-format", "json")

    assert json.loads(done.stdout)["findings"]
    assert done.stderr.startswith("1  HL205")


def test_timing_goes_to_standard_error(project):
    done = lint(project, "check", "--show-timing", "--output-format", "json")

    assert json.loads(done.stdout)
    names = [line.partition(" ms  ")[2] for line in done.stderr.splitlines()]
    assert names[:4] == [
        "listing files",
        "reading files, or recalling them",
        "judging the project",
        "writing",
    ]
    assert "HL205" in names[4:]


@pytest.mark.parametrize(
    ("variables", "is_terminal", "expected"),
    [
        ({}, True, "full"),
        ({}, False, "full"),
        ({"CLAUDECODE": "1"}, False, "agent"),
        ({"GEMINI_CLI": "1"}, False, "agent"),
        ({"CODEX_SANDBOX": "seatbelt"}, False, "agent"),
        ({"CURSOR_AGENT": ""}, False, "full"),
        pytest.param({"CLAUDECODE": "1"}, True, "full", id="a person in the agent's terminal"),
    ],
)
def test_an_agents_shell_gets_the_agent_format(variables, is_terminal, expected):
    assert default_format(variables, is_terminal=is_terminal) == expected


def test_an_asked_format_goes_before_the_agents(project):
    agent = {"CLAUDECODE": "1"}

    assert "  5 HL205 invalid-status-value: " in lint(project, "check", env=agent).stdout
    asked = lint(project, "check", "--output-format", "concise", env=agent)
    assert asked.stdout.startswith("bad.md:5:11: HL205")


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_without_a_terminal_must_be_forced(variables, expected):
    assert wants_colour(io.StringIO(), variables) is expected


def test_a_terminal_gets_colour_and_its_width(project):
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "harness_lint", "check"]
    env = environment(TERM="xterm")
    subprocess.run(command, cwd=project, stdout=follower, env=env, check=False)
    os.close(follower)

    assert b"\x1b[1;31merror[HL205]" in os.read(leader, 100_000)


def test_a_reader_that_goes_away_is_no_error(project):
    for number in range(400):
        (project / f"bad{number}.md").write_text(BAD)
    command = [sys.executable, "-m", "harness_lint", "check"]
    env = environment()
    pipe = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    )
    assert pipe.stdout and pipe.stderr

    pipe.stdout.readline()
    pipe.stdout.close()

    assert pipe.stderr.read() == b""
    pipe.stderr.close()
    assert pipe.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told(project):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "harness_lint", "check"],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            text=True,
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr == "error: cannot write the output: No space left on device\n"


def test_an_interrupt_ends_quietly(project, monkeypatch, capsys):
    def interrupted(*_: object, **__: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(check_command, "answered", interrupted)
    monkeypatch.chdir(project)

    assert main(["check"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.covers("RUN-002")
def test_a_fault_of_ours_is_one_sentence_and_exit_code_3(project, monkeypatch, capsys):
    def broken(*_: object, **__: object) -> Report:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(check_command, "answered", broken)
    monkeypatch.chdir(project)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("HARNESS_LINT_DEBUG", raising=False)

    assert main(["check"]) == 3
    assert capsys.readouterr().err.startswith("error: internal error: ZeroDivisionError: by zero\n")
    assert main(["--debug", "check"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_a_crash_of_a_check_is_told_behind_the_findings_and_never_passes(
    project, monkeypatch, capsys
):
    report = Report((), crashes=(Crash("HL309 parallel-same-file", "a.md", "KeyError: 'x'"),))
    monkeypatch.setattr(check_command, "answered", lambda *given: given[-1](report))
    monkeypatch.chdir(project)

    assert main(["check", "--exit-zero", "--quiet", "--output-format", "concise"]) == 3
    expected = "internal error in HL309 parallel-same-file on `a.md`: KeyError: 'x'\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize(
    ("severity", "fail_on", "expected"),
    [
        (Severity.ERROR, Severity.WARNING, 1),
        (Severity.WARNING, Severity.WARNING, 1),
        (Severity.INFO, Severity.WARNING, 0),
        (Severity.WARNING, Severity.ERROR, 0),
        pytest.param(Severity.INFO, Severity.INFO, 0, id="info never fails"),
    ],
)
def test_the_exit_code_follows_the_threshold(severity, fail_on, expected):
    from harness_lint.findings import Finding

    finding = Finding("HL1", "x", severity, "m", "a", Span(0, 0), Place(1, 1, 1, 1), "unknown")

    code = saying.exit_code(Report((finding,)), Config(fail_on=fail_on), exits_zero=False)

    assert code == expected


def test_rules_lists_every_check(tmp_path):
    checks: tuple[Check, ...] = Registry.load().checks
    text = lint(tmp_path, "rules").stdout
    data = json.loads(lint(tmp_path, "rules", "--output-format", "json").stdout)

    assert [line.split()[0] for line in text.splitlines()] == [check.code for check in checks]
    assert [one["name"] for one in data] == [check.name for check in checks]


def test_explain_gives_the_page_by_code_and_by_name(tmp_path):
    by_code = lint(tmp_path, "explain", "HL205")
    by_name = lint(tmp_path, "explain", "invalid-status-value")

    assert by_code.stdout.startswith("# HL205 invalid-status-value\n")
    assert by_code.stdout == by_name.stdout


def test_files_says_what_each_file_is_taken_for(project):
    (project / "tasks").mkdir()
    (project / "link.md").symlink_to("nowhere.md")
    text = lint(project, "files")
    data = json.loads(lint(project, "files", "--output-format", "json").stdout)

    assert text.stdout.splitlines()[0].split()[:2] == ["bad.md", data[0]["family"]]
    assert set(data[0]) == {"path", "family", "reason"}
    assert text.stderr == "note: `link.md` is skipped: it is a symbolic link to nothing\n"


def test_config_shows_what_is_in_force_as_a_configuration(project):
    text = 'ignore = ["HL3"]\nfail-on = "error"\n[[overrides]]\npaths = ["a"]\nignore = ["HL2"]\n'
    (project / "harness-lint.toml").write_text(text)

    shown = lint(project, "config").stdout
    (project / "harness-lint.toml").write_text(shown)
    again = lint(project, "config").stdout

    assert f"# from: {project}/harness-lint.toml" in shown
    assert 'fail-on = "error"\n' in shown
    assert "exclude = []  # default" in shown
    assert again == shown


def test_config_without_a_file_says_so(tmp_path):
    assert "# from: defaults (no configuration found)" in lint(tmp_path, "config").stdout


def test_help_names_every_command(tmp_path):
    done = lint(tmp_path, "--help")

    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)
    assert lint(tmp_path).returncode == 2


def test_a_plain_check_imports_nothing_that_it_does_not_need(project):
    # Each of these costs between 5 and 240 ms.
    heavy = (
        "rich",
        "jsonschema",
        "ruamel",
        "tomllib",
        "pathspec",
        "mistune",
        "markdown_it",
        "sqlite3",
    )
    program = (
        "import sys; from harness_lint.cli import main; main(['check', 'bad.md', '--quiet']);"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    command = [sys.executable, "-c", program]

    done = subprocess.run(
        command, cwd=project, capture_output=True, text=True, env=environment(), check=False
    )

    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("where", "path"),
    [(".", ".kiro/specs"), (".", ".kiro/specs/lamp"), ("..", "project/.kiro/specs")],
)
def test_a_folder_of_a_layout_is_known_by_its_place_without_git(tmp_path, where, path):
    folder = tmp_path / "project"
    (folder / ".kiro/specs/lamp").mkdir(parents=True)
    (folder / ".kiro/specs/lamp/tasks.md").write_text("# Plan\n\n- [ ] 1. Light it\n")

    result = subprocess.run(
        [sys.executable, "-m", "harness_lint", "files", path],
        cwd=folder / where,
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout.split()[1] == "kiro-tasks"
