"""What `harness-lint check` does: lint, report, say by the exit code whether something was found.

It knows nothing of click, which a run without options does not need.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.cli.project import (
    Flags,
    Where,
    configure,
    find_files,
    inputs_of,
    pool_of,
    refusal_of,
)
from harness_lint.cli.saying import Saying, formats_of
from harness_lint.cli.shell import has_onlooker
from harness_lint.config import BASELINE_FILE, Config
from harness_lint.engine.inputs import Extras, Inputs, Pool
from harness_lint.engine.memory import Memory
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Answer, Extent, Report
from harness_lint.engine.runner import answered
from harness_lint.errors import UsageError
from harness_lint.findings import Severity
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.discovery import Discovery
from harness_lint.reporters import DATA_FORMATS

if TYPE_CHECKING:
    from harness_lint.cli.baseline import Wish
    from harness_lint.cli.shard import Whole
    from harness_lint.engine.baseline import Baseline
    from harness_lint.engine.shards import Part


class Arguments(NamedTuple):
    """The command line of `check`, as click gives it."""

    paths: tuple[str, ...] = ()
    select: tuple[tuple[str, ...], ...] = ()
    extend_select: tuple[tuple[str, ...], ...] = ()
    ignore: tuple[tuple[str, ...], ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    output_format: str | None = None
    output_file: str | None = None
    report: tuple[tuple[str, str], ...] = ()
    """Formats and files of further reports."""
    statistics: bool = False
    show_timing: bool = False
    exit_zero: bool = False
    fail_on: str | None = None
    since: str | None = None
    changed: bool = False
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
    executor: str | None = None
    no_local_code: bool = False
    quiet: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    shard: Part | None = None
    whole: Whole | None = None
    """The shards that are to be joined."""


class Work(NamedTuple):
    """What is to be done, and all that is needed for it."""

    config: Config
    registry: Registry
    packs: PackSet
    files: Discovery
    inputs: Inputs
    listed: float
    """The seconds that it took to list the files."""


def lint(arguments: Arguments) -> int:
    """Lint what *arguments* ask for, write what was found, and return the exit code."""
    if arguments.fix or arguments.diff or arguments.unsafe_fixes:
        from harness_lint.cli.fix import refuse_with_fixes

        refuse_with_fixes(arguments)
    if arguments.shard is not None:
        return _leave_shard(arguments.shard, _work(arguments), arguments)
    answer = answer_to(arguments)
    for start in range(0, len(answer.out), _AT_ONCE):
        sys.stdout.write(answer.out[start : start + _AT_ONCE])
    sys.stdout.flush()
    sys.stderr.write(answer.err)
    return answer.code


_AT_ONCE = 16 * 1024
"""Characters written at a time: of a reader that has gone away, not every system tells within."""


def answer_to(arguments: Arguments) -> Answer:
    """Lint what *arguments* ask for, and return what is to be said of it."""
    config, registry, packs, files, inputs, listed = work = _work(arguments)
    if arguments.whole is not None:
        from harness_lint.cli.shard import joined

        inputs = joined(arguments.whole, work)
    extras = Extras(
        timing=arguments.show_timing,
        digest=not (arguments.write_baseline or DATA_FORMATS.isdisjoint(formats_of(arguments))),
        states=arguments.write_baseline,
    )
    save = partial(_save_baseline, config=config, arguments=arguments)
    saying = Saying(files, config, registry, arguments, save)
    saying.phases["listing files"] = listed
    with _attended(inputs, arguments) as inputs:
        if arguments.fix or arguments.diff:
            from harness_lint.cli.fix import mended

            return mended(work._replace(inputs=inputs), extras, saying, arguments)
        return answered(config, registry, inputs, packs, extras, saying.question, saying.answer)


def _work(arguments: Arguments) -> Work:
    given = _paths(arguments)
    where = Where(given, arguments.config_file, arguments.isolated, arguments.no_local_code)
    config, registry = configure(where, _flags(arguments))
    packs = load_packs(config.root, config.packs)
    memory = _memory(config, registry, packs, arguments)
    overlay = _overlay(config, arguments.stdin_filename)
    start = perf_counter()
    files = find_files(config, packs, given, overlay, memory)
    listed = perf_counter() - start
    inputs = inputs_of(files)._replace(
        extent=_extent(config, arguments),
        baseline=_baseline(config, arguments),
        pool=pool_of(arguments.jobs),
        memory=memory,
    )
    if arguments.since is not None:
        from harness_lint.cli.since import compared

        inputs = compared(inputs, files.root, arguments.since)
    if arguments.changed:
        from harness_lint.cli.since import changed_only

        inputs = changed_only(inputs, files.root)
    return Work(config, registry, packs, files, inputs, listed)


@contextmanager
def _attended(inputs: Inputs, arguments: Arguments) -> Iterator[Inputs]:
    """Give *inputs* with the workers that are wanted, and with one who tells how far the run is."""
    with ExitStack() as stack:
        if arguments.executor not in (None, "processes"):
            inputs = inputs._replace(pool=_pool(arguments, stack))
        if not arguments.quiet and has_onlooker(os.environ):
            from harness_lint.cli.waiting import Waiting

            inputs = inputs._replace(tell=stack.enter_context(Waiting()).tell)
        yield inputs


def _pool(arguments: Arguments, stack: ExitStack) -> Pool:
    from harness_lint.cli.executors import pool_with
    from harness_lint.engine.processes import usable_cores

    refusal = refusal_of(arguments.no_local_code)
    return pool_with(arguments.executor or "", arguments.jobs or usable_cores(), stack, refusal)


def _leave_shard(part: Part, work: Work, arguments: Arguments) -> int:
    """Write what is known of *part* of the files, and nothing else."""
    from harness_lint.cli.shard import made_in, write_shard

    if arguments.write_baseline or arguments.report or arguments.stdin_filename is not None:
        raise UsageError("--shard takes none of --write-baseline, --report and --stdin-filename")
    with _attended(work.inputs, arguments) as inputs:
        shard = made_in(part, work._replace(inputs=inputs), arguments.paths)
    write_shard(shard, arguments.output_file, quiet=arguments.quiet)
    return 0


def _memory(
    config: Config, registry: Registry, packs: PackSet, arguments: Arguments
) -> Memory | None:
    """Return what earlier runs have left, if it may be looked at.

    An editor's text is no file, and a shard says what one machine has made, whatever it knew.
    """
    is_part = arguments.shard is not None or arguments.whole is not None
    if arguments.no_cache or is_part or arguments.stdin_filename is not None:
        return None
    return Memory(config, registry, packs, False, arguments.since is not None)


def _paths(arguments: Arguments) -> tuple[str, ...]:
    name = arguments.stdin_filename
    if name is None:
        return arguments.paths
    if arguments.changed:
        raise UsageError("--stdin-filename and --changed exclude each other")
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
    covers_root = any(root.startswith(place) for place in places) and not arguments.changed
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


def _save_baseline(report: Report, *, config: Config, arguments: Arguments) -> str:
    """Write the baseline, and say so; nothing if a check of ours crashed and may have missed."""
    from harness_lint.cli.baseline import place_of, save

    if report.crashes:
        return ""
    words = save(report, place_of(config, _wish(arguments)))
    return "" if arguments.quiet else words


def _flat(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return the words of an option that was given several times."""
    return tuple(word for words in lists for word in words)


def _overlay(config: Config, stdin_filename: str | None) -> dict[str, bytes]:
    if stdin_filename is None:
        return {}
    path = os.path.relpath(Path.cwd() / stdin_filename, os.path.realpath(config.root))
    return {path.replace(os.sep, "/"): sys.stdin.buffer.read()}
