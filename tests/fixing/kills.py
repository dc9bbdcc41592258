"""``python -m tests.fixing.kills SEED TIMES``: runs of `--fix` that are killed at random moments.

After each of them every file must be as it was or as it was to be. Most die while they write.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.command import command
from tests.fixing.projects import write

PAGES = 40
LINES = 8
LONGEST = 0.12
"""Seconds between the first file that is written and the kill, at the most."""

DEADLINE = 30


class Result(NamedTuple):
    """What became of so many kills."""

    torn: list[str]
    """What was neither old nor new."""
    halfway: int
    """The runs that had written some files and not others."""


def page(number: int, box: str) -> bytes:
    """Return a page with a box that is wrong, or right, at its very end."""
    lines = "".join(f"- [ ] Task {number}.{line}: paint the pier\n" for line in range(LINES))
    return f"# Page {number}\n\n{lines}{box} Oil the gate\n".encode()


def killed(folder: Path, seed: int, times: int) -> Result:
    """Kill a run in *folder* so many *times*, each at another moment."""
    random = Random(seed)
    old = {f"page-{n:02}.md": page(n, "-[ ]") for n in range(PAGES)}
    new = {name: data.replace(b"\n-[ ]", b"\n- [ ]") for name, data in old.items()}
    torn, halfway = [], 0
    for _ in range(times):
        write(folder, old)
        _kill_one(folder, random)
        found = {path.name: path.read_bytes() for path in folder.glob("*.md")}
        torn += [name for name in old if found.get(name) not in (old[name], new[name])]
        changed = sum(found.get(name) == new[name] for name in old)
        halfway += 0 < changed < PAGES
        for left in folder.glob(".harness-lint-*.tmp"):
            left.unlink()
    return Result(torn, halfway)


def _kill_one(folder: Path, random: Random) -> None:
    process = subprocess.Popen(
        command("check", "--fix", "--no-cache", "--jobs", "1"),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if random.random() < 0.9:
        _wait_for_writing(folder, process)
        time.sleep(random.uniform(0, LONGEST))
    else:
        time.sleep(random.uniform(0, 1))
    process.send_signal(signal.SIGKILL)
    process.wait()


def _wait_for_writing(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a first new file is there, or the run is over."""
    deadline = time.monotonic() + DEADLINE
    while process.poll() is None and time.monotonic() < deadline:
        if any(folder.glob(".harness-lint-*.tmp")):
            return
        time.sleep(0.0005)


if __name__ == "__main__":
    seed, times = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as below:
        result = killed(Path(below), seed, times)
    torn = "".join(f"{name}\n" for name in result.torn)
    sys.stdout.write(f"{torn}{len(result.torn)} torn, {result.halfway} halfway, {times} kills\n")
    raise SystemExit(bool(result.torn))
