"""What is measured: single files, a folder with and without a cache, skills, a trace."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks import tracing
from benchmarks.changes import changes_of
from benchmarks.corpus import skill_files
from benchmarks.documents import KILOBYTE, page, task_list, write
from benchmarks.prose import Prose
from benchmarks.rounds import Command, Measure, Patience, in_turns, nothing
from benchmarks.sizes import Sizes
from benchmarks.tools import CACHED, HARNESS_LINT, OWN, Installed, program

MEGABYTE = 1_000_000
MARKDOWN_LINTERS = (OWN, "rumdl", "markdownlint-cli2")
OWN_CACHE = ".harness-lint-cache"


class Table(NamedTuple):
    """The measures of one thing, ours first."""

    title: str
    measures: tuple[Measure, ...]


class Bench(NamedTuple):
    """Tools, sizes, and a folder to work in."""

    tools: tuple[Installed, ...]
    sizes: Sizes
    patience: Patience
    base: Path

    def named(self, names: Iterable[str]) -> list[Installed]:
        """Return the tools of *names* that are installed."""
        return [one for one in self.tools if one.tool.name in names]


def single_files(bench: Bench) -> Iterator[Table]:
    """Measure cold runs over one page and over one task list."""
    texts = {"docs/page.md": page, "specs/001-night-watch/tasks.md": task_list}
    for number, (path, text) in enumerate(texts.items()):
        root = bench.base / f"one{number}"
        write(root / path, text(bench.sizes.file_kilobytes * KILOBYTE))
        commands = [one.on((*one.tool.file, path), root) for one in bench.tools]
        size = (root / path).stat().st_size / KILOBYTE
        title = f"One file, `{Path(path).name}`, {size:.0f} KB, cold"
        yield Table(title, in_turns(commands, bench.sizes.file_runs, bench.patience))


def whole_folder(bench: Bench, folder: Path) -> Iterator[Table]:
    """Measure all tools over *folder*, with nothing kept from earlier runs."""
    commands = [one.on(one.tool.everything, folder) for one in bench.tools]
    measures = in_turns(commands, bench.sizes.folder_runs, bench.patience)
    yield Table(f"{described(folder)}, no cache", measures)


def caches(bench: Bench, folder: Path) -> Iterator[Table]:
    """Measure what has a cache: the first run, one after it, and runs after small changes."""
    runs, place = bench.sizes.folder_runs, bench.base / "rumdl-cache"
    kept = {OWN: folder / OWN_CACHE, "rumdl": place}
    arguments = {
        OWN: CACHED,
        "rumdl": ("check", "--no-config", "--cache-dir", str(place), "."),
    }
    tools = bench.named(kept)

    def forgetting(one: Installed) -> Command:
        def forget() -> None:
            shutil.rmtree(kept[one.tool.name], ignore_errors=True)

        return one.on(arguments[one.tool.name], folder, before=forget)

    filling = [forgetting(one) for one in tools]
    warm = [command._replace(before=nothing) for command in filling]
    yield Table("First run, which fills the cache", in_turns(filling, runs, bench.patience))
    yield Table("Nothing changed since", in_turns(warm, runs, bench.patience))
    for title, change in changes_of(folder):
        yield Table(title, in_turns(warm, runs, bench.patience, change))
    for kept_in in kept.values():
        shutil.rmtree(kept_in, ignore_errors=True)


def skills(bench: Bench) -> Iterator[Table]:
    """Measure a repository of skills beside the linters of skills."""
    folder, size, number = bench.base / "skills", 0, 0
    while size < bench.sizes.skills_megabytes * MEGABYTE:
        number += 1
        for path, text in skill_files(f"harbour-skill-{number}", Prose(number)):
            write(folder / path, text)
            size += len(text.encode())
    tools = bench.named((OWN, "agnix", "skillsaw"))
    commands = [one.on(one.tool.everything, folder) for one in tools]
    measures = in_turns(commands, bench.sizes.folder_runs, bench.patience)
    yield Table(f"{number} skills, {described(folder)}, no cache", measures)


def traces(bench: Bench) -> Iterator[Table]:
    """Measure a whole trace beside other tools that trace or validate, each in its notation."""
    count = bench.sizes.requirements
    ours = bench.base / "ours"
    tracing.write_traced(ours, count)
    own = program(OWN)
    matrix = (*own, "trace", "matrix", "--output-file", os.devnull)
    check = Command(OWN, (*own, *HARNESS_LINT.everything), ours, HARNESS_LINT.counts)
    commands = [
        Command(f"{OWN} trace matrix", matrix, ours),
        check._replace(tool=f"{OWN} check"),
        check._replace(tool=f"{OWN} check (warm)", words=(*own, *CACHED)),
    ]
    for peer in tracing.PEERS:
        words = program(peer.name)
        if words:
            peer.write(bench.base / peer.name, count)
            commands.append(Command(peer.name, (*words, *peer.arguments), bench.base / peer.name))
    measures = in_turns(commands, bench.sizes.folder_runs, bench.patience)
    yield Table(f"{count:,} requirements, each with a task and a test", measures)


def described(folder: Path) -> str:
    """Return how many Markdown files there are below *folder*, and how large."""
    sizes = [path.stat().st_size for path in folder.rglob("*.md") if path.is_file()]
    return f"{len(sizes):,} Markdown files, {sum(sizes) / MEGABYTE:.1f} MB"
