"""What `harness-lint check` does: lint, report, say by the exit code whether something was found.

It knows nothing of click, which a run without options does not need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.cli import EXIT_INTERNAL, note, wants_colour
from harness_lint.cli.project import (
    Flags,
    Where,
    configure,
    find_files,
    inputs_of,
    path_from_here,
    pool_of,
)
from harness_lint.cli.shell import default_format, has_onlooker, is_terminal, terminal_width
from harness_lint.config import BASELINE_FILE, Config
from harness_lint.engine.inputs import Extras
from harness_lint.engine.memory import Memory
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Extent, Report
from harness_lint.engine.runner import run
from harness_lint.errors import UsageError
from harness_lint.findings import Severity
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.discovery import Discovery
from harness_lint.reporters import DATA_FORMATS, TEXT_FORMATS, Context, reporter
from harness_lint.writing import write_text

if TYPE_CHECKING:
    from harness_lint.cli.baseline import Wish
    from harness_lint.engine.baseline import Baseline


class Arguments(NamedTuple):
    """The command line of `check`, as click gives it."""

    paths: tuple[str, ...] = ()
    select: tuple[tuple[str, ...], ...] = ()
    extend_select: tuple[tuple[str, ...], ...] = ()
    ignore: tuple[tuple[str, ...], ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    output_format: str | None = None
    output_file: str | None = None
    statistics: bool = False
    show_timing: bool = False
    exit_zero: bool = False
    fail_on: str | None = None
    since: str | None = None
    gate: str | None = None
    results: tuple[str, ...] = ()
    baseline: str | None = None
    no_baseline: bool = False
    write_baseline: bool = False
    stdin_filename: str | None = None
    config_file: str | None = None
    isolated: bool = False
    no_cache: bool = False
    jobs: int | None = None
    no_local_code: bool = False
    quiet: bool = False


def lint(arguments: Arguments) -> int:
    """Lint what *arguments* ask for, write what was found, and return the exit code."""
    given = _paths(arguments)
    where = Where(given, arguments.config_file, arguments.isolated, arguments.no_local_code)
    config, registry = configure(where, _flags(arguments))
    packs = load_packs(config.root, config.packs)
    memory = _memory(config, registry, packs, arguments)
    overlay = _overlay(config, arguments.stdin_filename)
    files = find_files(config, packs, given, overlay, memory)
    inputs = inputs_of(files)._replace(
        extent=_extent(config, arguments), baseline=_baseline(config, arguments)
    )
    inputs = inputs._replace(pool=pool_of(arguments.jobs), memory=memory)
    if arguments.since is not None:
        from harness_lint.cli.since import compared

        inputs = compared(inputs, files.root, arguments.since)
    extras = Extras(
        timing=arguments.show_timing,
        digest=_format(arguments) in DATA_FORMATS and not arguments.write_baseline,
        states=arguments.write_baseline,
    )
    with ExitStack() as stack:
        if not arguments.quiet and has_onlooker(os.environ):
            from harness_lint.cli.waiting import Waiting

            inputs = inputs._replace(tell=stack.enter_context(Waiting()).tell)
        report = run(config, registry, inputs, packs=packs, extras=extras)
    if arguments.write_baseline:
        _save_baseline(report, config, arguments)
    else:
        _write(report, files, config, registry, arguments)
    _tell(report, arguments)
    return exit_code(report, config, exits_zero=arguments.exit_zero or arguments.write_baseline)


def _memory(
    config: Config, registry: Registry, packs: PackSet, arguments: Arguments
) -> Memory | None:
    """Return what earlier runs have left, if it may be looked at: an editor's text is no file."""
    if arguments.no_cache or arguments.stdin_filename is not None:
        return None
    return Memory(config, registry, packs, False, arguments.since is not None)


def exit_code(report: Report, config: Config, *, exits_zero: bool) -> int:
    """Return 3 after a crash of ours, 1 if something fails the run, else 0."""
    if report.crashes:
        return EXIT_INTERNAL
    limit = max(config.fail_on.weight, Severity.WARNING.weight)
    fails = any(finding.severity.weight >= limit for finding in report.findings)
    return int(fails and not exits_zero)


def _paths(arguments: Arguments) -> tuple[str, ...]:
    name = arguments.stdin_filename
    if name is None:
        return arguments.paths
    if set(arguments.paths) - {"-", name}:
        raise UsageError("--stdin-filename takes no further path")
    return (name,)


