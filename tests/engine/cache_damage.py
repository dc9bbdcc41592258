"""``python -m tests.engine.cache_damage SEED TIMES``: damage to the file of a cache, and after each
the answer of a run beside the right one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.engine.cache_edits import Answer, answer, difference
from tests.fixtures import ROOT

ORIGIN = ROOT / "mission" / "harbour-clock"
EDITED = "docs/notes.md"
TEXTS = (
    "# Notes\n\n## Part\n\n[it](#part), VAL-TIDE-901 and [b](gone.md)\n",
    "# Notes\n\n\n## Whole\n\n[it](#part), [b](gone.md)\n",
)


def flip(data: bytearray, random: Random) -> None:
    for _ in range(random.choice([1, 1, 2, 8, 64])):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def truncate(data: bytearray, random: Random) -> None:
    del data[random.randrange(len(data)) :]


def zero(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    data[start : start + 512] = bytes(len(data[start : start + 512]))


def insert(data: bytearray, random: Random) -> None:
    start = random.randrange(len(data))
    data[start:start] = random.randbytes(random.choice([1, 16, 4096]))


def swap(data: bytearray, random: Random) -> None:
    pages = len(data) // 4096
    one, two = (random.randrange(pages) * 4096 for _ in range(2))
    page = data[one : one + 4096]
    data[one : one + 4096] = data[two : two + 4096]
    data[two : two + 4096] = page


def respell(data: bytearray, random: Random) -> None:
    """Change a digit or a letter of what is written: the file stays a good one of SQLite."""
    for _ in range(50):
        at = random.randrange(len(data))
        if chr(data[at]).isalnum():
            data[at] = random.choice(b"0123456789abcxyz")
            return


DAMAGES: tuple[Callable[[bytearray, Random], None], ...] = (
    flip,
    truncate,
    zero,
    insert,
    swap,
    respell,
    respell,
)


class Patient:
    """A project with a cache that is damaged again and again."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        shutil.copytree(ORIGIN, folder)
        self.right: list[Answer] = []
        for text in reversed(TEXTS):
            self._write(text)
            answer(folder)
            self.right.insert(0, answer(folder, "--no-cache"))
        (self._file,) = (folder / ".harness-lint-cache").glob("*.sqlite")
        self._sound = self._file.read_bytes()
        self._journal = self._file.with_name(f"{self._file.name}-journal")

    def _write(self, text: str) -> None:
        file = self._folder / EDITED
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def wrong(self) -> list[str]:
        """Damage the cache once; return what is wrong then, or with the run after."""
        damage = self._random.choice(DAMAGES)
        data = bytearray(self._sound)
        damage(data, self._random)
        self._file.write_bytes(data)
        if self._random.random() < 0.2:
            self._journal.write_bytes(self._random.randbytes(2000))
        state = self._random.randrange(len(TEXTS))
        self._write(TEXTS[state])
        found = []
        for _ in range(2):
            given = answer(self._folder)
            if given != self.right[state]:
                found += [damage.__name__, *difference(given, self.right[state])]
        return found


def damaged(below: Path, seed: int, times: int) -> list[str]:
    """Damage a cache *times* times; return what went wrong."""
    patient = Patient(below / "project", Random(seed))
    return [words for _ in range(times) for words in patient.wrong()]


if __name__ == "__main__":
    seed, times = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as below:
        wrong = damaged(Path(below), seed, times)
    sys.stdout.write("\n".join([*wrong, f"{len(wrong)} lines of wrong answers, {times} damages\n"]))
    raise SystemExit(bool(wrong))
