"""Bad input gives a finding or a one-sentence error: never a traceback, a hang or a silent green.

Everything here runs the command as a user does, in a folder of its own.
"""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES

COMMAND = Path(sys.executable).with_name("harness-lint")
SECONDS = 60
"""More than any of this takes on a slow machine; a hang takes longer."""

SKILL = "---\nname: tides\ndescription: Reads tide tables. Use when a departure is planned.\n"

GONE = """
import os, sys

def vanish(event, arguments):
    if event == "open" and str(arguments[0]).endswith("{name}") and os.path.isfile(arguments[0]):
        {deed}

sys.addaudithook(vanish)
"""
"""Something else that works on the folder while the linter does: it acts at the last moment."""


def lint(folder, *arguments, **environment):
    """Run a check in *folder*, see that it fails well or not at all, and return what it says."""
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    done = subprocess.run(
        [*command, "check", "--output-format", "concise", *arguments],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "internal error" not in done.stderr
    return done


def findings(folder, *arguments, **environment):
    """The findings without the summary; the exit code is 1, as it must be if there are any."""
    done = lint(folder, *arguments, **environment)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout.splitlines()[:-1]


def write(folder, content, path="notes.md"):
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def error(folder, *arguments):
    """The error of a run that could not begin: one sentence, and exit code 2."""
    done = lint(folder, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr.splitlines()[0]


# Bytes that are no text


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        pytest.param(b"# Pier\n\ncaf\xe9\n", "3:4", "byte 0xe9 is not UTF-8", id="latin-1"),
        pytest.param(b"# Pier\n\0\n", "2:1", "NUL byte", id="nul"),
        pytest.param("# Pier\n".encode("utf-16"), "1:4", "NUL byte", id="utf-16"),
        pytest.param(b"# Pier \xed\xa0\x80\n", "1:8", "byte 0xed is not UTF-8", id="surrogate"),
        pytest.param("港".encode()[:2], "1:1", "byte 0xe6 is not UTF-8", id="cut off"),
    ],
)
def test_bytes_that_are_no_text_are_a_finding_at_their_place(tmp_path, content, place, reason):
    write(tmp_path, content)

    (finding,) = findings(tmp_path)

    assert finding.startswith(f"notes.md:{place}: HL001 not text: {reason};")


@pytest.mark.covers("RUN-003")
def test_one_undecodable_file_does_not_end_the_run(tmp_path):
    write(tmp_path, b"\xff", "a.md")
    write(tmp_path, "<!-- open\n", "b.md")

    assert [line.split()[1] for line in findings(tmp_path)] == ["HL001", "HL004"]


def test_a_byte_order_mark_is_a_warning_and_hides_nothing(tmp_path):
    write(tmp_path, "\ufeff---\nname: a\nname: b\n---\n# Pier\n")

    assert [line.split()[1] for line in findings(tmp_path)] == ["HL002", "HL008"]


# Size and depth


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path):
    with (tmp_path / "notes.md").open("wb") as file:
        file.truncate(100_000_000)

    (finding,) = findings(tmp_path)

    assert "HL905 not checked: it has 100000000 bytes, the limit is 10000000" in finding


def test_a_file_of_a_hundred_megabytes_beside_others_is_passed_over_too(tmp_path):
    with (tmp_path / "notes.md").open("wb") as file:
        file.truncate(100_000_000)
    write(tmp_path, "# Pier\n", "other.md")

    assert lint(tmp_path, "other.md").returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("- " * 10_000 + "x\n", id="lists in one line"),
        pytest.param("".join("  " * n + "- x\n" for n in range(1_500)), id="lists in lines"),
        pytest.param(">" * 10_000 + " x\n", id="quotes in one line"),
        pytest.param("".join(">" * n + " x\n" for n in range(1, 3_000)), id="quotes in lines"),
        pytest.param("1. " * 10_000 + "x\n", id="numbered lists"),
        pytest.param("> - " * 10_000 + "x\n", id="quotes and lists"),
        pytest.param("> " + "- " * 100 + "x\n", id="lists in a quote"),
    ],
)
def test_what_is_nested_too_deep_is_said_to_be_unread(tmp_path, content):
    write(tmp_path, content)

    found = findings(tmp_path)

    assert any("HL905 not checked: what is nested more than a hundred deep" in f for f in found)