def _flags(arguments: Arguments) -> Flags:
    fail_on = arguments.fail_on
    return Flags(
        select=_flat(arguments.select),
        extend_select=_flat(arguments.extend_select),
        ignore=_flat(arguments.ignore),
        severity=dict(arguments.severity),
        fail_on=Severity(fail_on) if fail_on else None,
        gate=arguments.gate,
        results=arguments.results,
    )


def _extent(config: Config, arguments: Arguments) -> Extent:
    """Return how much of the project *arguments* ask for."""
    has_all_rules = not (arguments.select or arguments.ignore)
    if arguments.stdin_filename is not None:
        return Extent("stdin", has_all_rules)
    root = os.path.join(os.path.realpath(config.root), "")  # noqa: PTH118
    places = (os.path.join(os.path.realpath(path), "") for path in arguments.paths or (".",))  # noqa: PTH118
    covers_root = any(root.startswith(place) for place in places)
    return Extent("project" if covers_root else "paths", has_all_rules)


def _baseline(config: Config, arguments: Arguments) -> Baseline | None:
    """Return what is known and not to be shown; nothing is imported where nothing is wanted."""
    if arguments.baseline is not None and arguments.no_baseline:
        raise UsageError("--baseline and --no-baseline exclude each other")
    if arguments.write_baseline:
        if arguments.no_baseline:
            raise UsageError("--write-baseline and --no-baseline exclude each other")
        from harness_lint.cli.baseline import refuse_narrow

        extent = _extent(config, arguments)
        is_other = bool(arguments.extend_select or arguments.since)
        refuse_narrow(config, extent._replace(has_all_rules=extent.has_all_rules and not is_other))
        return None
    by_default = os.path.join(config.root, BASELINE_FILE)  # noqa: PTH118
    is_wanted = arguments.baseline is not None or config.baseline or config.gate == "ratchet"
    if not (is_wanted or os.path.lexists(by_default)):
        return None
    from harness_lint.cli.baseline import baseline_for

    return baseline_for(config, _wish(arguments))


def _wish(arguments: Arguments) -> Wish:
    from harness_lint.cli.baseline import Wish

    return Wish(arguments.baseline, arguments.no_baseline, arguments.isolated)


def _save_baseline(report: Report, config: Config, arguments: Arguments) -> None:
    """Write the baseline, unless a check of ours crashed and may have missed something."""
    from harness_lint.cli.baseline import place_of, save

    if report.crashes:
        return
    words = save(report, place_of(config, _wish(arguments)))
    if not arguments.quiet:
        note(words)


def _flat(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return the words of an option that was given several times."""
    return tuple(word for words in lists for word in words)


def _overlay(config: Config, stdin_filename: str | None) -> dict[str, bytes]:
    if stdin_filename is None:
        return {}
    path = os.path.relpath(Path.cwd() / stdin_filename, os.path.realpath(config.root))
    return {path.replace(os.sep, "/"): sys.stdin.buffer.read()}


def _write(
    report: Report, files: Discovery, config: Config, registry: Registry, arguments: Arguments
) -> None:
    name = _format(arguments)
    target = arguments.output_file
    context = Context(
        read=files.read,
        check_of=registry.get,
        page_of=registry.page,
        shown_path=path_from_here(config.root),
        colour=target is None and wants_colour(sys.stdout, os.environ),
        width=terminal_width(),
        summary=not arguments.quiet,
    )
    counts_only = arguments.statistics and name in TEXT_FORMATS
    lines = _counts(report, context) if counts_only else reporter(name)(report, context)
    if target is None:
        _print(lines)
    else:
        write_text(Path(target), "".join(f"{line}\n" for line in lines), target)
    if arguments.statistics and not counts_only:
        for line in _counts(report, context):
            sys.stderr.write(line + "\n")


def _format(arguments: Arguments) -> str:
    return arguments.output_format or default_format(os.environ, is_terminal=is_terminal())


def _counts(report: Report, context: Context) -> Iterator[str]:
    from harness_lint.reporters.summary import statistics, summary_line
    from harness_lint.reporters.terminal import Paint

    yield from statistics(report)
    if context.summary:
        yield summary_line(report, Paint(context.colour))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _tell(report: Report, arguments: Arguments) -> None:
    sys.stdout.flush()
    if report.crashes:
        from harness_lint.cli.crashes import tell_crashes

        tell_crashes(report.crashes)
    if not arguments.quiet:
        for words in report.notes:
            note(words)
    if arguments.show_timing:
        from harness_lint.reporters.terminal import rows

        slowest = sorted(report.timings.items(), key=lambda item: -item[1])
        for line in rows((f"{seconds * 1000:9.1f} ms", name) for name, seconds in slowest):
            sys.stderr.write(line + "\n")
