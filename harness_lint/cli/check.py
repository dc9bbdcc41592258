"""`harness-lint check`: lint, report, and say by the exit code whether something was found."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict, Unpack

import click

from harness_lint.cli import EXIT_INTERNAL, note, wants_colour
from harness_lint.cli.options import SeverityPair, WordList, config_options, flatten
from harness_lint.cli.project import (
    Flags,
    Where,
    configure,
    find_files,
    inputs_of,
    path_from_here,
)
from harness_lint.cli.shell import default_format, is_terminal, terminal_width
from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.engine.runner import run
from harness_lint.errors import UsageError
from harness_lint.findings import Severity
from harness_lint.packs.loader import load_packs
from harness_lint.project.discovery import Discovery
from harness_lint.reporters import FORMATS, TEXT_FORMATS, Context, reporter

_LEVELS = click.Choice([Severity.ERROR.value, Severity.WARNING.value])


class Arguments(TypedDict):
    """The command line of `check`, as click gives it."""

    paths: tuple[str, ...]
    select: tuple[tuple[str, ...], ...]
    extend_select: tuple[tuple[str, ...], ...]
    ignore: tuple[tuple[str, ...], ...]
    severity: tuple[tuple[str, Severity], ...]
    output_format: str | None
    output_file: str | None
    statistics: bool
    show_timing: bool
    exit_zero: bool
    fail_on: str | None
    stdin_filename: str | None
    config_file: str | None
    isolated: bool
    no_cache: bool
    no_local_code: bool
    quiet: bool


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option(
    "--select", type=WordList(), multiple=True, help="Only these rules (HL3, names, ALL)."
)
@click.option("--extend-select", type=WordList(), multiple=True, help="These rules too.")
@click.option("--ignore", type=WordList(), multiple=True, help="Not these rules.")
@click.option("--severity", type=SeverityPair(), multiple=True, help="Severity of a rule.")
@click.option("--output-format", type=click.Choice(FORMATS), help="How findings are written.")
@click.option("--output-file", metavar="FILE", help="Write the findings there.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--show-timing", is_flag=True, help="Say where the time went.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something was found.")
@click.option("--fail-on", type=_LEVELS, help="Least severity that fails; `warning` by default.")
@click.option("--stdin-filename", metavar="FILE", help="Lint standard input under this name.")
@config_options
@click.option(
    "--no-cache", is_flag=True, help="Neither read nor write a cache (there is none yet)."
)
@click.option("--no-local-code", is_flag=True, help="Run no code of the linted project.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only: no summary, no notes.")
def command(**arguments: Unpack[Arguments]) -> int:
    """Lint PATHS (files and folders; the working directory by default)."""
    given = _paths(arguments)
    registry = Registry.load()
    where = Where(given, arguments["config_file"], arguments["isolated"])
    config = configure(where, _flags(arguments), registry)
    packs = load_packs(config.root, config.packs)
    files = find_files(config, packs, given, _overlay(config, arguments["stdin_filename"]))
    report = run(config, registry, inputs_of(files), packs=packs, timing=arguments["show_timing"])
    _write(report, files, config, registry, arguments)
    _tell(report, arguments)
    return exit_code(report, config, exits_zero=arguments["exit_zero"])


def exit_code(report: Report, config: Config, *, exits_zero: bool) -> int:
    """Return 3 after a crash of ours, 1 if something fails the run, else 0."""
    if report.crashes:
        return EXIT_INTERNAL
    limit = max(config.fail_on.weight, Severity.WARNING.weight)
    fails = any(finding.severity.weight >= limit for finding in report.findings)
    return int(fails and not exits_zero)


def _paths(arguments: Arguments) -> tuple[str, ...]:
    name = arguments["stdin_filename"]
    if name is None:
        return arguments["paths"]
    if set(arguments["paths"]) - {"-", name}:
        raise UsageError("--stdin-filename takes no further path")
    return (name,)


def _flags(arguments: Arguments) -> Flags:
    fail_on = arguments["fail_on"]
    return Flags(
        select=flatten(arguments["select"]),
        extend_select=flatten(arguments["extend_select"]),
        ignore=flatten(arguments["ignore"]),
        severity=dict(arguments["severity"]),
        fail_on=Severity(fail_on) if fail_on else None,
    )


def _overlay(config: Config, stdin_filename: str | None) -> dict[str, bytes]:
    if stdin_filename is None:
        return {}
    path = os.path.relpath(Path.cwd() / stdin_filename, os.path.realpath(config.root))
    return {path.replace(os.sep, "/"): sys.stdin.buffer.read()}


def _write(
    report: Report, files: Discovery, config: Config, registry: Registry, arguments: Arguments
) -> None:
    name = arguments["output_format"] or default_format(os.environ, is_terminal=is_terminal())
    target = arguments["output_file"]
    context = Context(
        read=files.read,
        check_of=registry.get,
        page_of=registry.page,
        shown_path=path_from_here(config.root),
        colour=target is None and wants_colour(sys.stdout, os.environ),
        width=terminal_width(),
        summary=not arguments["quiet"],
    )
    counts_only = arguments["statistics"] and name in TEXT_FORMATS
    lines = _counts(report, context) if counts_only else reporter(name)(report, context)
    if target is None:
        _print(lines)
    else:
        _save(lines, target)
    if arguments["statistics"] and not counts_only:
        for line in _counts(report, context):
            click.echo(line, err=True)


def _counts(report: Report, context: Context) -> Iterator[str]:
    from harness_lint.reporters.summary import statistics, summary_line
    from harness_lint.reporters.terminal import Paint

    yield from statistics(report)
    if context.summary:
        yield summary_line(report, Paint(context.colour))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _save(lines: Iterable[str], target: str) -> None:
    try:
        with Path(target).open(
            "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.writelines(line + "\n" for line in lines)
    except OSError as error:
        raise UsageError(f"cannot write `{target}`: {error.strerror}") from error


def _tell(report: Report, arguments: Arguments) -> None:
    sys.stdout.flush()
    for crash in report.crashes:
        where = f" on `{crash.path}`" if crash.path else ""
        click.echo(f"internal error in {crash.rule}{where}: {crash.cause}", err=True)
    if not arguments["quiet"]:
        for words in report.notes:
            note(words)
    if arguments["show_timing"]:
        from harness_lint.reporters.terminal import rows

        slowest = sorted(report.timings.items(), key=lambda item: -item[1])
        for line in rows((f"{seconds * 1000:9.1f} ms", name) for name, seconds in slowest):
            click.echo(line, err=True)
