"""`harness-lint status`: how far the work of each task list is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from posixpath import dirname
from typing import TYPE_CHECKING

import click

from harness_lint.cli import note, say, wants_colour
from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.options import config_options
from harness_lint.cli.project import (
    Flags,
    Where,
    configure,
    find_files,
    inputs_of,
    path_from_here,
)
from harness_lint.cli.shell import terminal_width
from harness_lint.documents.classify import Classifier
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.whole_project import project_of_files
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.progress import Progress, progress_of
from harness_lint.project.prompts import PROMPT_FOLDER
from harness_lint.reporters.progress import Wanted

if TYPE_CHECKING:
    from harness_lint.reporters.progress_table import Style

FORMATS = ("text", "json", "markdown")


@click.command("status")
@click.argument("paths", nargs=-1)
@click.option("--ready", is_flag=True, help="List the tasks that can be begun, of every list.")
@click.option("--blocked", is_flag=True, help="List the tasks that wait, and for what.")
@click.option("-v", "--verbose", is_flag=True, help="List groups, stories and all open tasks.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True)
@config_options
def command(  # noqa: PLR0913, PLR0917  the options of the command
    paths: tuple[str, ...],
    ready: bool,
    blocked: bool,
    verbose: bool,
    output_format: str,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> int:
    """Show the progress of the task lists in PATHS: done, ready next, blocked and by what.

    Of a single list, all there is to say is shown. The exit code is 0 whatever is open.
    """
    where = Where(paths, config_file, isolated, no_local_code)
    config, registry = configure(where, Flags())
    packs = load_packs(config.root, config.packs)
    found = find_files(config, packs, paths)
    inputs = _near(inputs_of(found), packs)
    whole = project_of_files(config, registry, inputs)
    shown_path = path_from_here(config.root)
    wanted = Wanted(ready=ready, blocked=blocked, everything=verbose)
    with crashes_told(whole.crashes):
        progress = progress_of(whole.project, frozenset(found.files))
        for line in _lines(progress, wanted, output_format, shown_path):
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
        for words in found.notes:
            note(words)
        for folder in found.empty_directories:
            say("error", f"no document was found in `{shown_path(folder)}`")
        _tell_of_none(progress, paths, config.root)
    return int(bool(found.empty_directories))


def _near(inputs: Inputs, packs: PackSet) -> Inputs:
    """Return *inputs* with siblings from the folders of the files asked for, without evidence.

    What else a project holds says nothing about its task lists.
    """
    folders = {folder for path in inputs.files for folder in _feature_folders(path)}

    family_of = Classifier(packs).structured

    def siblings() -> Iterator[str]:
        for path in inputs.siblings():
            family = family_of(path)
            is_evidence = family is not None and family.is_evidence
            if not is_evidence and not folders.isdisjoint(_folders_above(path)):
                yield path

    return inputs._replace(siblings=siblings)


def _feature_folders(path: str) -> Iterator[str]:
    """Yield the folder of the file at *path*; for a prompt, that of its index too."""
    folder = dirname(path)
    yield folder
    head, found, _ = f"{folder}/".rpartition(f"/{PROMPT_FOLDER}/")
    if found:
        yield head


def _folders_above(path: str) -> Iterator[str]:
    """Yield the folders that the file at *path* lies in; the root only if it lies right there."""
    folder = dirname(path)
    yield folder
    while folder := dirname(folder):
        yield folder


def _lines(
    progress: Progress, wanted: Wanted, output_format: str, shown_path: Callable[[str], str]
) -> Iterator[str]:
    if output_format == "json":
        import json

        from harness_lint.reporters.progress import as_data

        yield json.dumps(as_data(progress), indent=2)
    elif output_format == "markdown":
        from harness_lint.reporters.progress import markdown

        yield from markdown(progress, wanted, shown_path)
    elif progress.lists:
        from harness_lint.reporters.progress_table import Style, render

        yield from render(progress, wanted, _style(Style), shown_path)


def _style(make: Callable[[int, bool, bool], Style]) -> Style:
    encoding = (getattr(sys.stdout, "encoding", "") or "ascii").lower()
    return make(
        terminal_width(),
        wants_colour(sys.stdout, os.environ),
        not encoding.startswith("utf"),
    )


def _tell_of_none(progress: Progress, paths: Sequence[str], root: str) -> None:
    """Say of which of *paths* no task list was found."""
    here = os.path.realpath(Path.cwd())
    base = os.path.realpath(root)
    lists = [os.path.join(base, path) for one in progress.lists for path in one.files]  # noqa: PTH118
    for path in paths or (".",):
        place = os.path.realpath(os.path.join(here, path))  # noqa: PTH118
        if not any(one == place or one.startswith(place.rstrip(os.sep) + os.sep) for one in lists):
            note(f"no task list was found in `{path}`")
