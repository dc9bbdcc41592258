"""What could not be read or judged because our own code failed: told behind what a command says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from harness_lint.cli import EXIT_INTERNAL
from harness_lint.engine.report import Crash
from harness_lint.errors import HarnessLintError
from harness_lint.reporters.terminal import safe


def crash_lines(crashes: Iterable[Crash]) -> Iterator[str]:
    """Yield a line for each of *crashes*, once."""
    for crash in dict.fromkeys(crashes):
        yield safe(crash.words)


def tell_crashes(crashes: Iterable[Crash]) -> None:
    """Say each of *crashes* once on standard error, behind standard output."""
    sys.stdout.flush()
    for line in crash_lines(crashes):
        sys.stderr.write(line + "\n")


@contextmanager
def crashes_told(crashes: Iterable[Crash]) -> Iterator[None]:
    """Tell of *crashes* behind what is said within, and end the command with exit code 3.

    A wrong use that is found within ends in 3 as well: an ID that nobody defines may stand in the
    document that could not be read. *crashes* is looked at in the end only, so it may be filled
    within.

    Raises: click.exceptions.Exit if there is any.
    """
    try:
        yield
    except HarnessLintError as error:
        crashes = tuple(crashes)
        tell_crashes(crashes)
        if crashes:
            error.exit_code = EXIT_INTERNAL
        raise
    crashes = tuple(crashes)
    if crashes:
        from click.exceptions import Exit

        tell_crashes(crashes)
        raise Exit(EXIT_INTERNAL)
