"""Measure harness-lint beside other linters: ``python -m benchmarks [--quick] [--folder PATH]``.

Nothing is fetched: of other tools those are run that are installed (on PATH). Documents are made,
the same on every machine, or copied from a folder that is given. All runs are pinned to the same
two cores where `taskset` is there, and tools take turns. What was measured is written to
`docs/benchmarks.md`, `docs/benchmarks.svg` and the README, or to another folder: ``--output``.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import scenarios
from benchmarks.chart import Line, chart
from benchmarks.corpus import Corpus
from benchmarks.growth import FLOOR, WARM, Point, doublings, growth
from benchmarks.page import Results, filled
from benchmarks.rounds import Patience
from benchmarks.scenarios import MEGABYTE, OWN_CACHE, Bench, Table
from benchmarks.server import reactions
from benchmarks.sizes import FULL, QUICK
from benchmarks.tools import OWN, installed, versions

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PARTS = ("files", "folder", "cache", "skills", "trace", "growth", "hostile", "server")


def main() -> int:
    """Measure, write the page and the picture, and say where they are."""
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        sizes = QUICK if options.quick else FULL
        bench = Bench(installed(), sizes, Patience(sizes.patience, limit=600), base)
        folder = base / "folder"
        fill(folder, options.folder, sizes.folder_megabytes)
        parts = set(options.only or PARTS)
        results = Results(
            context=list(context(options)),
            tables=tuple(tables(bench, folder, parts)),
            points=tuple(growth(bench)) if "growth" in parts else (),
            doublings=tuple(doublings(bench)) if "hostile" in parts else (),
            reactions=tuple(reactions(folder, sizes.server_turns)) if "server" in parts else (),
        )
    for path in written(results, options.output or DOCS):
        print(path)
    return 0


def arguments() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="small sizes: a trial, no figures")
    parser.add_argument("--folder", type=Path, help="measure over a copy of this folder, too")
    parser.add_argument("--output", type=Path, help="folder of page and picture; ours by default")
    parser.add_argument("--only", action="append", choices=PARTS, help="this part; repeatable")
    options = parser.parse_args()
    if options.output is None and (options.quick or options.only):
        parser.error("--quick and --only need --output: our own page shows a whole run")
    return options


def fill(folder: Path, given: Path | None, megabytes: float) -> None:
    """Copy the folder that is given to *folder*, or make documents there."""
    if given:
        ignored = shutil.ignore_patterns(OWN_CACHE, ".rumdl_cache")
        shutil.copytree(given, folder, symlinks=True, ignore=ignored)
    else:
        Corpus(folder).grow(round(megabytes * MEGABYTE))


def tables(bench: Bench, folder: Path, parts: set[str]) -> Iterator[Table]:
    """Yield the tables of *parts*, telling on the way which one it is."""
    kinds: dict[str, Callable[[], Iterable[Table]]] = {
        "files": lambda: scenarios.single_files(bench),
        "folder": lambda: scenarios.whole_folder(bench, folder),
        "cache": lambda: scenarios.caches(bench, folder),
        "skills": lambda: scenarios.skills(bench),
        "trace": lambda: scenarios.traces(bench),
    }
    for part, measured in kinds.items():
        if part in parts:
            sys.stderr.write(f"{part}\n")
            yield from measured()


def context(options: argparse.Namespace) -> Iterator[str]:
    """Yield what must be known of the run to judge and to repeat it."""
    known = versions()
    there = ", ".join(f"{name} {version}" for name, version in known.items() if version)
    missing = ", ".join(name for name, version in known.items() if not version)
    words = [f"--{name}" for name in ("quick",) if getattr(options, name)]
    words += ["--folder", options.folder.name] if options.folder else []
    words += [word for part in options.only or () for word in ("--only", part)]
    cores = "two of them used" if shutil.which("taskset") else "all used"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"- Command: `{shlex.join(['python', '-m', 'benchmarks', *words])}`"
    yield f"- Date: {datetime.now(UTC):%Y-%m-%d}"
    yield (
        f"- Machine: {processor()}, {os.cpu_count()} cores, {cores}, {memory:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}"
    )
    yield f"- Load of the machine before: {os.getloadavg()[0]:.1f} (a quiet one has less than 0.5)"
    yield f"- Tools: {there}"
    if missing:
        yield f"- Not installed: {missing}"
    if options.quick:
        yield "- Small sizes: a trial, whose figures say nothing of real folders"


def processor() -> str:
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.exists() else ""
    match = re.search(r"(?m)^model name\s*: (.+)$", text)
    return match[1] if match else platform.machine()


def written(results: Results, output: Path) -> Iterator[Path]:
    """Write page and picture to *output*, and the README beside our own pages; yield the paths."""
    output.mkdir(parents=True, exist_ok=True)
    pages = {DOCS / "benchmarks.md": output / "benchmarks.md"}
    if output.resolve() == DOCS:
        pages[ROOT / "README.md"] = ROOT / "README.md"
    for source, target in pages.items():
        target.write_text(filled(source.read_text(encoding="utf-8"), results), encoding="utf-8")
        yield target
    if results.points:
        picture = output / "benchmarks.svg"
        picture.write_text(pictured(results.points), encoding="utf-8")
        yield picture


def pictured(points: tuple[Point, ...]) -> str:
    """Return the picture: time over size, for each tool, above the time that reading takes."""
    tools = dict.fromkeys(one.tool for point in points for one in point.measures)
    names = [OWN, WARM, *(name for name in tools if name not in {OWN, WARM, FLOOR}), FLOOR]
    lines = [
        Line(
            name,
            tuple((point.megabytes, one.median) for point in points if (one := point.of(name))),
        )
        for name in names
    ]
    return chart("Time over the size of a folder", "folder, in MB", "seconds", lines)


if __name__ == "__main__":
    raise SystemExit(main())
