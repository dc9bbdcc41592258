"""What `harness-lint check` says of a report: lines, notes, and by the exit code the whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from harness_lint.cli import EXIT_INTERNAL, said, wants_colour
from harness_lint.cli.project import path_from_here
from harness_lint.cli.shell import default_format, is_terminal, terminal_width
from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Answer, Report
from harness_lint.findings import Severity
from harness_lint.project.discovery import Discovery
from harness_lint.reporters import TEXT_FORMATS, Context, reporter
from harness_lint.writing import write_text

if TYPE_CHECKING:
    from harness_lint.cli.lint import Arguments
    from harness_lint.engine.answers import Drawn


class Saying:
    """What is made of the report of a run: lines, notes and an exit code."""

    def __init__(
        self,
        files: Discovery,
        config: Config,
        registry: Registry,
        arguments: Arguments,
        save_baseline: Callable[[Report], str],
    ) -> None:
        """Make what speaks of *files*; *save_baseline* is called where that is what is wanted."""
        self._save_baseline = save_baseline
        self.phases: dict[str, float] = {}
        """Seconds that went by before the run."""
        self.read: Callable[[str], bytes] = files.read
        """Gives the bytes of a path for the lines around findings."""
        self._config = config
        self._registry = registry
        self._arguments = arguments
        self._colour = arguments.output_file is None and wants_colour(sys.stdout, os.environ)
        self._width = terminal_width()

    @property
    def question(self) -> str:
        """What tells the answer from others; empty where it is more than words."""
        wanted = self._arguments
        if wanted.whole is not None or wanted.fix or wanted.diff:
            return ""
        if wanted.output_file or wanted.report or wanted.write_baseline:
            return ""
        if wanted.show_timing or wanted.since:
            return ""
        here = os.path.relpath(Path.cwd(), self._config.root)
        name = format_of(wanted)
        colours = (self._colour, wants_colour(sys.stderr, os.environ))
        return repr((wanted._replace(jobs=None, executor=None), name, here, colours, self._width))

    def answer(self, report: Report, drawn: Drawn | None = None) -> Answer:
        """Return what is to be said of *report*; a file that is to be written is written.

        What is *drawn* already is not drawn again.
        """
        arguments, config = self._arguments, self._config
        start = perf_counter()
        out: list[str] = []
        err: list[str] = []
        notes = list(report.notes)
        if arguments.write_baseline:
            saved = self._save_baseline(report)
            notes = [saved, *notes] if saved else notes
        else:
            out, err = self._lines(report, drawn)
        if report.crashes:
            from harness_lint.cli.crashes import crash_lines

            err += crash_lines(report.crashes)
        if not arguments.quiet:
            err += [said("note", words) for words in notes]
        if arguments.show_timing:
            phases = {**self.phases, **report.phases, "writing": perf_counter() - start}
            err += _timings(report, phases)
        exits_zero = arguments.exit_zero or arguments.write_baseline
        code = exit_code(report, config, exits_zero=exits_zero)
        return Answer(_text(out), _text(err), code, drawn.parts if drawn is not None else ())

    def _lines(self, report: Report, drawn: Drawn | None) -> tuple[list[str], list[str]]:
        """Return the lines for standard output, and those for standard error."""
        arguments = self._arguments
        name = format_of(arguments)
        context = Context(
            read=self.read,
            check_of=self._registry.get,
            page_of=self._registry.page,
            shown_path=path_from_here(self._config.root),
            colour=self._colour,
            width=self._width,
            summary=not arguments.quiet,
            drawn=drawn,
        )
        counts_only = arguments.statistics and name in TEXT_FORMATS
        lines = _counts(report, context) if counts_only else reporter(name)(report, context)
        others = _counts(report, context) if arguments.statistics and not counts_only else ()
        for other, file in arguments.report:
            plain = context._replace(colour=False)
            write_text(Path(file), _text(reporter(other)(report, plain)), file)
        target = arguments.output_file
        if target is None:
            return list(lines), list(others)
        write_text(Path(target), _text(lines), target)
        return [], list(others)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _timings(report: Report, phases: Mapping[str, float]) -> list[str]:
    """Return what each of *phases* took, and then each rule, the slowest first.

    Of a phase it is the time that went by; of a rule the work of all processes.
    """
    from harness_lint.reporters.terminal import rows

    slowest = sorted(report.timings.items(), key=lambda item: -item[1])
    measured = (*phases.items(), *slowest)
    return rows((f"{seconds * 1000:9.1f} ms", name) for name, seconds in measured)


def exit_code(report: Report, config: Config, *, exits_zero: bool) -> int:
    """Return 3 after a crash of ours, 1 if something fails the run, else 0."""
    if report.crashes:
        return EXIT_INTERNAL
    limit = max(config.fail_on.weight, Severity.WARNING.weight)
    fails = any(finding.severity.weight >= limit for finding in report.findings)
    return int(fails and not exits_zero)


def format_of(arguments: Arguments) -> str:
    """Return the format that is asked for, or that fits where the findings go."""
    return arguments.output_format or default_format(os.environ, is_terminal=is_terminal())


def formats_of(arguments: Arguments) -> set[str]:
    """Return the formats of all that is written."""
    return {format_of(arguments), *(name for name, _ in arguments.report)}


def _counts(report: Report, context: Context) -> Iterator[str]:
    from harness_lint.reporters.summary import statistics, summary_line
    from harness_lint.reporters.terminal import Paint

    yield from statistics(report)
    if context.summary:
        yield summary_line(report, Paint(context.colour))
