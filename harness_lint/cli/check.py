"""`harness-lint check`: its options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from harness_lint.cli.lint import Arguments, lint
from harness_lint.cli.options import (
    Decorated,
    PartType,
    ReportPair,
    SeverityPair,
    WordList,
    config_options,
    results_option,
)
from harness_lint.config import BASELINE_FILE, GATES
from harness_lint.findings import Severity
from harness_lint.reporters import FORMATS

_LEVELS = click.Choice([Severity.ERROR.value, Severity.WARNING.value])


def run_options(function: Decorated) -> Decorated:
    """Add the options of a run, in whatever way its sources are read."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--select", type=WordList(), multiple=True, help="Only these rules (HL3, names, ALL)."
    ),
    click.option("--extend-select", type=WordList(), multiple=True, help="These rules too."),
    click.option("--ignore", type=WordList(), multiple=True, help="Not these rules."),
    click.option("--severity", type=SeverityPair(), multiple=True, help="Severity of a rule."),
    click.option("--output-format", type=click.Choice(FORMATS), help="How findings are written."),
    click.option("--output-file", metavar="FILE", help="Write the findings there."),
    click.option(
        "--report",
        type=ReportPair(),
        multiple=True,
        help="Write the findings in this format to this file, too; as often as is wanted.",
    ),
    click.option(
        "--statistics", is_flag=True, help="Count findings by rule instead of listing them."
    ),
    click.option("--show-timing", is_flag=True, help="Say where the time went."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found."),
    click.option(
        "--fail-on", type=_LEVELS, help="Least severity that fails; `warning` by default."
    ),
    click.option(
        "--since",
        metavar="REV",
        help="Compare with this git revision, from where the two parted: IDs that were removed, "
        "tests that were deleted …",
    ),
    click.option(
        "--changed",
        is_flag=True,
        help="Only the files that differ from the checked-out commit, or from REV of `--since`; "
        "rules over several files still see all of them.",
    ),
    click.option(
        "--gate",
        type=click.Choice(GATES),
        help="What must hold: sound links (`integrity`, the default), no item worse than in the "
        "baseline (`ratchet`), or every item covered (`full`).",
    ),
    results_option,
    click.option(
        "--baseline",
        metavar="FILE",
        help=f"Do not show what this file knows; `{BASELINE_FILE}` in the root by default.",
    ),
    click.option("--no-baseline", is_flag=True, help="Show what the baseline knows, too."),
    click.option(
        "--write-baseline",
        is_flag=True,
        help="Write all present findings of the whole project to the baseline, and exit with 0. "
        "Takes neither some paths only nor other rules than the configuration's.",
    ),
    config_options,
    click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, 1024),
        metavar="N",
        help="Processes to check many files with; by default as many as there are cores.",
    ),
    click.option(
        "--executor",
        metavar="NAME",
        help="Who checks many files: `processes` (the default), `dask`, `dask:tcp://HOST:PORT`, or "
        "`module:function` for an executor of your own.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Findings only: no summary, no notes."),
)


@click.command("check")
@click.argument("paths", nargs=-1)
@run_options
@click.option("--fix", is_flag=True, help="Repair what has a safe fix, and say what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: unsafe fixes, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--stdin-filename", metavar="FILE", help="Lint standard input under this name.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write what runs have found.")
@click.option(
    "--shard",
    type=PartType(),
    metavar="I/N",
    help="Check only the I-th of N parts of the files, each for itself, and write all that is "
    "known of them to a file, for `merge`.",
)
@click.option("--watch", "is_watching", is_flag=True, help="Check again after each change.")
def command(*, is_watching: bool, **arguments: Any) -> int:  # noqa: ANN401  those of `Arguments`
    """Lint PATHS (files and folders; the working directory by default)."""
    if is_watching:
        from harness_lint.cli.watch import watch

        return watch(Arguments(**arguments))
    return lint(Arguments(**arguments))
