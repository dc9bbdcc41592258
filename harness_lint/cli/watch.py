"""`harness-lint check --watch`: checks again whenever something changes, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.cli import note, say
from harness_lint.cli.lint import Arguments, lint
from harness_lint.cli.project import Where, read_configuration
from harness_lint.cli.shell import is_terminal
from harness_lint.errors import HarnessLintError, UsageError
from harness_lint.packs.loader import forget_own_packs
from harness_lint.project.ignored import ignored_of
from harness_lint.project.listing import SKIPPED_FOLDERS
from harness_lint.project.root import globs_of

if TYPE_CHECKING:
    from watchfiles import Change

SETTLED_MILLISECONDS = 50
"""Changes that follow each other within this time are one."""

PAUSE_MILLISECONDS = 100
"""So often the loop looks up: a terminal's Ctrl-C is heard then."""

CLEAR = "\x1b[2J\x1b[H"
"""Clears the screen and leaves what has scrolled away. Source: ECMA-48, 8.3.39 and 8.3.21."""

Event = tuple["Change", str]


class Watched(NamedTuple):
    """What is watched, and what of it does not matter."""

    root: str
    """A real path."""
    is_excluded: Callable[[str], bool]
    """Whether the configuration leaves a path below the root out."""
    written: frozenset[str]
    """Real paths of the files that we write ourselves."""


def watch(arguments: Arguments) -> int:
    """Do what *arguments* ask for, at once and after each change. Ctrl-C ends it.

    Raises: UsageError for arguments that make no sense again and again.
    """
    _refuse(arguments)
    changes_in = _changes_in()
    watched = _watched(arguments, None)
    for number, events in enumerate(changes_in(watched.root)):
        if number and not any(_matters(event, watched) for event in events):
            continue
        _check(arguments)
        watched = _watched(arguments, watched)
    return 0


def _refuse(arguments: Arguments) -> None:
    once = {
        "--fix": arguments.fix,  # it would change texts while they are written
        "--write-baseline": arguments.write_baseline,
        "--stdin-filename": arguments.stdin_filename,
        "--shard": arguments.shard,
    }
    for name, is_given in once.items():
        if is_given:
            raise UsageError(f"--watch and {name} exclude each other")


def _changes_in() -> Callable[[str], Iterator[set[Event]]]:
    """Return what yields the changes below a folder: at once an empty set, and then as they come.

    Raises: UsageError if `watchfiles` is not installed.
    """
    try:
        from watchfiles import watch as watch_files
    except ModuleNotFoundError as error:
        hint = "install `harness-spec-lint[watch]`"
        raise UsageError("--watch needs `watchfiles`, which is not here", hint) from error

    def changes(root: str) -> Iterator[set[Event]]:
        try:
            yield from watch_files(
                root,
                watch_filter=None,
                step=SETTLED_MILLISECONDS,
                rust_timeout=PAUSE_MILLISECONDS,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
        except (OSError, RuntimeError) as error:  # such as too many folders for the system
            raise UsageError(f"cannot watch `{root}`: {error}") from error

    return changes


def _check(arguments: Arguments) -> None:
    """Check once, on a clear screen. What is wrong with the configuration is told, and repaired."""
    if is_terminal() and os.environ.get("TERM") != "dumb":
        sys.stdout.write(CLEAR)
    forget_own_packs()
    try:
        lint(arguments)
    except HarnessLintError as error:
        say("error", error.message)
        if error.hint:
            say("hint", error.hint)
    if not arguments.quiet:
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        note(f"checked at {now}; it is checked again after each change, until Ctrl-C")


def _watched(arguments: Arguments, before: Watched | None) -> Watched:
    """Return what is to be watched; what was *before*, while the configuration is wrong.

    Raises: HarnessLintError if it is wrong from the beginning on.
    """
    where = Where(arguments.paths, arguments.config_file, arguments.isolated)
    try:
        config = read_configuration(where)
        excluded = globs_of("exclude", config.exclude)
    except HarnessLintError:
        if before is None:
            raise
        return before
    targets = [arguments.output_file, *(target for _, target in arguments.report)]
    return Watched(
        os.path.realpath(config.root),
        excluded.match_file if excluded is not None else _nothing,
        frozenset(os.path.realpath(target) for target in targets if target),
    )


def _nothing(_: str) -> bool:
    return False


def _matters(event: Event, watched: Watched) -> bool:
    """Return whether *event* may change what is found.

    A file that is left out matters only when it comes or goes: others may link to it.
    """
    change, place = event
    path = os.path.relpath(place, watched.root).replace(os.sep, "/")
    is_tool = not SKIPPED_FOLDERS.isdisjoint(path.split("/"))
    if is_tool or os.path.realpath(place) in watched.written or _is_ours(path):
        return False
    if change.name == "modified" and watched.is_excluded(path):
        return False
    return not ignored_of(watched.root, (path,))


def _is_ours(path: str) -> bool:
    """Whether *path* is that of a file which is written beside another, and takes its place."""
    name = path.rpartition("/")[2]
    return name.startswith(".") and name.endswith(f".{os.getpid()}")
