"""The configurations of editors in `docs/editors.md`: read, and run if their editor is here."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from docs.consoles import SHOWN_FILE
from harness_lint import __version__
from tests.command import COMMAND
from tests.editors.lamps import REPAIRED, TASKS, lamps

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
SNIPPETS = [(match["path"], match["text"]) for match in SHOWN_FILE.finditer(PAGE)]
ZED = ROOT / "editors" / "zed"
SESSION = Path(__file__).with_name("session.el")
SECONDS = 120


def snippets(title):
    return [text for shown, text in SNIPPETS if shown.endswith(title)]


@pytest.mark.parametrize("text", snippets(".json") + snippets(".sublime-settings"))
def test_json_of_editors_can_be_read(text):
    assert json.loads(text)


def test_helix_starts_the_server_for_each_language():
    (text,) = snippets("languages.toml")
    config = tomllib.loads(text)
    server = config["language-server"]["harness-lint"]

    assert [server["command"], *server["args"]] == ["harness-lint", "lsp"]
    assert {
        language["name"]: language["language-servers"][0] for language in config["language"]
    } == dict.fromkeys(("markdown", "json", "yaml"), "harness-lint")


def test_sublime_text_starts_the_server():
    (text,) = snippets("LSP.sublime-settings")

    assert json.loads(text)["clients"]["harness-lint"]["command"] == ["harness-lint", "lsp"]


def test_zed_knows_the_server_by_the_name_of_its_extension():
    (text,) = snippets("settings.json")[1:]
    settings = json.loads(text)
    extension = tomllib.loads((ZED / "extension.toml").read_text(encoding="utf-8"))
    crate = tomllib.loads((ZED / "Cargo.toml").read_text(encoding="utf-8"))

    assert set(settings["lsp"]) == set(extension["language_servers"])
    assert settings["languages"]["Markdown"]["language_servers"][0] in settings["lsp"]
    assert extension["version"] == crate["package"]["version"] == __version__


def test_every_editor_of_the_table_has_a_section():
    header = next(line for line in PAGE.splitlines() if line.startswith("| | "))
    editors = [name.strip() for name in header.strip("|").split("|")[1:]]

    assert editors
    assert [name for name in editors if f"\n## {name}\n" not in PAGE] == []


@pytest.fixture(scope="module")
def emacs(tmp_path_factory):
    """Runs Emacs without a screen, set up as the page says, in the project of the lamps."""
    program = shutil.which("emacs")
    if program is None:
        pytest.skip("Emacs is not installed")
    done = subprocess.run([program, "--batch", "--eval", "(require 'eglot)"], check=False)
    if done.returncode != 0:
        pytest.skip("this Emacs has no eglot")
    folder = lamps(tmp_path_factory.mktemp("lamps"))
    home = tmp_path_factory.mktemp("home")
    setup = home / "init.el"
    setup.write_text("\n".join(snippets("init.el")), encoding="utf-8")
    found = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    target = folder / "seen.json"

    done = subprocess.run(
        [program, "--batch", "-l", str(setup), "-l", str(SESSION)],
        cwd=folder,
        env={**os.environ, "HOME": str(home), "PATH": found, "SEEN": str(target)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert target.exists(), done.stderr
    seen = json.loads(target.read_text(encoding="utf-8"))
    return {**seen, "file": (folder / "specs/001-lamps/tasks.md").read_text(encoding="utf-8")}


def test_emacs_shows_a_finding_at_its_place(emacs):
    start = len(TASKS[: TASKS.index("- []")]) + 1

    assert [(one["start"], re.search(r"HL\d+", one["text"])[0]) for one in emacs["opened"]] == [
        (start, "HL005")
    ]


def test_emacs_finds_the_definition_of_an_id(emacs):
    assert emacs["defined"] == "spec.md"


def test_emacs_repairs_on_save(emacs):
    assert emacs["file"] == emacs["saved"] == f"{REPAIRED}- [ ] T003 Fill the oil (FR-002)\n"
