"""Links in real projects: what git ignores, submodules, symbolic links, and hostile documents."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness_lint.config import Config, Selection
from harness_lint.engine.registry import Registry
from harness_lint.engine.runner import run
from harness_lint.testing import check_sources, concise, inputs_of

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


def test_imports_and_commands_are_held_against_the_files_that_are_there(project):
    (project / ".gitignore").write_text("mine.md\n")
    (project / "CLAUDE.md").write_text(
        "@AGENTS.md @mine.md @../all.md\n@docs/gone.md\n\nRun `make lint`, then `npm run lnt`.\n"
    )
    (project / "AGENTS.md").write_text("Run `just tie`.\n")
    (project / "Makefile").write_text("include common.mk\n")
    (project / "common.mk").write_text("lint:\n\techo\n")
    (project / "package.json").write_text('{"scripts": {"lint": "true"}}')
    (project / "justfile").write_text("mod knots\n\nuntie:\n    true\n")

    done = check(project)

    assert [line.split(": ", 1)[1] for line in done.stdout.splitlines()[:-1]] == [
        (
            "HL705 `../all.md` leads out of the project; link to its address or to a copy inside"
            " [link-outside-project]"
        ),
        "HL701 `docs/gone.md` does not exist; correct the import or drop it [broken-link]",
        "HL707 `lnt` is no script of `package.json`; did you mean `lint`? [missing-command]",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", "{"),
        ("package.json", "[" * 50_000),
        ("package.json", '{"scripts": ["lint"]}'),
        ("package.json", '{"scripts": {}} // what npm refuses'),
        ("package.json", "\0\ud800".encode("utf-8", "surrogatepass")),
        ("package.json", " " * 600_000 + "{}"),
        ("Makefile", "$(RULES)\n"),
        ("Makefile", ".RECIPEPREFIX = >\nall:\n"),
        ("Makefile", "include Makefile\ninclude other.mk\n"),
        ("Makefile", "%: all\n"),
        ("Makefile", "define A\ndefine B\nendef\nx:\nendef\nlint:\n"),
        ("Makefile", ".PHONY: \\\n  lint\n"),
        ("Makefile", "ifdef A\n  all lint &: ; echo\nendif\n"),
        ("Makefile", ".DEFAULT:\n\techo\n"),
        ("justfile", "import 'other.just'\n"),
        ("justfile", "set fallback\n"),
    ],
)
def test_a_file_of_which_not_all_is_known_may_know_every_name(project, name, text):
    (project / "AGENTS.md").write_text("Run `make lint`, `npm run lint` and `just lint`.\n")
    (project / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    done = check(project)

    assert "HL707" not in done.stdout
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("select", "reads"), [((), False), (("HL707",), True)])
def test_no_other_file_is_read_for_a_rule_that_is_off_everywhere(select, reads):
    asked = []
    inputs = inputs_of({"AGENTS.md": b"Run `make lint`.\n"})._replace(
        siblings=lambda: asked.append(True) or ()
    )

    run(Config(selection=Selection(extend_select=select)), Registry.load(), inputs)

    assert bool(asked) is reads


BUILD_FILES = {
    "blanks": "a" + " " * 200_000,
    "words": "a " * 100_000,
    "dollars": "$(" * 100_000,
    "escaped ends": "a \\\n" * 60_000,
    "rules": "a: b\n" * 60_000,
    "openings": "define a\n" * 50_000,
    "signs": ":=" * 100_000,
    "many": "".join(f"a{n}%b:\n" for n in range(20_000)),
}


@pytest.mark.parametrize("name", ["Makefile", "justfile", "package.json"])
@pytest.mark.parametrize("text", BUILD_FILES.values(), ids=BUILD_FILES)
def test_hostile_build_files_take_linear_time(name, text):
    sources = {"AGENTS.md": b"`make x`, `just x`, `npm run x`\n", name: text.encode()}
    started = time.process_time()

    check_sources(sources, REFERENCES, files=("AGENTS.md",))

    assert time.process_time() - started < 10


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
    "at signs": "@" * 100_000 + " @a/" * 50_000,
    "one long import": "@" + "a/" * 100_000,
    "commands": "`make a b` " * 40_000,
    "one long command": "`make " + "a" * 200_000,
    "many words": "```sh\nmake " + "a " * 100_000 + "\n```\n",
    "settings": "`" + "A=b " * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents_take_linear_time(text):
    started = time.process_time()

    check_sources({name: text.encode() for name in ("SKILL.md", "AGENTS.md")}, REFERENCES)

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
