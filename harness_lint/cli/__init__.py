"""The command line: one module per command, imported when it is called."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from harness_lint.errors import HarnessLintError

if TYPE_CHECKING:
    from harness_lint.agents.agent import Agent

COMMANDS = (
    "check",
    "merge",
    "trace",
    "rename",
    "status",
    "explain",
    "rules",
    "files",
    "config",
    "init",
    "new",
    "derive",
    "migrate",
    "hook",
    "mcp",
    "cache",
    "lsp",
)
"""Each is a module of this package with a click command `command`."""

DEBUG_VARIABLE = "HARNESS_LINT_DEBUG"

GARBAGE_THRESHOLD = 1_000_000
"""So many objects more than before start a collection. A document leaves next to no cycles, and
Python's 700 have them looked for thousands of times."""

EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141


def main(argv: list[str] | None = None) -> int:
    """Run the command line *argv*, by default that of the process, and return its exit code.

    0: nothing at or above the threshold. 1: findings. 2: wrong use, configuration or plug-in.
    3: our own fault.
    """
    arguments = sys.argv[1:] if argv is None else argv
    gc.set_threshold(GARBAGE_THRESHOLD)
    _never_fail_on_characters()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        if argv is None:
            gc.freeze()  # the process ends: the last collection would look through all of it
    except BrokenPipeError:
        _drop_the_rest()
        return EXIT_BROKEN_PIPE
    except OSError as error:
        if not _is_output_error(error):
            return _internal_error(error, arguments)
        say("error", f"cannot write the output: {error.strerror}")
        _drop_the_rest()
        return EXIT_USAGE
    except KeyboardInterrupt:
        if argv is None:
            _ignore_interrupts()
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last place where a crash can become a message
        return _internal_error(error, arguments)
    return code


def _run(arguments: list[str]) -> int:
    try:
        if _is_plain_check(arguments):
            from harness_lint.cli.lint import Arguments, lint

            return lint(Arguments(paths=tuple(arguments[1:])))
        agent = _calling_agent(arguments)
        if agent is not None:
            from harness_lint.cli.hook_event import answer_event

            return answer_event(agent, no_local_code=len(arguments) > 2)
        from harness_lint.cli.group import invoke

        return invoke(arguments)
    except HarnessLintError as error:
        if error.__cause__ is not None:  # such as what a plug-in raised
            _show_traceback(error.__cause__, arguments)
        for line in error.message.split("\n"):
            say("error", line)
        if error.hint:
            say("hint", error.hint)
        return error.exit_code


def _is_plain_check(arguments: list[str]) -> bool:
    """Whether only paths follow `check`: click has nothing to do then, and is slow to import."""
    return arguments[:1] == ["check"] and not any(one.startswith("-") for one in arguments)


def _calling_agent(arguments: list[str]) -> Agent | None:
    """Return the agent that tells of an event; without click, as it waits after each edit."""
    if arguments[:1] != ["hook"] or arguments[2:] not in ([], ["--no-local-code"]):
        return None
    from harness_lint.agents.known import AGENTS

    return AGENTS.get("".join(arguments[1:2]))


def _internal_error(error: Exception, arguments: list[str]) -> int:
    _show_traceback(error, arguments)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    say("error", f"internal error: {words}")
    say("hint", f"this is our fault, please report it; {DEBUG_VARIABLE}=1 shows the traceback")
    return EXIT_INTERNAL


def _show_traceback(error: BaseException, arguments: list[str]) -> None:
    """Write the traceback of *error* to standard error, if it is asked for."""
    if "--debug" in arguments or os.environ.get(DEBUG_VARIABLE):
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))


def said(kind: str, words: str) -> str:
    """Return *words* as a line for standard error: an `error`, a `hint`, or a `note`."""
    from harness_lint.reporters.terminal import Paint, safe

    paint = Paint(wants_colour(sys.stderr, os.environ))
    severity = {"error": "error", "hint": "info", "note": "info"}[kind]
    return f"{paint.severity(severity, kind)}: {safe(words)}"


def say(kind: str, words: str) -> None:
    """Say *words* on standard error: an `error`, a `hint`, or a `note`."""
    with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or none at all
        sys.stderr.write(said(kind, words) + "\n")


def note(words: str) -> None:
    """Say *words* on standard error."""
    say("note", words)


def wants_colour(stream: object, environment: Mapping[str, str]) -> bool:
    """Return whether *stream* is to be coloured. Source: no-color.org, force-color.org."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    is_terminal = isinstance(stream, io.TextIOBase) and stream.isatty()
    return is_terminal and environment.get("TERM") != "dumb"


def _never_fail_on_characters() -> None:
    """Let streams write escapes for what their encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _ignore_interrupts() -> None:
    """Let the process end in peace, however often Ctrl-C is pressed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_output_error(error: OSError) -> bool:
    return error.filename is None


def _drop_the_rest() -> None:
    """Give standard output away, so that the interpreter does not fail on it once more."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
