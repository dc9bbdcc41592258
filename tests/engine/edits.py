"""Projects that somebody works on: copies of real ones, and random edits of them.

An edit is chosen by a seeded random number and described in words, so that whoever meets a failure
can see what led to it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import ClassVar, NamedTuple

from tests.fixtures import ROOT

ID = re.compile(rb"\b[A-Z]{1,8}(?:-[A-Z]{2,8})?-?\d{2,3}\b")
BOX = re.compile(rb"\[[ xX]\]")

FILLING = 14
"""So many plain pages make a project large enough for a cache."""

CONFIGURATIONS = (
    "",
    'ignore = ["HL3"]\n',
    'extend-select = ["HL1", "HL4", "HL5"]\n',
    'gate = "full"\n',
    'exclude = ["/filling/"]\n',
    'status-documents = ["docs/**/*.md", "filling/page-1*.md"]\n',
    '[[overrides]]\npaths = ["filling/*.md"]\nfamily = "spec-kit-tasks"\n',
    '[[overrides]]\npaths = ["filling/*.md"]\nfamily = "spec-kit-spec"\nignore = ["HL101"]\n',
)

IGNORED = ("*.xml", "filling/page-1*", "docs/", "!docs/", "specs", "*.json", "page-3.md", "out/")

LINES = (
    b"\n",
    b"See [the page](filling/page-3.md) and [another](out/made.md#part).\n",
    b"See [the other](page-4.md#part), VAL-TIDE-001 and T001.\n",
    b"- [ ] T001 Oil the gate in `src/gate.py`\n",
    b"- [x] T002 [P] Paint the pier (depends on T001)\n",
    b"## Part\n",
    b"<!-- harness-lint: disable-next-line HL3 -->\n",
    b"- **FR-001**: The pier MUST carry ten people.\n",
    b"| a | b |\n|---|---|\n| 1 |\n",
    b'```json\n{"a": 1,}\n```\n',
    b"Status: complete. There are 12 tasks.\n",
)


class Playground:
    """A copy of a project below *folder* that is edited again and again."""

    def __init__(self, folder: Path, origin: Path, others: list[Path], random: Random) -> None:
        """Copy *origin*; files of *others* are what comes from elsewhere."""
        self.folder = folder
        self._others = others
        self._random = random
        self._undo: Callable[[], object] | None = None
        shutil.copytree(origin, folder, symlinks=True)
        shutil.rmtree(folder / ".git", ignore_errors=True)
        filling = folder / "filling"
        filling.mkdir(exist_ok=True)
        for number in range(FILLING):
            text = f"# Page {number}\n\n## Part\n\nSee [next](page-{(number + 1) % FILLING}.md).\n"
            (filling / f"page-{number}.md").write_text(text, encoding="utf-8")
        if random.random() < 0.5:
            self._git("init", "-q")
            self._git("add", "-A")

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True)

    def paths(self) -> list[str]:
        """Return the paths of all files, without those of tools."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if (path.is_file() or path.is_symlink())
            and not {".git", ".harness-lint-cache"} & {*path.relative_to(self.folder).parts}
        )

    def arguments(self) -> list[str]:
        """Return a command line: mostly for the whole project."""
        random = self._random
        flags = random.choice([[], [], [], [], ["--select", "ALL"], ["--ignore", "HL7"]])
        if random.random() < 0.7:
            return flags
        paths = self.paths()
        named = random.sample(paths, min(len(paths), random.choice([1, 1, 2, 5])))
        if random.random() < 0.4:
            named = [str(Path(path).parent) for path in named]
        return [*flags, *(path for path in named if (self.folder / path).exists())]

    def edit(self) -> str:
        """Edit something, and say what."""
        random = self._random
        if self._undo is not None and random.random() < 0.15:
            undo, self._undo = self._undo, None
            undo()
            return "take back"
        paths = self.paths()
        documents = [path for path in paths if path.endswith((".md", ".yaml", ".json", ".xml"))]
        path = random.choice(documents if documents and random.random() < 0.9 else paths)
        file = self.folder / path
        if file.is_symlink() or not file.is_file():
            file.unlink()
            return f"remove the link {path}"
        before = file.read_bytes()
        self._undo = lambda: self._restore(file, before)
        name = random.choice([*self.TEXT_EDITS] * 3 + [*self.FILE_EDITS])
        if name in self.TEXT_EDITS:
            after = self.TEXT_EDITS[name](self, before)
            times = file.stat()
            file.write_bytes(after)
            if random.random() < 0.3:
                os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
            return f"{name} in {path}"
        return f"{name} {path} {self.FILE_EDITS[name](self, path) or ''}"

    @staticmethod
    def _restore(file: Path, before: bytes) -> None:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(before)

    # edits of a text

    def _insert(self, text: bytes) -> bytes:
        lines = text.splitlines(keepends=True)
        at = self._random.choice([0, self._random.randint(0, len(lines))])
        own = self._random.choice(lines) if lines else b""
        return b"".join([*lines[:at], self._random.choice([own, *LINES]), *lines[at:]])

    def _push(self, text: bytes) -> bytes:
        return b"\n" + text

    def _delete(self, text: bytes) -> bytes:
        lines = text.splitlines(keepends=True)
        at = self._random.randint(0, max(len(lines) - 1, 0))
        return b"".join([*lines[:at], *lines[at + self._random.randint(1, 4) :]])

    def _move(self, text: bytes) -> bytes:
        lines = text.splitlines(keepends=True)
        start = self._random.randint(0, len(lines))
        end = min(len(lines), start + self._random.randint(1, 6))
        block = lines[start:end]
        del lines[start:end]
        at = self._random.randint(0, len(lines))
        return b"".join([*lines[:at], *block, *lines[at:]])

    def _double(self, text: bytes) -> bytes:
        lines = text.splitlines(keepends=True)
        start = self._random.randint(0, len(lines))
        end = start + self._random.randint(1, 8)
        return b"".join([*lines[:end], *lines[start:end], *lines[end:]])

    def _tick(self, text: bytes) -> bytes:
        return self._at_random(BOX, text, lambda box: b"[ ]" if box != b"[ ]" else b"[x]")

    def _rename_id(self, text: bytes) -> bytes:
        found = ID.findall(text)
        other = self._random.choice([*found, b"VAL-TIDE-001", b"T001", b"FR-999"])
        return self._at_random(ID, text, lambda _: other)

    def _same_size(self, text: bytes) -> bytes:
        return self._at_random(re.compile(rb"[a-z0-9]"), text, lambda _: b"q")

    def _spoil(self, text: bytes) -> bytes:
        at = self._random.randint(0, len(text))
        sign = self._random.choice(
            [b"\xff", b"\0", b"\r\n", "\u2028".encode(), b"\xef\xbb\xbf", b"`"]
        )
        return text[:at] + sign + text[at:]

    def _at_random(
        self, sign: re.Pattern[bytes], text: bytes, new: Callable[[bytes], bytes]
    ) -> bytes:
        found = list(sign.finditer(text))
        if not found:
            return text
        match = self._random.choice(found)
        return text[: match.start()] + new(match[0]) + text[match.end() :]

    TEXT_EDITS: ClassVar = {
        "insert": _insert,
        "push": _push,
        "delete": _delete,
        "move": _move,
        "double": _double,
        "tick": _tick,
        "rename an ID": _rename_id,
        "change a letter": _same_size,
        "spoil": _spoil,
    }

    # edits of files

    def _any_place(self, path: str) -> Path:
        folders = {str(Path(one).parent) for one in self.paths()}
        folder = self.folder / self._random.choice(sorted(folders))
        folder.mkdir(parents=True, exist_ok=True)
        name = self._random.choice([Path(path).name, f"new-{self._random.randint(0, 9)}.md"])
        return folder / name

    def _copy_file(self, path: str) -> str:
        target = self._any_place(path)
        with suppress(OSError, shutil.SameFileError):
            shutil.copy2(self.folder / path, target)
        return f"to {target.relative_to(self.folder)}"

    def _move_file(self, path: str) -> str:
        target = self._any_place(path)
        with suppress(OSError):
            (self.folder / path).replace(target)
        return f"to {target.relative_to(self.folder)}"

    def _swap_files(self, path: str) -> str:
        other = self._random.choice(self.paths())
        one, two, three = self.folder / path, self.folder / other, self.folder / "swapping"
        if not (one.is_file() and two.is_file()) or path == other:
            return ""
        one.replace(three)
        two.replace(one)
        three.replace(two)
        return f"with {other}"

    def _remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def _touch(self, path: str) -> None:
        os.utime(self.folder / path)

    def _in_future(self, path: str) -> None:
        os.utime(self.folder / path, (4e9, 4e9))

    def _add(self, _: str) -> str:
        other = self._random.choice(self._others)
        files = sorted(file for file in other.rglob("*") if file.is_file())
        chosen = self._random.choice(files)
        target = self.folder / chosen.relative_to(other)
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(chosen, target)
        return f"and bring {chosen}"

    def _replace(self, path: str) -> str:
        other = self._random.choice(self._others)
        files = sorted(file for file in other.rglob("*.md") if file.is_file())
        if not files:
            return ""
        chosen = self._random.choice(files)
        (self.folder / path).write_bytes(chosen.read_bytes())
        return f"by {chosen}"

    def _link(self, path: str) -> str:
        other = self._random.choice([*self.paths(), "nothing.md", "../outside.md"])
        file = self.folder / path
        file.unlink()
        file.symlink_to(os.path.relpath(self.folder / other, file.parent))
        return f"by a link to {other}"

    def _folder(self, path: str) -> None:
        (self.folder / path).unlink()
        (self.folder / path).mkdir()

    def _ignore(self, path: str) -> str:
        folder = self._random.choice(["", "", str(Path(path).parent)])
        file = self.folder / folder / ".gitignore"
        word = self._random.choice([*IGNORED, Path(path).name, "*"])
        if file.is_file() and self._random.random() < 0.5:
            file.unlink()
            return f"stop with {file}"
        with suppress(OSError):
            file.write_text(f"{word}\n", encoding="utf-8")
        return f"ignore {word} in {folder or 'the root'}"

    def _configure(self, _: str) -> str:
        text = self._random.choice(CONFIGURATIONS)
        (self.folder / "harness-lint.toml").write_text(text, encoding="utf-8")
        return f"configure {text!r}"

    def _stage(self, _: str) -> None:
        if (self.folder / ".git").exists():
            self._git("add", "-A")

    FILE_EDITS: ClassVar = {
        "copy": _copy_file,
        "move": _move_file,
        "swap": _swap_files,
        "remove": _remove,
        "touch": _touch,
        "set to the future": _in_future,
        "leave": _add,
        "replace": _replace,
        "replace (link)": _link,
        "replace (folder)": _folder,
        "at": _ignore,
        "besides": _configure,
        "staging beside": _stage,
    }


class Asked(NamedTuple):
    """What the command line ``SEED EDITS [FOLDER …]`` asks for."""

    seed: int
    edits: int
    origins: list[Path]


def asked() -> Asked:
    """Return what the command line asks for; without folders, edits of all fixtures."""
    seed, edits, *folders = sys.argv[1:]
    return Asked(int(seed), int(edits), [Path(name).resolve() for name in folders] or projects())


def projects() -> list[Path]:
    """Return the folders of all fixtures that are projects."""
    return sorted(path.parent for path in ROOT.rglob("project.findings"))


def show(work: Callable[[Path, list[Path], int, int], Iterator[str]]) -> None:
    """Print what differs after any edit of *work*, which is given a folder to work in."""
    seed, edits, origins = asked()
    with tempfile.TemporaryDirectory() as below:
        for number, wrong in enumerate(work(Path(below), origins, seed, edits), start=1):
            if wrong or not number % 100:
                print(number, wrong or "edits", flush=True)  # noqa: T201