@pytest.mark.covers("SAF-004")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param("word " * 200_000, id="words"),
        pytest.param("港 " * 250_000, id="wide characters"),
        pytest.param("[" * 1_000_000, id="brackets"),
        pytest.param("*a " * 333_333, id="stars"),
        pytest.param("`a " * 333_333, id="backticks"),
        pytest.param("<a " * 333_333, id="tags"),
        pytest.param("|a" * 100_000 + "|\n" + "|-" * 100_000 + "|", id="a table"),
        pytest.param("# " + "a b " * 250_000, id="a heading"),
        pytest.param("- [ ] T001 " + "src/a.py " * 110_000, id="a task"),
        pytest.param("**Created**: " + "2025-01-01 " * 90_000, id="a field"),
        pytest.param("```" + "a " * 500_000, id="an info string"),
        pytest.param("<!-- " + "a " * 500_000 + "-->", id="a comment"),
        pytest.param("<!-- harness-lint: disable=" + "a, " * 300_000 + "-->", id="a directive"),
        pytest.param("---\nname: " + "a: " * 300_000 + "\n---", id="front matter"),
    ],
)
@pytest.mark.parametrize("path", ["notes.md", "specs/001-pier/tasks.md"])
def test_a_line_of_a_million_columns_is_no_hang(tmp_path, content, path):
    write(tmp_path, f"# Pier\n\n{content}\n" if content[0] not in "#-" else f"{content}\n", path)

    assert lint(tmp_path).returncode in {0, 1}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("- [" + " " * 1_000_000, id="blanks in a box"),
        pytest.param("```" + " " * 500_000 + "`", id="blanks behind a fence"),
        pytest.param("~" * 1_000_000 + "`", id="tildes"),
        pytest.param("<!--" + " " * 1_000_000, id="blanks in a comment"),
        pytest.param("```a\n" * 30_000, id="fences"),
        pytest.param("````a\n```b\n```\n````\n" * 8_000, id="nested fences"),
        pytest.param("- [] a\n" * 30_000, id="malformed boxes"),
        pytest.param("|a|b|\n|-|-|\n" + "|TBD|\n" * 30_000, id="ragged rows"),
        pytest.param("# a\n" * 30_000, id="headings"),
        pytest.param("a\u200bb " * 100_000, id="invisible characters"),
        pytest.param("a <!-- a-b:end --> " * 20_000, id="markers"),
        pytest.param("TBD\n\n" * 20_000, id="placeholders"),
        pytest.param("**Due**: 2025-02-30\n" * 20_000, id="dates"),
        pytest.param(
            "<!-- harness-lint: disable -->\n\n<!-- harness-lint: enable=HL005 -->\n\n" * 8_000,
            id="directives",
        ),
    ],
)
def test_much_of_one_thing_is_no_hang(tmp_path, content):
    write(tmp_path, f"{content}\n")

    assert lint(tmp_path).returncode in {0, 1}


def test_a_finding_far_out_on_a_line_is_at_its_column(tmp_path):
    write(tmp_path, "港" * 400_000 + "\u200bb\n")

    (finding,) = findings(tmp_path)

    assert finding.startswith("notes.md:1:400001: HL010 zero width space")


# Files that cannot be read


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file"
)
def test_a_file_without_permission_is_a_finding(tmp_path):
    write(tmp_path, "# Pier\n").chmod(0)

    (finding,) = findings(tmp_path)

    assert finding.startswith("notes.md:1:1: HL905 not checked: permission denied")


