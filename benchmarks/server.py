"""What the language server takes, beside `rumdl server` where that is installed, in turns.

The client is written here: what a library for clients takes would count for the servers. Times are
those on the clock, from the message that goes out to the answer that comes in.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread
from time import perf_counter, sleep
from typing import Any, NamedTuple

from benchmarks.documents import page
from benchmarks.scenarios import OWN_CACHE
from benchmarks.tools import OWN

SECONDS = 900.0
PAUSE_SECONDS = 0.4
"""So long between two keys: what is left to do of the one before is done by then."""
SIZES = (20_000, 200_000)
"""Bytes of the texts that are typed into."""
Message = dict[str, Any]


class Client:
    """An editor that knows as much of the protocol as is measured here."""

    def __init__(self, words: tuple[str, ...], folder: Path, *, asks: bool) -> None:
        """Start a server; an editor that *asks* for diagnostics is told none."""
        self.folder = folder
        self._told: Queue[Message] = Queue()
        self._number = 0
        self._versions: dict[str, int] = {}
        self._answers: Queue[Message] = Queue()
        began = perf_counter()
        self.process = subprocess.Popen(
            words, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        Thread(target=self._listen, daemon=True).start()
        root = folder.as_uri()
        pull = {"diagnostic": {"dynamicRegistration": False}} if asks else {}
        files = {"didChangeWatchedFiles": {"dynamicRegistration": True}}
        can = {"textDocument": pull, "workspace": files}
        hello = {
            "processId": None,
            "rootUri": root,
            "workspaceFolders": [{"uri": root, "name": "folder"}],
            "capabilities": can,
        }
        self.ask("initialize", hello)
        self.start_seconds = perf_counter() - began
        self.tell("initialized", {})

    def ask(self, method: str, params: Any) -> Any:
        """Return the answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._answers.get(timeout=SECONDS)
            if message["id"] == self._number:
                return message.get("result")

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, path: str, text: str) -> None:
        """Open *text* at *path*."""
        self._versions[path] = 1
        document = {"uri": self._uri(path), "languageId": "markdown", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def insert(self, path: str, line: int, text: str) -> None:
        """Type *text* at the beginning of a line."""
        at = {"line": line, "character": 0}
        self._change(path, {"range": {"start": at, "end": at}, "text": text})

    def replace(self, path: str, text: str) -> None:
        """Put *text* in place of all."""
        self._change(path, {"text": text})

    def save(self, path: str, text: str) -> None:
        """Write *text* to disk, and say so."""
        (self.folder / path).write_text(text, encoding="utf-8")
        self.tell("textDocument/didSave", {"textDocument": {"uri": self._uri(path)}})

    def diagnostics(self, path: str) -> Any:
        """Return what is found in the text at *path*."""
        return self.ask("textDocument/diagnostic", {"textDocument": {"uri": self._uri(path)}})

    def findings(self, path: str) -> Message:
        """Return what is told of the newest version of the text at *path*."""
        while True:
            told = self._told.get(timeout=SECONDS)
            is_new = told.get("version") in (None, self._versions[path])
            if told["uri"] == self._uri(path) and is_new:
                return told

    def leave(self) -> None:
        """End the server."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _change(self, path: str, change: Message) -> None:
        self._versions[path] += 1
        document = {"uri": self._uri(path), "version": self._versions[path]}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def _uri(self, path: str) -> str:
        return (self.folder / path).as_uri()

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _listen(self) -> None:
        output = self.process.stdout
        assert output is not None
        while True:
            size = 0
            while (line := output.readline().strip()) or not size:
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
                elif not line:
                    return
            message = json.loads(output.read(size))
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            elif message.get("method") == "textDocument/publishDiagnostics":
                self._told.put(message["params"])
            elif "id" in message:
                self._answers.put(message)


class Reaction(NamedTuple):
    """How long a server took for one thing, each time."""

    what: str
    server: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Seconds on the clock."""
        return statistics.median(self.seconds)


def reactions(folder: Path, turns: int) -> Iterator[Reaction]:
    """Yield how both servers react over *folder*, which is written to: each thing *turns* times."""
    own = (sys.executable, "-m", "harness_lint", "lsp")
    peer = shutil.which("rumdl")
    texts = {f"made-{size}.md": page(size) for size in SIZES}
    for path, text in texts.items():
        (folder / path).write_text(text, encoding="utf-8")
    yield from _first_looks(own, folder)
    commands = {OWN: own, **({"rumdl": (peer, "server")} if peer else {})}
    yield from _changes(commands, folder, texts, turns)
    yield from _saves(commands, folder, turns)


def _changes(
    commands: dict[str, tuple[str, ...]], folder: Path, texts: dict[str, str], turns: int
) -> Iterator[Reaction]:
    """Yield how long it takes from a key to the findings of the text."""
    servers = {name: Client(words, folder, asks=False) for name, words in commands.items()}
    servers[OWN].ask("workspace/symbol", {"query": "nothing that is there"})
    if "rumdl" in servers:
        yield Reaction("start", "rumdl", (servers["rumdl"].start_seconds,))
    for path, text in texts.items():
        times: dict[str, list[float]] = {name: [] for name in servers}
        for client in servers.values():
            client.open(path, text)
            client.findings(path)
        paragraphs = _paragraphs(text)
        for turn in range(turns):
            line = paragraphs[len(paragraphs) * (turn * 7 % 10) // 10]  # all over the text
            for name, client in servers.items():
                sleep(PAUSE_SECONDS)
                began = perf_counter()
                client.insert(path, line, f"word {turn} ")
                client.findings(path)
                times[name].append(perf_counter() - began)
        for name in servers:
            what = f"a key in a text of {len(text) / 1000:.0f} KB → its findings"
            yield Reaction(what, name, tuple(times[name]))
    for client in servers.values():
        client.leave()


def _paragraphs(text: str) -> list[int]:
    """Return the 0-based lines of the paragraphs that stand right below a heading."""
    lines = text.split("\n")
    return [number for number in range(2, len(lines)) if lines[number - 2].startswith("## ")]


def _first_looks(own: tuple[str, ...], folder: Path) -> Iterator[Reaction]:
    """Yield how long the start takes, and the first look at all, without a cache and with one."""
    shutil.rmtree(folder / OWN_CACHE, ignore_errors=True)
    for kind in ("nothing kept", "kept by an earlier run"):
        client = Client(own, folder, asks=True)
        began = perf_counter()
        client.ask("workspace/symbol", {"query": "nothing that is there"})
        looked = perf_counter() - began
        if kind == "nothing kept":
            yield Reaction("start", OWN, (client.start_seconds,))
        yield Reaction(f"first look at the folder, {kind}", OWN, (looked,))
        client.leave()


def _saves(commands: dict[str, tuple[str, ...]], folder: Path, turns: int) -> Iterator[Reaction]:
    """Yield how long it takes from a save to the findings, of project checks too."""
    servers = {name: Client(words, folder, asks=True) for name, words in commands.items()}
    for what, path, edit in edits_of(folder):
        times: dict[str, list[float]] = {name: [] for name in servers}
        text = (folder / path).read_text(encoding="utf-8")
        for client in servers.values():
            client.open(path, text)
            client.diagnostics(path)
        for turn in range(turns):
            sleep(PAUSE_SECONDS)
            text = edit(text, turn)
            for name, client in servers.items():
                client.replace(path, text)
                began = perf_counter()
                client.save(path, text)
                client.diagnostics(path)
                times[name].append(perf_counter() - began)
        for name in servers:
            yield Reaction(f"save, {what} → findings of all checks", name, tuple(times[name]))
    for client in servers.values():
        client.leave()


def edits_of(folder: Path) -> Iterator[tuple[str, str, Callable[[str, int], str]]]:
    """Yield edits of documents of middling size, with what is edited and where."""
    texts = {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*.md"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith("made-")
    }
    boxed = {path: text for path, text in texts.items() if "- [ ] " in text}

    def middle(some: dict[Path, str]) -> str:
        by_size = sorted(some, key=lambda path: (len(some[path]), path))
        return by_size[len(by_size) // 2].relative_to(folder).as_posix()

    yield "a line appended", middle(texts), lambda text, turn: f"{text}\nLine {turn} more.\n"
    yield "a line inserted", middle(boxed), lambda text, turn: inserted(text, f"Line {turn}.\n\n")
    yield "a box ticked", middle(boxed), ticked
    yield "a heading added", middle(texts), lambda text, turn: f"{text}\n## Part {turn}\n\nWords.\n"


def inserted(text: str, line: str) -> str:
    """Return *text* with *line* before its first heading of the second level."""
    before, mark, after = text.partition("\n## ")
    return f"{before}\n{line}{mark}{after}"


def ticked(text: str, _: int) -> str:
    """Return *text* with its first open box ticked; with all boxes open if none is."""
    if "- [ ] " in text:
        return text.replace("- [ ] ", "- [x] ", 1)
    return text.replace("- [x] ", "- [ ] ")
