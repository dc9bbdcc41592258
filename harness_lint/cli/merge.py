"""`harness-lint merge`: the report on a project that was checked in parts."""

from __future__ import annotations

from typing import Any

import click

from harness_lint.cli.check import run_options
from harness_lint.cli.lint import Arguments, lint
from harness_lint.cli.shard import read_shards


@click.command("merge")
@click.argument("shards", metavar="SHARD...", nargs=-1, required=True)
@run_options
def command(shards: tuple[str, ...], **arguments: Any) -> int:  # noqa: ANN401  as in `check`
    """Join the shards that `check --shard` wrote, and report what `check` would.

    It needs all of them, and the checkout that they were made of. The other options are those that
    `check --shard` had.
    """
    whole = read_shards(shards)
    return lint(Arguments(paths=whole.paths, whole=whole, **arguments))
