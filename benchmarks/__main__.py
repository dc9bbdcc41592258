"""``python -m benchmarks [--runs N] [--documents N] [--folder PATH] [--file PATH]``.

Measures cold runs over one file of 20 KB (a page, a task list) and over a folder of documents,
beside rumdl, markdownlint-cli2 and agnix where they are installed (on PATH). All runs are pinned to
the same two cores where `taskset` is there. Nothing is fetched, and no cache is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.documents import KILOBYTE, page, task_list, write, write_folder

CORES = "0,1"


@dataclass(frozen=True)
class Tool:
    """A linter and its command lines."""

    name: str
    program: str
    file: tuple[str, ...]
    """Arguments before the path of a single file."""
    folder: tuple[str, ...]
    """Arguments for the working directory."""


PEERS = (
    Tool("rumdl", "rumdl", ("check", "--no-cache"), ("check", "--no-cache", ".")),
    Tool("markdownlint-cli2", "markdownlint-cli2", (), ("**/*.md",)),
    Tool("agnix", "agnix", (), (".",)),
)


@dataclass(frozen=True)
class Measure:
    """What the runs of one tool took, in seconds."""

    tool: str
    times: tuple[float, ...]
    exit_code: int

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        folder = options.folder or base / "many"
        if options.folder is None:
            write_folder(folder, options.documents)
        for root, file in given(options.file) if options.file else files(base):
            size = (root / file).stat().st_size
            title = f"one file, {file}, {size / KILOBYTE:.0f} KB, cold"
            report(title, measure_all("file", root, str(file), options.runs))
        count, total = documents_below(folder)
        title = f"a folder, {count} Markdown files, {total / KILOBYTE:.0f} KB, no cache"
        report(title, measure_all("folder", folder, None, options.folder_runs))
    return 0


def given(file: Path) -> Iterator[tuple[Path, Path]]:
    yield file.parent, Path(file.name)


def files(base: Path) -> Iterator[tuple[Path, Path]]:
    """Write a plain page and a task list of 20 KB; yield the root and the path of each."""
    texts = {
        "docs/page.md": page(20 * KILOBYTE),
        "specs/001-night-watch/tasks.md": task_list(20 * KILOBYTE),
    }
    for number, (path, text) in enumerate(texts.items()):
        root = base / f"one{number}"
        write(root / path, text)
        yield root, Path(path)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--runs", type=int, default=15, help="runs over the file")
    parser.add_argument("--folder-runs", type=int, default=5, help="runs over the folder")
    parser.add_argument("--documents", type=int, default=600, help="documents to make")
    parser.add_argument("--folder", type=Path, help="lint this folder instead")
    parser.add_argument("--file", type=Path, help="lint this file instead")
    return parser.parse_args()


def measure_all(what: str, cwd: Path, path: str | None, runs: int) -> list[Measure]:
    commands = [
        (tool, [*command, *getattr(tool, what), *([path] if path else [])])
        for tool, command in installed()
    ]
    times: dict[str, list[float]] = {tool.name: [] for tool, _ in commands}
    codes: dict[str, int] = {}
    for number in range(runs + 1):  # the first round warms the disk and is not counted
        for tool, command in commands:
            seconds, codes[tool.name] = run(command, cwd)
            if number:
                times[tool.name].append(seconds)
    return [Measure(name, tuple(taken), codes[name]) for name, taken in times.items()]


def installed() -> Iterator[tuple[Tool, list[str]]]:
    own = Tool("harness-lint", "", ("check",), ("check", "."))
    script = Path(sys.executable).with_name("harness-lint")
    yield own, [*pinned(), str(script)]
    for tool in PEERS:
        program = shutil.which(tool.program)
        if program:
            yield tool, [*pinned(), program]
        else:
            sys.stderr.write(f"{tool.name} is not installed\n")


def pinned() -> list[str]:
    return ["taskset", "-c", CORES] if shutil.which("taskset") else []


def run(command: list[str], cwd: Path) -> tuple[float, int]:
    # Byte code is what an installed tool runs from.
    environment = {
        key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - start, done.returncode


def documents_below(folder: Path) -> tuple[int, int]:
    sizes = [path.stat().st_size for path in folder.rglob("*.md") if path.is_file()]
    return len(sizes), sum(sizes)


def report(title: str, measures: list[Measure]) -> None:
    own = measures[0].median
    print(title)
    print(f"  {'tool':20} {'median':>10} {'fastest':>10} {'ours / theirs':>14}  exit")
    for one in measures:
        median, fastest = f"{one.median * 1000:.0f} ms", f"{min(one.times) * 1000:.0f} ms"
        print(
            f"  {one.tool:20} {median:>10} {fastest:>10} {own / one.median:>14.2f}  {one.exit_code}"
        )
    print()


if __name__ == "__main__":
    raise SystemExit(main())
