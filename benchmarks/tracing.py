"""``python -m benchmarks.tracing [--requirements N] [--runs N]``: a whole trace, as one command.

N requirements in specifications of fifty, each claimed by a task (five by each task, in a labelled
list) and named by a test of its own: twice as many links. Beside it spec-trace, where it is
installed, over the same number of requirements and
tests in its own notation. Reported is processor time, of the median run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PER_FILE = 50
PER_TASK = 5


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requirements", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        write_traced(ours, options.requirements)
        write_spec_trace(theirs, options.requirements)
        commands = [
            (
                "harness-lint trace matrix",
                ours,
                [
                    sys.executable,
                    "-m",
                    "harness_lint",
                    "trace",
                    "matrix",
                    "--output-file",
                    os.devnull,
                ],
            ),
            ("harness-lint check", ours, [sys.executable, "-m", "harness_lint", "check", "."]),
        ]
        peer = shutil.which("spec-trace")
        if peer is not None:
            commands.append(("spec-trace", theirs, [peer, "--root", "."]))
        for name, place, command in commands:
            seconds = statistics.median(_cpu(command, place) for _ in range(options.runs))
            print(f"{seconds:7.2f} s CPU  {name}")
    return 0


def _cpu(command: list[str], folder: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_traced(folder: Path, count: int) -> None:
    """Write *count* requirements with a task and a test for each."""
    for start in range(1, count + 1, PER_FILE):
        names = [_name(number) for number in range(start, min(start + PER_FILE, count + 1))]
        feature = f"{start // PER_FILE + 1:03}-part"
        spec = [
            f"# Feature Specification: Part {feature}",
            "",
            f"**Feature Branch**: `{feature}`",
            "",
            "## Requirements",
            "",
        ]
        spec += [f"- **{name}**: The lamp MUST answer signal {name} within 5 s." for name in names]
        tasks = [f"# Tasks: Part {feature}", ""]
        for number in range(0, len(names), PER_TASK):
            claimed = ", ".join(names[number : number + PER_TASK])
            task = f"T{number // PER_TASK + 1:03}"
            tasks += [
                f"- [ ] {task} Answer these signals in `src/signals_{number}.py`",
                f"  - Covers: {claimed}",
            ]
        tests = ["import lamp", ""]
        for name in names:
            word = name.lower().replace("-", "_")
            tests += [f"def test_{word}_is_answered():", "    assert lamp.answers()", ""]
        _write(folder / "specs" / feature / "spec.md", spec)
        _write(folder / "specs" / feature / "tasks.md", tasks)
        _write(folder / "tests" / f"test_part_{start}.py", tests)


def write_spec_trace(folder: Path, count: int) -> None:
    """Write the same number of requirements and tests in the notation of spec-trace 0.1."""
    for start in range(1, count + 1, PER_FILE):
        names = [_name(n).lower() for n in range(start, min(start + PER_FILE, count + 1))]
        stem = f"part_{start}"
        spec = [f"# Part {start}", ""]
        spec += [f"- The lamp must answer signal {name}. `[{name}]`" for name in names]
        tests: list[str] = []
        for name in names:
            word = name.replace("-", "_")
            tests += [f"# SPEC: {stem}#{name}", f"def test_{word}():", "    assert True", ""]
        _write(folder / "docs" / "specs" / f"{stem}.md", spec)
        _write(folder / "tests" / f"test_{stem}.py", tests)


def _name(number: int) -> str:
    return f"FR-{number:04}" if number < 10_000 else f"NFR-{number - 9_999:04}"


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
