"""Take the picture of the editor that the README shows: ``python docs/editor_picture.py [FILE]``.

It is Neovim in tmux, set up as `docs/editors.md` says, with a list of tasks of `examples/lantern`:
findings, the progress of the tasks, and what is known of the requirement below the cursor. Neovim
0.11 shows all of it, older ones less.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from docs.consoles import ROOT, SHOWN_FILE
from docs.terminal import picture

PAGE = ROOT / "docs" / "editors.md"
PROJECT = ROOT / "examples" / "lantern"
DOCUMENT = "specs/001-night-watch/tasks.md"
PICTURE = ROOT / "docs" / "images" / "editor.svg"
COLUMNS, LINES = 118, 32
SECONDS = 60
"""How long the editor may take."""
SHOWN = ("defined in", "HL401")
"""What the screen must hold: words of the hover, and the message of a finding."""
LOOKS = """
vim.o.number = true
vim.o.termguicolors = true
vim.o.signcolumn = 'yes'
vim.o.shortmess = vim.o.shortmess .. 'F'
vim.cmd('highlight DiagnosticUnderlineError gui=underline guifg=#ff8f88 guisp=NONE')
vim.cmd('highlight DiagnosticUnderlineWarn gui=underline guifg=#f2c55c guisp=NONE')
pcall(function()
  vim.o.cmdheight = 0
  vim.o.winborder = 'rounded'
  vim.lsp.inlay_hint.enable()
end)
vim.diagnostic.config({
  virtual_text = {
    format = function(finding)
      return finding.code .. ' ' .. finding.message
    end,
  },
})
vim.api.nvim_create_autocmd('DiagnosticChanged', {
  callback = function()
    if #vim.diagnostic.get(0) > 0 and not vim.b.hovered then
      vim.b.hovered = true
      vim.fn.search('FR-002', 'w')
      vim.lsp.buf.hover({ max_width = 96 })
    end
  end,
})
"""


def snippets() -> Iterator[tuple[str, str]]:
    """Yield title and text of what the page tells people to write for Neovim."""
    text = PAGE.read_text(encoding="utf-8")
    section = text[text.index("\n## Neovim\n") : text.index("\n## Emacs\n")]
    for match in SHOWN_FILE.finditer(section):
        yield match["path"], match["text"]


def configuration(version: str) -> str:
    """Return what the page tells people to write whose Neovim says that it is *version*."""
    new, *rest = (snippet for title, snippet in snippets() if title == "init.lua")
    (old,) = (snippet for title, snippet in snippets() if title.startswith("init.lua ("))
    number = re.match(r"NVIM v(\d+)\.(\d+)", version)
    is_new = number is not None and (int(number[1]), int(number[2])) >= (0, 11)
    return "\n".join([new if is_new else old, *rest])


def screen(folder: Path) -> str:
    """Return what Neovim shows of the document in a copy of the project, made in *folder*."""
    project = shutil.copytree(PROJECT, folder / PROJECT.name)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    version = subprocess.run(["nvim", "--version"], capture_output=True, text=True, check=True)
    setup = folder / "init.lua"
    setup.write_text(configuration(version.stdout) + LOOKS, encoding="utf-8")
    tmux = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
    size = ["-x", str(COLUMNS), "-y", str(LINES)]
    nvim = ["nvim", "-u", str(setup), "-i", "NONE", DOCUMENT]
    subprocess.run([*tmux, "new-session", "-d", *size, *nvim], cwd=project, check=True)
    try:
        return settled(tmux)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def settled(tmux: list[str]) -> str:
    """Return the screen with its colours, once it holds all that it must and stays as it is."""
    capture = [*tmux, "capture-pane", "-p", "-e", "-N"]
    end, last = time.monotonic() + SECONDS, ""
    while time.monotonic() < end:
        time.sleep(0.5)
        shown = subprocess.run(capture, capture_output=True, text=True, check=True).stdout
        if shown == last and all(words in shown for words in SHOWN):
            return shown
        last = shown
    sys.exit(f"the editor did not show {' and '.join(SHOWN)}:\n{last}")


def main() -> None:
    """Take the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    for program in ("nvim", "tmux", "git"):
        if shutil.which(program) is None:
            sys.exit(f"no {program} was found")
    with tempfile.TemporaryDirectory() as folder:
        shown = screen(Path(folder))
    target.write_text(picture(shown, COLUMNS, f"{DOCUMENT} - Neovim"), encoding="utf-8")


if __name__ == "__main__":
    main()
