"""``python -m tests.lsp.edits SEED EDITS [FOLDER …]``: random edits of texts that are open in a
real server; again and again what it tells is held against what `check` finds in the same bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from pathlib import Path
from random import Random

from lsprotocol import types
from pytest_lsp import ClientServerConfig, make_test_lsp_client

from harness_lint.cli.shell import AGENT_VARIABLES
from tests.command import command, run
from tests.engine.edits import LINES, asked
from tests.lsp.editor import Editor

PIECES = [
    *(line.decode() for line in LINES),
    *(
        "T002",
        "FR-001",
        "[x]",
        "\n",
        "  ",
        "`",
        "```\n",
        "🚪",
        "é",
        "---\n",
        "\r\n",
        "# ",
        "|",
        "\r",
    ),
    "<!-- harness-lint: disable-file=HL3 -->\n",
    "[there](two.md#part)",
    "Status: complete\n",
]

SUFFIXES = (".md", ".json", ".yaml")

MOST_OPEN = 4


class Hand:
    """Somebody who types at random into the files of a folder, in an editor."""

    def __init__(self, editor: Editor, random: Random) -> None:
        self.editor = editor
        self.texts: dict[str, str] = {}
        self._random = random
        self._paths = sorted(
            path.relative_to(editor.folder).as_posix()
            for path in editor.folder.rglob("*")
            if path.is_file() and path.suffix in SUFFIXES and ".git" not in path.parts
        )

    def act(self) -> str:
        """Open, edit, save or close something, and say what."""
        random = self._random
        if not self.texts or (len(self.texts) < MOST_OPEN and random.random() < 0.1):
            return self._open(random.choice(self._paths))
        path = random.choice(sorted(self.texts))
        chance = random.random()
        if chance < 0.03:
            self.close(path)
            return f"close {path}"
        if chance < 0.1:
            self.save(path)
            return f"save {path}"
        changes = [self._change(path) for _ in range(random.choice([1, 1, 1, 2, 3]))]
        self.editor.change(path, *changes)
        return f"{changes} in {path}"

    def _open(self, path: str) -> str:
        if path not in self.texts:
            try:
                text = (self.editor.folder / path).read_bytes().decode()
            except UnicodeDecodeError:
                return f"cannot open {path}"
            self.texts[path] = text
            self.editor.open(path, text)
        return f"open {path}"

    def save(self, path: str) -> None:
        """Write a text to disk, and say so."""
        (self.editor.folder / path).write_bytes(self.texts[path].encode())
        self.editor.save(path)

    def close(self, path: str) -> None:
        """Close a text without saving it."""
        del self.texts[path]
        self.editor.close(path)

    def _change(self, path: str) -> tuple[tuple[int, int, int, int], str]:
        """Replace some characters of the text at *path*, and say so as an editor does."""
        random, text = self._random, self.texts[path]
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice([0, 0, 0, 1, 3, 20, 100]))
        if text[start - 1 : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n":
            start = end = len(text)  # no editor types between the two
        new = random.choice([*PIECES, "", "", "a"])
        where = (*place(text, start), *place(text, end))
        self.texts[path] = text[:start] + new + text[end:]
        return where, new


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and character of *offset*, as editors count: in UTF-16."""
    before = text[:offset].replace("\r\n", "\n\n").replace("\r", "\n")
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    last = before.rpartition("\n")[2]
    return lines, len(last.encode("utf-16-le")) // 2


async def begin(folder: Path) -> Editor:
    """Return an editor of *folder*, with a server of its own."""
    environment = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    config = ClientServerConfig(
        server_command=command("lsp"),
        client_factory=make_test_lsp_client,
        server_env=environment,
    )
    asks = types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities()
        )
    )
    return await Editor(await config.start(), folder).begin(capabilities=asks)


async def differences(hand: Hand) -> list[str]:
    """Save all that is open, and return what the server tells otherwise than `check`."""
    editor = hand.editor
    for path in sorted(hand.texts):
        hand.save(path)
    told = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    mine = {
        (one.uri, each.code, each.message, each.data["fingerprint"])
        for one in told.items
        for each in one.items
    }
    names = [*map(str, sorted(hand.texts))]
    done = run(editor.folder, "check", "--no-cache", "--output-format", "jsonl", ".", *names)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    theirs = {
        (editor.uri(row["path"]), row["code"], row["message"], row["fingerprint"])
        for row in rows
        if row.get("code") not in {None, "HL904"}
    }
    more = [f"server: {one}" for one in sorted(mine - theirs)][:5]
    return [*more, *(f"check: {one}" for one in sorted(theirs - mine)[:5])]


async def work(origin: Path, seed: int, edits: int, each: int = 50) -> list[str]:
    """Edit a copy of *origin*, and return what differs after any *each* of the *edits*."""
    with tempfile.TemporaryDirectory() as below:
        folder = Path(below, "project").resolve()
        shutil.copytree(origin, folder, symlinks=True)
        hand = Hand(await begin(folder), Random(seed))
        story: list[str] = []
        for number in range(1, edits + 1):
            story.append(hand.act())
            wrong = await differences(hand) if number % each == 0 or number == edits else []
            if wrong:
                return [str(origin), *story[-each:], *wrong]
        client = hand.editor.client
        await client.shutdown_session()
        await client.stop()
    return []


async def main() -> None:
    """Do what the command line asks for."""
    seed, edits, folders = asked()
    for number, folder in enumerate(folders):
        wrong = await work(folder, seed + number, edits // len(folders))
        print(folder, "\n".join(wrong) or f"{edits // len(folders)} edits", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main())
