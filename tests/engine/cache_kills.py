"""``python -m tests.engine.cache_kills SEED TIMES``: runs that are killed at random moments, and
after each of them the answer of a whole run beside the right one.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random

from tests.command import COMMAND
from tests.engine.cache_edits import answer, difference
from tests.fixtures import ROOT

ORIGIN = ROOT / "mission" / "harbour-clock"
PAGES = 160
"""Enough for several processes."""

LONGEST = 1.2
"""Seconds before a run is killed at the latest."""


def large(folder: Path) -> Path:
    """Make a project in *folder* that several processes check at once."""
    shutil.copytree(ORIGIN, folder)
    for number in range(PAGES):
        edit(folder, number, number)
    return folder


def edit(folder: Path, number: int, seed: int) -> None:
    """Write the page with this *number* anew; what is wrong with it rests on *seed*."""
    lines = (
        "\n" * (seed % 5) + f"[it](page-{seed % PAGES}.md#part-{seed % 7}), VAL-TIDE-00{seed % 9}\n"
    )
    text = f"# Page {number}\n\n## Part {seed % 3}\n\n{lines}" + "- [ ] a\n- [ ]b\n" * (seed % 2)
    (folder / f"page-{number}.md").write_text(text, encoding="utf-8")


def is_left(group: int, seconds: float = 5.0) -> bool:
    """Whether any process of *group* outlives the next *seconds*."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.02)
    return True


def is_locked(folder: Path) -> bool:
    """Whether a cache in *folder* is held by anybody."""
    for file in (folder / ".harness-lint-cache").glob("*.sqlite"):
        with closing(sqlite3.connect(file, timeout=0.2, isolation_level=None)) as cache:
            try:
                cache.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
    return False


def killed(below: Path, seed: int, times: int) -> list[str]:
    """Kill a run *times* times, each at another moment; return what went wrong."""
    random = Random(seed)
    folder = large(below / "project")
    wrong = []
    for _ in range(times):
        if random.random() < 0.3:
            shutil.rmtree(folder / ".harness-lint-cache", ignore_errors=True)
        for number in random.sample(range(PAGES), random.choice([1, 5, 150])):
            edit(folder, number, random.randrange(1000))
        process = subprocess.Popen(
            [COMMAND, "check", "--output-format", "json", "--jobs", random.choice("122")],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(random.uniform(0.05, LONGEST))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if is_left(process.pid):
            wrong.append("a process is left")
            os.killpg(process.pid, signal.SIGKILL)
        if is_locked(folder):
            wrong.append("a lock is left")
        given, right = answer(folder, "--jobs=1"), answer(folder, "--jobs=1", "--no-cache")
        if given != right:
            wrong += difference(given, right)
    return wrong


if __name__ == "__main__":
    seed, times = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory() as below:
        wrong = killed(Path(below), seed, times)
    sys.stdout.write("\n".join([*wrong, f"{len(wrong)} lines of what went wrong, {times} kills\n"]))
    raise SystemExit(bool(wrong))
