"""The extension for VS Code: its types and style, its own tests, and its package."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from harness_lint import __version__
from tests.command import COMMAND

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
LOCK = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))
SECONDS = 240


@pytest.fixture
def npm():
    """Runs a script of the extension, and returns what it prints."""
    program = shutil.which("npm")
    if program is None:
        pytest.skip("npm is not installed")
    if not (EXTENSION / "node_modules").exists():
        pytest.skip("the packages of the extension are not installed (npm ci in editors/vscode)")

    def run(script):
        done = subprocess.run(
            [program, "run", "--silent", script],
            cwd=EXTENSION,
            env={**os.environ, "HARNESS_LINT": str(COMMAND)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_the_extension_has_no_mistakes_of_types_or_style(npm):
    npm("check")


@pytest.mark.covers("SAF-006")
def test_the_extension_passes_its_own_tests_with_the_real_server(npm):
    told = npm("test")

    assert "\n# fail 0\n" in told
    assert "\n# skipped 0\n" in told, told


def test_the_package_holds_what_the_extension_needs_and_nothing_else(npm):
    npm("package")

    with zipfile.ZipFile(EXTENSION / "dist" / "harness-lint.vsix") as package:
        names = {name for name in package.namelist() if name.startswith("extension/")}
        notices = package.read("extension/dist/NOTICES.txt").decode()

    assert names == {
        "extension/LICENSE.txt",
        "extension/changelog.md",
        "extension/dist/NOTICES.txt",
        "extension/dist/extension.js",
        "extension/icon.png",
        "extension/package.json",
        "extension/readme.md",
    }
    assert "vscode-languageclient 9.0.1\n\n" in notices


def test_the_extension_has_the_version_and_the_licence_of_the_server():
    assert MANIFEST["version"] == LOCK["version"] == __version__
    assert (EXTENSION / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_lock_says_what_is_installed_and_not_from_where():
    packages = [one for path, one in LOCK["packages"].items() if path]

    assert all("integrity" in one and "resolved" not in one for one in packages)
    assert LOCK["packages"][""]["devDependencies"] == MANIFEST["devDependencies"]


@pytest.mark.covers("SAF-006")
def test_an_untrusted_workspace_may_set_no_program():
    trust = MANIFEST["capabilities"]["untrustedWorkspaces"]

    assert trust["supported"] == "limited"
    assert trust["restrictedConfigurations"] == ["harness-lint.path", "harness-lint.args"]


def test_the_problem_matcher_reads_the_concise_format(tmp_path):
    (matcher,) = MANIFEST["contributes"]["problemMatchers"]
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "tasks.md").write_text("# Tasks\n\n- [ ] T001 One\n- [ ] T001 Two\n")
    done = subprocess.run(
        [COMMAND, "check", "--output-format", "concise"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    match = re.match(matcher["pattern"]["regexp"], done.stdout.splitlines()[0])

    assert match is not None
    assert [match[matcher["pattern"][key]] for key in ("file", "line", "column", "code")] == [
        "specs/tasks.md",
        "4",
        "7",
        "HL302",
    ]


@pytest.mark.parametrize("setting", MANIFEST["contributes"]["configuration"]["properties"])
def test_every_setting_is_in_the_readme_of_the_extension(setting):
    assert f"`{setting}`" in (EXTENSION / "README.md").read_text(encoding="utf-8")
