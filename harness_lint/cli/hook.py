"""`harness-lint hook`: coding agents call it after each edit; `install` tells them to."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from difflib import unified_diff
from pathlib import Path

import click

from harness_lint.agents.agent import Agent, Moment
from harness_lint.agents.known import AGENTS
from harness_lint.agents.settings import PROGRAM, call_of, installed, uninstalled
from harness_lint.cli import note
from harness_lint.cli.hook_event import answer_event, project_root
from harness_lint.cli.options import Decorated
from harness_lint.errors import UsageError
from harness_lint.reporters.terminal import safe
from harness_lint.writing import write_text


@click.group("hook")
def command() -> None:
    """Check what coding agents write, at the moment when they write it.

    `install` puts hooks into the settings of an agent. The agent then calls `hook AGENT` with an
    event on standard input, after each edit and before it ends, and is told what is wrong.
    """


def _choices(function: Decorated) -> Decorated:
    """Add what `install` and `uninstall` have in common."""
    for decorate in (
        click.option("--diff", "is_diff", is_flag=True, help="Show the change; write nothing."),
        click.option(
            "--user/--project",
            "is_user",
            default=False,
            help="The settings of the user for all projects, or those of this project (the "
            "default).",
        ),
        click.argument("agent", type=click.Choice(list(AGENTS))),
    ):
        function = decorate(function)
    return function


@command.command("install")
@_choices
@click.option(
    "--program",
    default=PROGRAM,
    show_default=True,
    help="What the agent is to call, such as `uvx --from harness-spec-lint harness-lint`.",
)
@click.option(
    "--edits-only",
    is_flag=True,
    help="Only after edits: an agent that believes to be done is not sent back.",
)
def install(agent: str, is_user: bool, is_diff: bool, program: str, edits_only: bool) -> None:
    """Put hooks into the settings of AGENT. All else in them stays as it is, byte for byte.

    Hooks of the user run in any project, and thus no code of it (`local-checks`).
    """
    known = AGENTS[agent]
    if "harness" not in program:
        raise UsageError(f"`{program}` does not call harness-lint")
    path, shown = _settings(known, is_user=is_user)
    before = _read(path)
    call = call_of(known, program, no_local_code=is_user)
    moments = (Moment.EDIT,) if edits_only else tuple(Moment)
    after = installed(known, before, shown, call, moments)
    if _show(before, after, shown, is_diff=is_diff):
        return
    if before == after:
        note(f"`{shown}` holds the hooks already")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, after.decode("utf-8"), shown)
    when = "after each edit" if edits_only else "after each edit and before it ends"
    note(f"{known.title} is told of findings {when}: `{shown}`")
    if known.advice:
        note(known.advice)


@command.command("uninstall")
@_choices
def uninstall(agent: str, is_user: bool, is_diff: bool) -> None:
    """Take the hooks out of the settings of AGENT again; they are then what they were before."""
    known = AGENTS[agent]
    path, shown = _settings(known, is_user=is_user)
    before = _read(path)
    after = None if before is None else uninstalled(known, before, shown)
    if _show(before, after, shown, is_diff=is_diff):
        return
    if before == after:
        note(f"`{shown}` holds no hooks of ours")
    elif after is None:
        path.unlink()
        with contextlib.suppress(OSError):  # it holds something else
            path.parent.rmdir()
        note(f"`{shown}` held nothing else, and is removed")
    else:
        write_text(path, after.decode("utf-8"), shown)
        note(f"{known.title} is told no more: `{shown}`")


def _answering(agent: Agent) -> Callable[[bool], int]:
    return lambda no_local_code: answer_event(agent, no_local_code=no_local_code)


for _agent in AGENTS.values():
    _help = f"Answer the event of {_agent.title} on standard input ({_agent.source})."
    _option = click.option(
        "--no-local-code", is_flag=True, help="Refuse to run code of the project (`local-checks`)."
    )
    command.command(_agent.name, help=_help)(_option(_answering(_agent)))


def _settings(agent: Agent, *, is_user: bool) -> tuple[Path, str]:
    """Return the settings of *agent*, and what messages call them."""
    if not is_user:
        return project_root() / agent.project_file, agent.project_file
    moved = os.environ.get(agent.home_variable, "") if agent.home_variable else ""
    if moved:
        path = Path(moved, *Path(agent.user_file).parts[1:])
        return path, str(path)
    return Path.home() / agent.user_file, f"~/{agent.user_file}"


def _read(path: Path) -> bytes | None:
    """Return the bytes of *path*; None if it is not there.

    Raises: UsageError if it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}") from error


def _show(before: bytes | None, after: bytes | None, shown: str, *, is_diff: bool) -> bool:
    """Print how *before* becomes *after* if that is wanted; return whether it is."""
    if is_diff:
        for line in _diff(before, after, shown):
            sys.stdout.write(f"{safe(line)}\n")
    return is_diff


def _diff(before: bytes | None, after: bytes | None, shown: str) -> Iterator[str]:
    old, new = (
        [] if text is None else text.decode("utf-8", "replace").splitlines()
        for text in (before, after)
    )
    was, now = (shown if text is not None else "/dev/null" for text in (before, after))
    return unified_diff(old, new, was, now, lineterm="")
