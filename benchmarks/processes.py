"""One run of a command: its time, and the processor time and memory of all its processes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

from harness_lint.cli.shell import AGENT_VARIABLES

CORES = "0,1"
PROC = Path("/proc")
SAMPLE_SECONDS = 0.002
MEMORY = re.compile(r"(?m)^Vm(?P<name>HWM|RSS):\s+(?P<kilobytes>\d+) kB$")


class Run(NamedTuple):
    """What one run took."""

    seconds: float
    cpu_seconds: float
    """User and system time of all its processes."""
    exit_code: int | None
    """None if it was ended because it took too long."""
    peak_bytes: int | None = None
    """Most memory at one time, summed over its processes; None where nobody looked."""
    output: str = ""
    """What it printed; empty where nobody looked."""


def timed(words: tuple[str, ...], folder: Path, limit: float) -> Run:
    """Run *words* in *folder*; after *limit* seconds it is ended."""
    start = time.perf_counter()
    process, timer = _started(words, folder, subprocess.DEVNULL, limit)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    timer.cancel()
    return Run(seconds, usage.ru_utime + usage.ru_stime, _ended(process, status))


def watched(words: tuple[str, ...], folder: Path, limit: float, output: IO[bytes]) -> Run:
    """Run *words* as `timed` does, look at its memory all the while, and keep what it prints.

    Pages that processes share are counted in each of them. *output* is an empty file.
    """
    start = time.perf_counter()
    process, timer = _started(words, folder, output, limit)
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, _memory(process.pid))
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - start
    timer.cancel()
    output.seek(0)
    said = output.read().decode("utf-8", "replace")
    code = _ended(process, status)
    return Run(seconds, usage.ru_utime + usage.ru_stime, code, peak or None, said)


def pinned(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return *words* so that they run on the two cores that all share, where that can be said."""
    return ("taskset", "-c", CORES, *words) if shutil.which("taskset") else words


def _started(
    words: tuple[str, ...], folder: Path, output: IO[bytes] | int, limit: float
) -> tuple[subprocess.Popen[bytes], Timer]:
    # Byte code is what an installed tool runs from, and nobody here is an agent.
    foreign = {"PYTHONDONTWRITEBYTECODE", *AGENT_VARIABLES}
    process = subprocess.Popen(
        pinned(words),
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key not in foreign},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    timer = Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
    timer.daemon = True
    timer.start()
    return process, timer


def _ended(process: subprocess.Popen[bytes], status: int) -> int | None:
    process.returncode = os.waitstatus_to_exitcode(status)
    return None if process.returncode == -signal.SIGKILL else process.returncode


def _memory(pid: int) -> int:
    """Return the bytes that *pid* and its descendants hold now, or the most that one ever held."""
    now, most = 0, 0
    for one in _family(pid):
        try:
            text = (PROC / str(one) / "status").read_text(encoding="ascii", errors="replace")
        except OSError:  # it has ended
            continue
        sizes = {match["name"]: int(match["kilobytes"]) * 1024 for match in MEMORY.finditer(text)}
        now += sizes.get("RSS", 0)
        most = max(most, sizes.get("HWM", 0))
    return max(now, most)


def _family(pid: int) -> Iterator[int]:
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        for children in (PROC / str(one) / "task").glob("*/children"):
            try:
                waiting += [int(word) for word in children.read_text(encoding="ascii").split()]
            except OSError:  # the thread has ended
                continue
