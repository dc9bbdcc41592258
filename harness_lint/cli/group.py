"""The commands, and what click makes of the command line."""

from __future__ import annotations

import os
from importlib import import_module
from typing import cast

import click

from harness_lint import __version__
from harness_lint.cli import COMMANDS, EXIT_USAGE, say
from harness_lint.errors import UsageError, did_you_mean


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
            near = meant or did_you_mean(args[0], COMMANDS)
            raise UsageError(f"no such command `{args[0]}`{near}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harness-lint", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
def command(debug: bool) -> None:
    """Lint the documents that steer coding agents: skills, tasks, specs, status blocks."""


def invoke(arguments: list[str]) -> int:
    """Run the command that *arguments* name, and return its exit code."""
    try:
        # Not `command.main`: it would turn interrupts and broken pipes into exit codes of its own.
        with command.make_context("harness-lint", list(arguments)) as context:
            result = command.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return EXIT_USAGE
    except click.UsageError as error:
        say("error", _usage_words(error))
        name = error.ctx.command_path if error.ctx else "harness-lint"
        say("hint", f"`{name} --help` lists the options")
        return EXIT_USAGE
    return result if isinstance(result, int) else 0


def _usage_words(error: click.UsageError) -> str:
    if not isinstance(error, click.NoSuchOption):
        words = " ".join(error.format_message().split()).rstrip(".")
        return words[:1].lower() + words[1:]
    near = did_you_mean(error.option_name, error.possibilities or ())
    return f"no such option `{error.option_name}`{near}"
