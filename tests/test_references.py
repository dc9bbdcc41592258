"""Links in real projects: what git ignores, submodules, symbolic links, and hostile documents."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness_lint.config import Config, Selection
from harness_lint.testing import check_sources, concise

REFERENCES = Config(selection=Selection(select=("HL7",)))


def git(folder, *arguments):
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    allowed = ("-c", "protocol.file.allow=always")
    subprocess.run(
        ("git", *identity, *allowed, *arguments), cwd=folder, check=True, capture_output=True
    )


def write(folder, **texts):
    for name, text in texts.items():
        path = Path(folder, name.replace("__", "/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check(folder, *arguments):
    command = (sys.executable, "-m", "harness_lint", "check", "--select", "HL7", *arguments)
    clean = {key: value for key, value in os.environ.items() if key != "CLAUDECODE"}
    return subprocess.run(
        (*command, "--output-format", "concise"),
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def test_what_git_ignores_may_be_there_or_not(project):
    (project / ".gitignore").write_text("build/\n*.log\n!kept.log\n")
    (project / "README.md").write_text(
        "[a](build/report.md) [b](run.log) [c](docs/x.log) [d](kept.log) [e](node_modules/x/y.md)\n"
    )

    done = check(project)

    assert "`kept.log` does not exist" in done.stdout
    assert done.stdout.count("HL701") == 1


def test_a_link_into_a_submodule_is_not_judged(project, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "x.md").write_text("x\n")
    git(other, "add", ".")
    git(other, "commit", "-qm", "x")
    git(project, "submodule", "add", "-q", str(other), "vendor/other")
    (project / "README.md").write_text(
        "[a](vendor/other/x.md) [b](vendor/other/y.md) [c](vendor/y.md)\n"
    )

    done = check(project, "README.md")

    assert "README.md:1:51: HL701 `vendor/y.md` does not exist" in done.stdout
    assert done.stdout.count("HL701") == 1


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
def test_symbolic_links_are_followed_inside_the_project_and_not_out_of_it(project, tmp_path):
    (tmp_path / "outside").mkdir()
    write(project, docs__guide=""), (project / "docs/bends.md").write_text("# B\n")
    (project / "manual").symlink_to("docs")
    (project / "elsewhere").symlink_to(tmp_path / "outside")
    (project / "README.md").write_text(
        "[a](manual/bends.md) [b](manual/gone.md) [c](elsewhere/x.md)\n"
    )

    done = check(project)

    assert "`manual/gone.md` does not exist" in done.stdout
    assert done.stdout.count("HL701") == 1


def test_a_part_of_a_project_is_told_of_once(tmp_path):
    links = " ".join(f"[{n}](docs/{n}.md)" for n in range(9))
    (tmp_path / "README.md").write_text(links + "\n")

    done = check(tmp_path)

    assert "HL701" not in done.stdout
    assert "9 files that documents link to do not exist" in done.stderr


def test_a_document_is_judged_alike_alone_and_in_its_project(project):
    (project / "README.md").write_text("[a](docs/a.md#gone) [b](docs/b.md)\n")
    write(project, docs__x="")
    (project / "docs/a.md").write_text("# A\n")

    whole, alone = check(project), check(project, "README.md")

    assert whole.stdout.splitlines()[:2] == alone.stdout.splitlines()[:2]
    assert "HL702" in alone.stdout
    assert "HL701" in alone.stdout


HOSTILE = {
    "many links": "[a](x.md) " * 60_000,
    "many definitions": "".join(f"[a{n}]: x{n}.md\n\n```\n```\n" for n in range(8_000)),
    "many tags": "<p>" + "<a href='x.md'>" * 40_000,
    "tags in a block": "<div>\n" + "<a href='x.md'>\n" * 40_000,
    "open brackets": "[" * 100_000 + "](x.md)",
    "open tags": "<a " * 100_000,
    "deep emphasis": "*a " * 20_000 + "[a](x.md)",
    "one heading for all": "# a\n" * 20_000 + "[a](#b)",
    "many anchors": "[a](#b) " * 5_000 + "\n\n# c",
    "homes": "/home/anna/x " * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_take_linear_time(text):
    started = time.process_time()

    check_sources({"SKILL.md": text.encode()}, REFERENCES)

    assert time.process_time() - started < 40


def test_links_are_read_alike_by_both_engines():
    text = (
        "[a](x.md) ![b](y.png) [c][1] <a href='z.md'>z</a> [d](<e f.md>) | [g](h.md 'i')\n\n"
        "| a |\n| - |\n| [j](k.md) |\n\n[1]: l.md\n"
    )
    first, second = (
        check_sources({"a.md": text.encode()}, REFERENCES._replace(engine=engine))
        for engine in ("pyromark", "markdown-it")
    )

    assert [concise(one) for one in first.findings] == [concise(one) for one in second.findings]
