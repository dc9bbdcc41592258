"""`harness-lint hook AGENT`: answers an event of a coding agent. It knows nothing of click.

Whatever goes wrong with us never holds an agent up: code 2 means "stop" to all of them, so a
mistake in the configuration ends in 1 here, which they show to their user and pass over.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.agents.agent import Agent, Moment
from harness_lint.agents.events import Event, read_event
from harness_lint.agents.wording import after_edit, before_end
from harness_lint.cli import say
from harness_lint.config import git_root, nearest_config
from harness_lint.errors import HarnessLintError, UsageError

if TYPE_CHECKING:
    from harness_lint.project.history import Change

EXIT_FAILED = 1
"""Our fault, or the configuration's."""


def answer_event(agent: Agent, *, no_local_code: bool) -> int:
    """Answer the event on standard input in the words of *agent*; say nothing if all is well.

    With *no_local_code*, no code of the project is run, whatever its configuration says.
    """
    try:
        if sys.stdin.isatty():
            words = f"{agent.title} calls this with an event on standard input"
            raise UsageError(words, f"`harness-lint hook install {agent.name}` tells it to")
        event = read_event(agent, sys.stdin.buffer.read().decode("utf-8", "replace"))
        return _answer(agent, event, no_local_code=no_local_code)
    except HarnessLintError as error:
        say("error", error.message)
        if error.hint:
            say("hint", error.hint)
        return EXIT_FAILED


class Asked(NamedTuple):
    """What is to be checked."""

    paths: tuple[str, ...] = ()
    """Empty for nothing."""
    is_changed: bool = False
    """Whether only what differs from the checked-out commit."""


def _answer(agent: Agent, event: Event, *, no_local_code: bool) -> int:
    """Lint what *event* asks for, and answer if that would fail a run."""
    if event.folder and Path(event.folder).is_dir():
        os.chdir(event.folder)
    asked = _asked(event)
    if not asked.paths:
        return 0
    from harness_lint.cli.lint import Arguments, answer_to

    found = answer_to(
        Arguments(
            paths=asked.paths,
            changed=asked.is_changed,
            ignore=(("HL904",),),  # a folder without documents is no fault of the agent
            output_format="agent",
            quiet=True,
            no_local_code=no_local_code,
        )
    )
    sys.stderr.write(found.err)
    if not (found.code and found.out):
        return EXIT_FAILED if found.code else 0
    is_edit = event.moment is Moment.EDIT
    hook, wording = (agent.edit, after_edit) if is_edit else (agent.end, before_end)
    sys.stdout.write(json.dumps(hook.answer(wording(found.out)), ensure_ascii=False) + "\n")
    return 0


def _asked(event: Event) -> Asked:
    if event.moment is Moment.EDIT:
        return Asked(_own_files(event.paths))
    if event.moment is Moment.END and not event.is_repeated:
        return _asked_at_end()
    return Asked()


def _own_files(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of *paths* that are files of the project around the working directory."""
    root = os.path.realpath(project_root())
    inside = (path for path in paths if Path(os.path.realpath(path)).is_relative_to(root))
    return tuple(path for path in inside if Path(path).is_file())


def project_root() -> Path:
    """Return the folder of the nearest configuration, else the git root, else this one."""
    here = Path.cwd()
    config = nearest_config(here)
    return config.parent if config is not None else git_root(here) or here


def _asked_at_end() -> Asked:
    """Ask for all that differs from the checked-out commit.

    Where a document is gone, the whole project is looked at: others may have spoken of it.
    """
    root = str(project_root())
    changes = _changes(root)
    if changes is None or any(change.status in ("deleted", "renamed") for change in changes):
        return Asked((root,))
    return Asked((root,), is_changed=True) if changes else Asked()


def _changes(root: str) -> tuple[Change, ...] | None:
    """Return how the working tree differs from the checked-out commit; None if there is none."""
    from harness_lint.project.history import NO_COMMITS, open_history

    history = open_history(root)
    is_new = not history.available or history.why_not == NO_COMMITS
    return None if is_new else history.changed_since("HEAD")