@pytest.mark.covers("RUN-003")
@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        pytest.param("os.unlink(arguments[0])", "no such file or directory", id="vanished"),
        pytest.param(
            "os.unlink(arguments[0]); os.mkdir(arguments[0])",
            "is a directory",
            id="now a folder",
        ),
        pytest.param(
            "os.unlink(arguments[0]); os.symlink('nowhere', arguments[0])",
            "no such file or directory",
            id="now a broken link",
        ),
    ],
)
def test_a_file_that_goes_during_the_run_is_a_finding(tmp_path, deed, reason):
    project, site = tmp_path / "project", tmp_path / "site"
    write(project, "# Pier\n", "a.md")
    write(project, "<!-- open\n", "b.md")
    write(site, GONE.format(name="a.md", deed=deed), "sitecustomize.py")
    path = os.pathsep.join(filter(None, (str(site), os.environ.get("PYTHONPATH"))))

    first, second = findings(project, PYTHONPATH=path)

    assert first.startswith(f"a.md:1:1: HL905 not checked: {reason}")
    assert second.startswith("b.md:1:1: HL004")


def test_a_folder_that_is_called_like_a_document_holds_none(tmp_path):
    (tmp_path / "notes.md").mkdir()

    (whole,), (named,) = findings(tmp_path), findings(tmp_path, "notes.md")

    assert whole.startswith(".:1:1: HL904 no document was found here")
    assert named.startswith("notes.md:1:1: HL904")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe_does_not_stop_the_run(tmp_path):
    os.mkfifo(tmp_path / "notes.md")

    (finding,) = findings(tmp_path)

    assert "HL905 not checked: it is not a regular file" in finding


# Links


def test_a_link_to_nothing_is_a_finding(tmp_path):
    (tmp_path / "notes.md").symlink_to("nowhere.md")

    (finding,), (named,) = findings(tmp_path), findings(tmp_path, "notes.md")

    assert finding.startswith("notes.md:1:1: HL905 not checked: it is a symbolic link to nothing")
    assert named == finding


def test_links_that_lead_to_each_other_are_findings(tmp_path):
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")

    assert [line.split()[1] for line in findings(tmp_path)] == ["HL905", "HL905"]


def test_a_folder_that_holds_itself_is_walked_once(tmp_path):
    write(tmp_path, "<!-- open\n", "docs/notes.md")
    (tmp_path / "docs" / "again").symlink_to("..")

    assert [line.split(":")[0] for line in findings(tmp_path)] == ["docs/notes.md"]


@pytest.mark.covers("SAF-002")
def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    write(tmp_path, "<!-- open\n", "secret.md")
    project = tmp_path / "project"
    write(project, "# Pier\n", "harness-lint.toml").write_text("")
    (project / "notes.md").symlink_to("../secret.md")

    (finding,) = findings(project)

    assert "HL905 not checked: it is a symbolic link out of the project" in finding


# Front matter


def test_dashes_in_a_quoted_value_do_not_swallow_the_text(tmp_path):
    write(tmp_path, '---\nname: tides\nnote: "one --- two"\n---\n\n<!-- open\n')

    (finding,) = findings(tmp_path)

    assert finding.startswith("notes.md:6:1: HL004")


def test_a_line_of_dashes_in_a_quoted_value_is_a_finding(tmp_path):
    write(tmp_path, '---\nname: tides\nnote: "one\n---\ntwo"\n---\n# Pier\n')

    (finding,) = findings(tmp_path)

    assert finding.startswith("notes.md:3:7: HL008 front matter is not YAML: a quote")


def bomb():
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(f"  {line}" for line in lines)


