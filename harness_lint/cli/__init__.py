"""The command line: one module per command, imported when it is called."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import cast

import click

from harness_lint import __version__
from harness_lint.errors import HarnessLintError, UsageError

COMMANDS = ("check", "explain", "rules", "files", "config")
"""Each is a module of this package with a click command `command`."""

DEBUG_VARIABLE = "HARNESS_LINT_DEBUG"

EXIT_USAGE = 2
EXIT_INTERNAL = 3
EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141


class LazyGroup(click.Group):
    """Commands whose modules are imported only when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command called *cmd_name*."""
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", import_module(f"harness_lint.cli.{cmd_name}").command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that *args* begin with, or say which was meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            is_path = os.path.exists(args[0])  # noqa: PTH110
            meant = f"; did you mean `harness-lint check {args[0]}`?" if is_path else ""
            near = meant or _nearest(args[0], COMMANDS)
            raise UsageError(f"no such command `{args[0]}`{near}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harness-lint", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def command(debug: bool) -> None:
    """Lint the documents that steer coding agents: skills, tasks, specs, status blocks."""


def main(argv: list[str] | None = None) -> int:
    """Run the command line *argv*, by default that of the process, and return its exit code.

    0: nothing at or above the threshold. 1: findings. 2: wrong use, configuration or plug-in.
    3: our own fault.
    """
    arguments = sys.argv[1:] if argv is None else argv
    _never_fail_on_characters()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_the_rest()
        return EXIT_BROKEN_PIPE
    except OSError as error:
        if not _is_output_error(error):
            return _internal_error(error, arguments)
        _say("error", f"cannot write the output: {error.strerror}")
        _drop_the_rest()
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001  the last place where a crash can become a message
        return _internal_error(error, arguments)
    return code


def _run(arguments: list[str]) -> int:
    try:
        # Not `command.main`: it would turn interrupts and broken pipes into exit codes of its own.
        with command.make_context("harness-lint", list(arguments)) as context:
            result = command.invoke(context)
    except HarnessLintError as error:
        for line in error.message.split("\n"):
            _say("error", line)
        if error.hint:
            _say("hint", error.hint)
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.UsageError as error:
        _say("error", _usage_words(error))
        name = error.ctx.command_path if error.ctx else "harness-lint"
        _say("hint", f"`{name} --help` lists the options")
        return EXIT_USAGE
    return result if isinstance(result, int) else 0


def _usage_words(error: click.UsageError) -> str:
    if not isinstance(error, click.NoSuchOption):
        words = " ".join(error.format_message().split()).rstrip(".")
        return words[:1].lower() + words[1:]
    near = _nearest(error.option_name, error.possibilities or ())
    return f"no such option `{error.option_name}`{near}"


def _nearest(word: str, choices: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(choices), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _internal_error(error: Exception, arguments: list[str]) -> int:
    if "--debug" in arguments or os.environ.get(DEBUG_VARIABLE):
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    words = " ".join(f"{type(error).__name__}: {error}".split())
    _say("error", f"internal error: {words}")
    _say("hint", f"this is our fault, please report it; {DEBUG_VARIABLE}=1 shows the traceback")
    return EXIT_INTERNAL


def _say(kind: str, words: str) -> None:
    from harness_lint.reporters.terminal import Paint, safe

    paint = Paint(wants_colour(sys.stderr, os.environ))
    severity = {"error": "error", "hint": "info", "note": "info"}[kind]
    with contextlib.suppress(OSError):
        click.echo(f"{paint.severity(severity, kind)}: {safe(words)}", err=True)


def note(words: str) -> None:
    """Say *words* on standard error."""
    _say("note", words)


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


def _is_output_error(error: OSError) -> bool:
    return error.filename is None


def _drop_the_rest() -> None:
    """Give standard output away, so that the interpreter does not fail on it once more."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
