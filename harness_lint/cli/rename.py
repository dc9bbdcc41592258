"""`harness-lint rename`: an ID everywhere, or the numbers of a document anew."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from harness_lint.cli import note
from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.diffs import diff_of, for_output
from harness_lint.cli.options import config_options
from harness_lint.cli.project import (
    Flags,
    Where,
    configure,
    find_files,
    inputs_of,
    pool_of,
)
from harness_lint.cli.traced import items_called
from harness_lint.config import BASELINE_FILE, Config
from harness_lint.engine.file_state import examine
from harness_lint.engine.live import LiveProject
from harness_lint.engine.memory import Memory
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import UNREAD, Crash
from harness_lint.errors import UndecodableError, UsageError
from harness_lint.fixing.edits import edited
from harness_lint.packs.loader import load_packs
from harness_lint.project.index import Project
from harness_lint.renaming.proof import differences
from harness_lint.renaming.refusals import demand_free, name_to_change
from harness_lint.renaming.rename import rename
from harness_lint.renaming.renumber import renumbered
from harness_lint.renaming.values import Left, Name, Renaming
from harness_lint.reporters.terminal import safe
from harness_lint.source import Source
from harness_lint.writing import Change, NotWrittenError, write_changes

CERTAIN = "see that these places are certain first: an ID is, with the end of its scope before it"
MOST_LEFT = 3
"""So many places that are left alone are named."""


@click.command("rename")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--renumber",
    metavar="FILE",
    help="Number the tasks, or else the other items, of FILE anew, in their order.",
)
@click.option("--diff", "is_diff", is_flag=True, help="Show what would change, and write nothing.")
@config_options
def command(  # noqa: PLR0913, PLR0917  one for each option
    old: str | None,
    new: str | None,
    renumber: str | None,
    is_diff: bool,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> None:
    """Call the item OLD everywhere NEW: in documents, data, front matter, tests and their names."""
    if (renumber is None) == (old is None) or (old is None) != (new is None):
        raise UsageError("say OLD and NEW, or `--renumber FILE`")
    where = Where((), config_file, isolated, no_local_code)
    crashes: list[Crash] = []
    with crashes_told(crashes):
        whole = _Whole(*configure(where, Flags()), crashes)
        if renumber is not None:
            wanted = renumbered(whole.project, whole.path(renumber))
        else:
            items = items_called(whole.project, str(old))
            wanted = {name_to_change(whole.project, items): str(new)}
        demand_free(whole.project, whole.packs, wanted)
        renaming = rename(whole.project, whole.source, wanted)
        changes = whole.changes(renaming)
        whole.prove(renaming, changes)
        if is_diff:
            diff = diff_of(changes, whole.root)
            sys.stdout.write(for_output(diff.text))
            if diff.note:
                note(diff.note)
        else:
            _write(whole.root, changes)
            _tell(wanted, renaming)
            _tell_of_records(wanted, renaming, whole)
        _tell_left(renaming.left, whole)


class _Whole:
    """A project that is open as a whole, and its files."""

    def __init__(self, config: Config, registry: Registry, crashes: list[Crash]) -> None:
        self.root = config.root
        self.baseline = config.baseline or BASELINE_FILE
        self.packs = load_packs(config.root, config.packs)
        memory = Memory(config, registry, self.packs, False, False)
        found = find_files(config, self.packs, (config.root,), None, memory)
        inputs = inputs_of(found)._replace(pool=pool_of(None), memory=memory)
        self._live = LiveProject(config, registry, self.packs, inputs)
        self._crashes = crashes
        self.project = self._readable()

    def source(self, path: str) -> Source | None:
        """Return the source at *path*; None if it cannot be read."""
        try:
            return Source.from_bytes(path, self._live.inputs.read(path))
        except (OSError, UndecodableError):
            return None

    def changes(self, renaming: Renaming) -> list[Change]:
        """Return what files are, and what they are to be."""
        texts = ((path, self._live.inputs.read(path)) for path in renaming.edits)
        return [Change(path, data, edited(data, renaming.edits[path])) for path, data in texts]

    def prove(self, renaming: Renaming, changes: Iterable[Change]) -> None:
        """See that *changes* leave every item and every link. The project is as changed then.

        Raises: UsageError if they do not.
        """
        live, before = self._live, self.project.trace
        for path, _, after in changes:
            size = live.config.max_file_size
            live.take(examine(path, {path: after}.__getitem__, live.stage, size))
        lost = differences(before, self._readable().trace, renaming.ids)
        if lost:
            message = f"nothing is renamed, for other things would change: {'; '.join(lost)}"
            raise UsageError(message, CERTAIN)

    def path(self, file: str) -> str:
        """Return *file*, as seen from here, as the path of a document.

        Raises: UsageError if it is none.
        """
        path = os.path.relpath(Path.cwd() / file, os.path.realpath(self.root)).replace(os.sep, "/")
        if path not in self.project.sources:
            raise UsageError(f"`{file}` is no document of this project")
        return path

    def line(self, left: Left) -> int:
        """Return the line of a place that is left alone."""
        source = self.source(left.path)
        return source.line_at(left.span.start) if source is not None else 1

    def _readable(self) -> Project:
        crashes, self._live.crashes = self._live.crashes, []
        self._crashes += crashes
        if any(crash.rule == UNREAD for crash in crashes):
            raise UsageError("nothing is renamed: not all of the project could be read")
        return self._live.project


def _write(root: str, changes: Iterable[Change]) -> None:
    try:
        write_changes(root, changes)
    except NotWrittenError as error:
        raise UsageError(f"nothing is renamed: {error}") from error


def _tell(wanted: Mapping[Name, str], renaming: Renaming) -> None:
    for name, new in wanted.items():
        click.echo(f"{safe(name.local)} is {safe(new)} now")
    for path, edits in renaming.edits.items():
        click.echo(f"  {safe(path)}: {_counted(len(edits), 'place')}")
    if wanted:
        files = _counted(len(renaming.edits), "file")
        click.echo(f"{_counted(renaming.places, 'place')} in {files}")
    else:
        click.echo("the numbers are in order: nothing is written")


def _tell_of_records(wanted: Mapping[Name, str], renaming: Renaming, whole: _Whole) -> None:
    """Say what keeps the old names, since it tells what was: results of tests, a baseline."""
    if renaming.tests and whole.project.facts("result"):
        note("tests have other names now: run them again, for their results have the old")
    baseline = whole.source(whole.baseline)
    if baseline is not None and any(name.local in baseline.text for name in wanted):
        words = "has the old name: write it anew with `check --write-baseline`"
        note(f"`{safe(whole.baseline)}` {words}")


def _tell_left(left: tuple[Left, ...], whole: _Whole) -> None:
    """Say what may mean an item and stays, reason by reason."""
    reasons = dict.fromkeys(one.why for one in left)
    for why in reasons:
        places = [one for one in left if one.why == why]
        named = [f"{one.path}:{whole.line(one)}" for one in places[:MOST_LEFT]]
        more = len(places) - len(named)
        others = f" and {_counted(more, 'place')} more" if more else ""
        note(f"left as it is: {', '.join(named)}{others}: {why}")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
