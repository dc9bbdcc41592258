"""The server in a real Neovim, set up as `docs/editors.md` says."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.editor_picture import PICTURE, configuration, snippets
from tests.command import COMMAND
from tests.editors.lamps import REPAIRED, SPEC, TASKS, lamps

ROOT = Path(__file__).parents[2]
SESSION = Path(__file__).with_name("session.lua")
SECONDS = 120
ROOTS = """\
local clients = vim.lsp.get_clients or vim.lsp.get_active_clients
vim.wait(9000, function() return #clients() > 0 end)
for _, client in pairs(clients()) do
  io.stdout:write(client.config.root_dir .. "\\n")
end
vim.cmd("qa!")
"""


def test_every_configuration_of_neovim_can_be_read(neovim, tmp_path):
    for number, (_, snippet) in enumerate(snippets()):
        (tmp_path / f"{number}.lua").write_text(snippet, encoding="utf-8")
        load = f"lua assert(loadfile('{number}.lua'))"

        done = neovim("-u", "NONE", "-c", load, "-c", "qall!", folder=tmp_path)

        assert done.stderr == ""


def test_a_finding_is_shown_at_its_place(seen):
    assert [(one["code"], one["line"], one["column"]) for one in seen["opened"]] == [
        ("HL005", 4, 0)
    ]


def test_the_rule_of_a_finding_is_shown(seen):
    assert "malformed-checkbox" in seen["about_finding"]


def test_a_code_lens_lists_what_claims_an_item(seen):
    assert seen["claimed"] == [["specs/001-lamps/tasks.md", 3]]


def test_the_fix_is_applied(seen):
    assert seen["repaired"] == REPAIRED.splitlines()


def test_what_an_id_means_is_shown(seen):
    assert "The keeper MUST see which lamps 💡 are out" in seen["about_id"]


def test_an_id_leads_to_its_definition(seen):
    line = SPEC[: SPEC.index("FR-001")].count("\n") + 1

    assert seen["defined"][0] == line


def test_what_is_not_saved_is_checked_and_repaired_on_save(seen):
    assert seen["unsaved"] == TASKS.splitlines()
    assert seen["saved"] == REPAIRED.splitlines()


def test_an_id_is_renamed_in_every_document(seen):
    renamed = [text.replace("FR-001", "FR-009").splitlines() for text in (SPEC, REPAIRED)]

    assert seen["renamed"] == renamed


def test_a_worktree_of_git_is_a_project_of_its_own(neovim, tmp_path):
    folder = lamps(tmp_path / "lamps")
    (folder / "harness-lint.toml").unlink()
    (folder / ".git").write_text("gitdir: /nowhere\n", encoding="utf-8")
    text = configuration(neovim("--version", folder=folder).stdout)
    (folder / "init.lua").write_text(text, encoding="utf-8")
    asks = "luafile " + str(folder / "root.lua")
    (folder / "root.lua").write_text(ROOTS, encoding="utf-8")

    done = neovim("-u", "init.lua", "specs/001-lamps/tasks.md", "-c", asks, folder=folder)

    assert done.stdout.splitlines() == [str(folder)]


def test_the_picture_of_the_editor_is_taken_by_its_script(neovim, tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    target = tmp_path / "editor.svg"
    command = [sys.executable, ROOT / "docs" / "editor_picture.py", target]
    found = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"

    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PATH": found})

    taken, kept = (path.read_text(encoding="utf-8") for path in (target, PICTURE))
    for text in (taken, kept):
        assert "HL401" in text
        assert "The service MUST list all lamps".replace(" ", "\N{NO-BREAK SPACE}") in text
        assert "url(" not in text


@pytest.fixture(scope="module")
def neovim(tmp_path_factory):
    """Runs Neovim without a screen, in a folder, with nothing of this user's."""
    program = shutil.which("nvim")
    if program is None:
        pytest.skip("Neovim is not installed")
    home = tmp_path_factory.mktemp("home")
    found = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "HOME": str(home), "PATH": found}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        env[f"XDG_{name}_HOME"] = str(home)

    def run(*arguments, folder, **more):
        return subprocess.run(
            [program, "--headless", *arguments],
            cwd=folder,
            env={**env, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def seen(neovim, tmp_path_factory):
    """What a person sees in a session: see `session.lua`."""
    folder = lamps(tmp_path_factory.mktemp("lamps"))
    version = neovim("--version", folder=folder).stdout
    (folder / "init.lua").write_text(configuration(version), encoding="utf-8")
    target = folder / "seen.json"

    done = neovim(
        *("-u", "init.lua", "specs/001-lamps/tasks.md", "-c", f"luafile {SESSION}"),
        folder=folder,
        SEEN=str(target),
    )

    assert target.exists(), done.stderr
    seen = json.loads(target.read_text(encoding="utf-8"))
    assert "failure" not in seen, seen
    return seen
