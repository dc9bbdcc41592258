"""`harness-lint cache`: the folder of what runs have found, and how it goes."""

from __future__ import annotations

import click

from harness_lint.cli.options import config_options
from harness_lint.cli.project import Where, read_configuration
from harness_lint.engine.cache_folder import CacheFolder
from harness_lint.errors import UsageError


@click.group("cache")
def command() -> None:
    """Show or remove what runs of `check` have found."""


@command.command("dir")
@config_options
def show(config_file: str | None, isolated: bool, no_local_code: bool) -> None:
    """Print the folder, whether it is there or not."""
    click.echo(_folder(Where((), config_file, isolated, no_local_code)).path)


@command.command("clear")
@config_options
def clear(config_file: str | None, isolated: bool, no_local_code: bool) -> None:
    """Remove the folder; the next run begins without."""
    folder = _folder(Where((), config_file, isolated, no_local_code))
    try:
        size = folder.clear()
    except OSError as error:
        words = f"cannot remove `{error.filename or folder.path}`: {error.strerror}"
        raise UsageError(words) from error
    click.echo(f"removed {folder.path}, {size:,} bytes" if size else "there is no cache")


def _folder(where: Where) -> CacheFolder:
    """Return the folder of the project of *where*."""
    return CacheFolder(read_configuration(where).root)
