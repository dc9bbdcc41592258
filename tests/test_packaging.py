"""What is shipped and shown: wheel, metadata, generated files, the README, hooks, the Makefile."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from docs.generate import CONSOLE, generated, output
from harness_lint.cli import COMMANDS
from harness_lint.config import load_config
from harness_lint.config_names import check_names
from harness_lint.engine.registry import Registry
from harness_lint.reporters import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = re.findall(r"(?ms)^```sh\n(.*?)^```", README)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_generated_files_are_fresh():
    stale = [
        str(path.relative_to(ROOT))
        for path, text in generated().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]

    assert stale == [], "run `make docs`"


@pytest.mark.parametrize("command", [match[2] for match in CONSOLE.finditer(README)])
def test_the_readme_shows_what_is_really_printed(command):
    shown = next(match[0] for match in CONSOLE.finditer(README) if match[2] == command)

    assert output(command).strip()
    assert output(command) in shown


def test_the_readme_has_two_commands_one_to_lint_and_one_to_test():
    lint, test = SHELL

    assert lint.count("\n") == test.count("\n") == 1
    assert lint.rstrip().endswith("/harness-lint check examples/lantern")
    assert test.rstrip().endswith(".venv/bin/python -m pytest")


def test_ci_runs_the_test_command_of_the_readme():
    command = SHELL[1].rstrip().rpartition(" && ")[2]

    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("\n" + command)


def test_ci_is_a_program_without_mistakes_of_syntax():
    program = ROOT / ".ci" / "run"

    assert os.access(program, os.X_OK)
    subprocess.run(["bash", "-n", program], check=True)


def test_the_readmes_configuration_is_one(tmp_path):
    (block,) = re.findall(r"(?ms)^```toml\n(.*?)^```", README)
    (tmp_path / "harness-lint.toml").write_text(block, encoding="utf-8")

    config = check_names(load_config(tmp_path), Registry.load())

    assert config.overrides[0].paths == ("archive/**",)


@pytest.mark.parametrize("word", [*COMMANDS, *FORMATS])
def test_every_command_and_format_is_named_in_the_readme(word):
    assert re.search(rf"[` ]{word}[` ]", README)


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/internals.md"]
)
def test_every_file_that_a_document_links_to_exists(name):
    path = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_makefile_target_is_declared():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = " ".join(re.findall(r"(?m)^([a-z ]+):", text)).split()

    assert {"check", "test", "lint", "docs", "fix", "install"} <= set(targets)
    assert set(re.findall(r"(?m)^\.PHONY: (.*)$", text)[0].split()) == set(targets)


def test_the_hook_for_other_repositories_is_the_command():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert hook["entry"] == "harness-lint check"
    assert hook["types_or"] == ["markdown", "json", "yaml"]
    assert hook["require_serial"] is True


def test_constraints_are_names_and_versions_only():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_constraints_cover_what_is_declared():
    declared = [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["project"]["optional-dependencies"]["dev"],
    ]
    names = {canonical(re.match(r"[\w.-]+", one)[0]) for one in declared}
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    constrained = {canonical(line.partition("==")[0]) for line in text.splitlines()}

    assert names - constrained == set()


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_code_pages_packs_and_schema(wheel):
    names = set(wheel.namelist())
    pages = {
        f"harness_lint/{path.relative_to(ROOT / 'harness_lint')}" for path in pages_of_checks()
    }
    packs = {f"harness_lint/packs/builtin/{path.name}" for path in (ROOT / "rules").glob("*.yaml")}

    assert pages <= names
    assert packs <= names
    assert {"harness_lint/config.schema.json", "harness_lint/py.typed"} <= names


def test_the_wheel_holds_neither_tests_nor_fixtures(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"harness_lint"}


def test_the_installed_wheel_lints_without_the_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path / "site")
    (tmp_path / "work").mkdir()
    program = (
        "import harness_lint, sys; print(harness_lint.__file__); from harness_lint.cli import main;"
    )
    program += (
        "sys.exit(main(['explain', 'HL205']) or main(['check', '--output-format', 'concise']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "work",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert str(tmp_path / "site") in done.stdout
    assert "# HL205 invalid-status-value" in done.stdout
    assert (done.returncode, "HL904" in done.stdout) == (1, True)


def pages_of_checks() -> list[Path]:
    return sorted((ROOT / "harness_lint" / "checks").rglob("*.md"))
