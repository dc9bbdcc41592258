"""The commands that documents show: run where the document says, their output kept true.

A block shows one command, and may go to a folder of this repository first::

    $ cd examples/lantern
    $ harness-lint status

A comment above the block names the project that the command runs in: a folder of this repository,
``<!-- project: fixtures/house/runbooks-broken -->``, or ``<!-- project: this page -->``: the files
that the page has shown so far, each in a block with its path in ``title="…"``. A later block with
the same path replaces the earlier one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from harness_lint.cli.shell import AGENT_VARIABLES

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = re.compile(
    r"(?ms)^(?P<head>(?:<!-- project: (?P<project>[^\n]+?) -->\n+)?```console\n)"
    r"(?P<typed>(?:\$ cd (?P<folder>[^\n]+)\n)?\$ harness-lint (?P<command>[^\n]*)\n).*?^```$"
)
SHOWN_FILE = re.compile(
    r'(?ms)^(?P<fence>`{3,})\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^(?P=fence)$'
)
THIS_PAGE = "this page"
SHOWN_ROOT = "/home/ada/yard"
"""Where projects of pages are, for the reader."""
ELSEWHERE = ("plugins.md", "rules", "decisions", "spec")
"""Below `docs`: what shows no commands, or has them tested in a way of its own."""
FOREIGN = {*AGENT_VARIABLES, "FORCE_COLOR", "COLUMNS"}


def showing() -> list[Path]:
    """Return the documents that show what commands print."""
    docs = ROOT / "docs"
    pages = (
        page for page in docs.rglob("*.md") if page.relative_to(docs).parts[0] not in ELSEWHERE
    )
    return [ROOT / "README.md", *sorted(pages)]


def with_output(text: str) -> str:
    """Return *text* with what each command in its console blocks really prints."""
    return CONSOLE.sub(block_of, text)


def block_of(block: re.Match[str]) -> str:
    """Return a console block with what its command prints."""
    return f"{block['head']}{block['typed']}{output_of(block)}```"


def output_of(block: re.Match[str]) -> str:
    """Return what the command of a console block prints, in the project that it names."""
    folder = Path(block["folder"] or ".")
    if block["project"] != THIS_PAGE:
        return output(block["command"], ROOT / (block["project"] or ".") / folder)
    with tempfile.TemporaryDirectory() as folder_made:
        made = str(Path(folder_made).resolve())
        for path, text in files_shown(block.string[: block.start()]):
            target = Path(made, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return output(block["command"], Path(made, folder)).replace(made, SHOWN_ROOT)


def files_shown(text: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file that *text* shows, in their order."""
    for match in SHOWN_FILE.finditer(text):
        yield match["path"], match["text"]


def output(arguments: str, folder: Path, *, colored: bool = False) -> str:
    """Return what `harness-lint` prints for *arguments* in *folder*: results, then messages."""
    kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    if colored:
        kept["FORCE_COLOR"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", *arguments.split()],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr
