"""`harness-lint files`: what each file is taken for, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from harness_lint.cli import note
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
from harness_lint.engine.runner import FileReason, explain_files
from harness_lint.packs.loader import load_packs
from harness_lint.project.discovery import Discovery
from harness_lint.reporters.terminal import rows


@click.command("files")
@click.argument("paths", nargs=-1)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@config_options
def command(
    paths: tuple[str, ...],
    output_format: str,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> None:
    """Show which of PATHS are checked, what each is taken for, and why."""
    where = Where(paths, config_file, isolated, no_local_code)
    config, registry = configure(where, Flags())
    found = find_files(config, load_packs(config.root, config.packs), paths)
    explained = explain_files(config, registry, inputs_of(found))
    with crashes_told(explained.crashes):
        if output_format == "json":
            import json

            click.echo(json.dumps([one._asdict() for one in explained.files], indent=2))
        else:
            _show(explained.files, found, path_from_here(config.root))


def _show(
    reasons: Iterable[FileReason], found: Discovery, shown_path: Callable[[str], str]
) -> None:
    for line in rows((shown_path(one.path), one.family, one.reason) for one in reasons):
        click.echo(line)
    for path, reason in found.skipped.items():
        note(f"`{shown_path(path)}` is skipped: {reason}")
    for words in found.notes:
        note(words)
