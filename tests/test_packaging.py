"""What is shipped and shown: wheel, metadata, generated files, the README, hooks, the Makefile."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from docs.generate import generated
from harness_lint.cli import COMMANDS
from harness_lint.config import load_config
from harness_lint.config_names import check_names
from harness_lint.engine.registry import Registry
from harness_lint.reporters import FORMATS

ROOT = Path(__file__).parents[1]
TRACE = ROOT / "docs" / "trace.md"
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


def test_the_results_of_the_example_are_those_of_its_tests(tmp_path):
    example = shutil.copytree(ROOT / "examples" / "lantern", tmp_path / "lantern")
    command = [sys.executable, "-m", "pytest", "-q", "--junitxml", "fresh.xml"]
    subprocess.run(command, cwd=example, check=False, capture_output=True)

    assert outcomes(example / "fresh.xml") == outcomes(example / "junit.xml")


def outcomes(path: Path) -> list[tuple[str | None, str | None, bool]]:
    cases = ET.parse(path).iter("testcase")
    return [
        (case.get("classname"), case.get("name"), case.find("failure") is None) for case in cases
    ]


def test_the_pack_of_the_manual_traces_ids_of_ones_own(tmp_path):
    block, _ = re.findall(r"(?ms)^```yaml\n(.*?)^```", TRACE.read_text(encoding="utf-8"))
    files = {
        "pack.yaml": block,
        "harness-lint.toml": 'packs = ["pack.yaml"]\n',
        "docs/rules.md": "# Rules\n\n- HR-001: Boats MUST moor\n- HR-002: Boats MAY sail\n",
        "docs/plans/one.md": "# Plan\n\n| Step | Rules |\n| --- | --- |\n| 1 | HR-001, HR-007 |\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    command = [sys.executable, "-m", "harness_lint", "check", "--output-format", "concise"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert [line.split()[:3] for line in done.stdout.splitlines()[:-1]] == [
        ["docs/plans/one.md:5:15:", "HL401", "`HR-007`"],
        ["docs/rules.md:3:3:", "HL413", "no"],
    ], done.stdout + done.stderr


def test_the_picture_of_the_readme_is_taken_by_its_script(tmp_path):
    target = tmp_path / "picture.png"
    shown = ROOT / "docs" / "images" / "trace-report.png"

    subprocess.run([sys.executable, ROOT / "docs" / "picture.py", target], check=True)

    assert target.read_bytes()[:8] == shown.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert shown.stat().st_size < 250_000


def test_the_readme_has_two_commands_one_to_lint_and_one_to_test():
    lint, test = SHELL

    assert lint.count("\n") == test.count("\n") == 1
    assert lint.rstrip().endswith("/harness-lint check examples/lantern")
    assert test.rstrip().endswith(".venv/bin/python -m pytest -n auto")


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
    "name",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/internals.md", "docs/trace.md"],
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


def hooks_for_other_repositories() -> list[dict[str, Any]]:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


def test_the_hooks_for_other_repositories_are_the_command():
    for hook in hooks_for_other_repositories():
        assert hook["entry"].startswith("harness-lint check")
        assert hook["require_serial"] is True


@pytest.mark.parametrize(
    "path",
    [
        "tasks.md",
        "README.MD",
        ".cursor/rules/style.mdc",
        "kitty-specs/001-ferry/status.events.jsonl",
        "features.json",
        "openspec/config.yaml",
    ],
)
def test_the_hooks_for_other_repositories_are_given_every_document(path):
    patterns = [hook["files"] for hook in hooks_for_other_repositories() if "files" in hook]

    assert len(patterns) == 2
    assert all(re.search(pattern, path) for pattern in patterns)


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