@pytest.mark.covers("SAF-004")
@pytest.mark.parametrize("key", ["metadata", "allowed-tools", "anything"])
def test_aliases_do_not_explode(tmp_path, key):
    write(tmp_path, f"{SKILL}{key}:\n{bomb()}\n---\n\n<!-- open\n", "skills/tides/SKILL.md")

    assert [line.split()[1] for line in findings(tmp_path)][-1] == "HL004"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("metadata: " + "[" * 3000 + "]" * 3000, id="lists"),
        pytest.param("metadata: " + "{a: " * 3000 + "}" * 3000, id="mappings"),
        pytest.param("".join(" " * n + "a:\n" for n in range(3000)), id="indented"),
        pytest.param("metadata: " + "- " * 3000, id="dashes"),
        pytest.param("metadata: " + "[" * 3000, id="not closed"),
    ],
)
def test_yaml_that_is_nested_too_deep_is_a_finding(tmp_path, value):
    write(tmp_path, f"{SKILL}{value}\n---\n\n# Tides\n", "skills/tides/SKILL.md")

    found = findings(tmp_path)

    assert any("HL008 front matter is not YAML" in line for line in found)


@pytest.mark.parametrize(
    "value",
    [
        "a: &a [*a]",
        "a: *nowhere",
        "a: !!python/object/apply:os.system [touch owned]",
        "? [a, b]\n: c",
        "a: !!binary x",
        "<<: [1, 2]",
        "a: 0x" + "f" * 100_000,
        "a: " + "9" * 100_000,
        "2025-99-99: 2025-99-99",
        "%YAML 9.9",
        "\ta: b",
        "a: \x85 b",
    ],
)
def test_odd_yaml_runs_nothing_and_ends(tmp_path, value):
    write(tmp_path, f"{SKILL}{value}\n---\n\n# Tides\n", "skills/tides/SKILL.md")

    assert lint(tmp_path).returncode in {0, 1}
    assert not (tmp_path / "owned").exists()


@pytest.mark.covers("SAF-004")
def test_json_that_is_nested_too_deep_is_a_finding(tmp_path):
    write(tmp_path, "[" * 100_000, ".factory/missions/pier/features.json")

    (finding,) = findings(tmp_path)

    assert "HL801 not JSON: more than" in finding


# Nothing to check


@pytest.mark.parametrize("content", ["", "\n", " ", "\r\n", "---\n---\n", "---", "\ufeff"])
@pytest.mark.parametrize("path", ["notes.md", "specs/001-pier/tasks.md", "skills/tides/SKILL.md"])
def test_an_empty_file_is_read(tmp_path, content, path):
    write(tmp_path, content, path)

    assert "1 file checked" in lint(tmp_path).stdout


def test_a_repository_without_documents_is_a_finding(tmp_path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)

    (finding,) = findings(tmp_path)

    assert finding.startswith(".:1:1: HL904 no document was found here")


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    assert error(tmp_path, "nowhere.md") == "error: path `nowhere.md` does not exist"


# Wrong use and wrong configuration


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("selct = ['HL1']", "unknown key `selct`; did you mean `select`?"),
        ("select = ['missing-sektion']", "unknown rule `missing-sektion`; did you mean"),
        ("[rules.missing-sektion]\na = 1", "missing-sektion"),
        ("[rules.placeholder-left]\nwords = ['TBD']", "unknown option `words`"),
        ("max-file-size = 'large'", "max-file-size"),
        ("fail-on = 'sometimes'", "fail-on"),
        ("select = [", "harness-lint.toml:1"),
    ],
)
def test_a_mistake_in_the_configuration_stops_the_run(tmp_path, config, words):
    write(tmp_path, "# Pier\n")
    write(tmp_path, config, "harness-lint.toml")

    message = error(tmp_path)

    assert message.startswith("error: ")
    assert words in message
    assert "harness-lint.toml:" in message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--select", "missing-sektion"], "unknown rule `missing-sektion`; did you mean"),
        (["--ignore", "HL999"], "unknown rule `HL999`"),
        (["--selekt", "HL1"], "no such option `--selekt`"),
        (["--output-format", "prose"], "prose"),
        (["--fail-on", "never"], "never"),
    ],
)
def test_wrong_use_stops_the_run(tmp_path, arguments, words):
    write(tmp_path, "# Pier\n")

    message = error(tmp_path, *arguments)

    assert message.startswith("error: ")
    assert words in message
