"""`harness-lint hook AGENT`: answers an event of a coding agent. It knows nothing of click.

Whatever goes wrong with us never holds an agent up: code 2 means "stop" to all of them, so a
mistake in the configuration ends in 1 here, which they show to their user and pass over.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness_lint.agents.agent import Agent, Moment
from harness_lint.agents.events import Event, read_event
from harness_lint.agents.wording import after_edit, before_end
from harness_lint.cli import say
from harness_lint.config import git_root, nearest_config
from harness_lint.errors import HarnessLintError

if TYPE_CHECKING:
    from harness_lint.project.history import Change

EXIT_FAILED = 1
"""Our fault, or the configuration's."""


def answer_event(agent: Agent) -> int:
    """Answer the event on standard input in the words of *agent*; say nothing if all is well."""
    try:
        event = read_event(agent, sys.stdin.buffer.read().decode("utf-8", "replace"))
        return _answer(agent, event)
    except HarnessLintError as error:
        say("error", error.message)
        if error.hint:
            say("hint", error.hint)
        return EXIT_FAILED


def _answer(agent: Agent, event: Event) -> int:
    if event.folder and Path(event.folder).is_dir():
        os.chdir(event.folder)
    if event.moment is Moment.EDIT:
        paths = _own_files(event.paths)
        return _reply(agent.edit.answer, after_edit, paths) if paths else 0
    if event.moment is Moment.END and not event.is_repeated:
        return _reply_at_end(agent)
    return 0


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


def _reply_at_end(agent: Agent) -> int:
    """Reply to *agent* with what is wrong in all that differs from the checked-out commit.

    Where a document is gone, the whole project is looked at: others may have spoken of it.
    """
    root = str(project_root())
    changes = _changes(root)
    if changes is None or any(change.status in ("deleted", "renamed") for change in changes):
        return _reply(agent.end.answer, before_end, (root,))
    return _reply(agent.end.answer, before_end, (root,), is_changed=True) if changes else 0


def _changes(root: str) -> tuple[Change, ...] | None:
    """Return how the working tree differs from the checked-out commit; None if there is none."""
    from harness_lint.project.history import NO_COMMITS, open_history

    history = open_history(root)
    is_new = not history.available or history.why_not == NO_COMMITS
    return None if is_new else history.changed_since("HEAD")


def _reply(
    answer: Callable[[str], Mapping[str, Any]],
    wording: Callable[[str], str],
    paths: tuple[str, ...],
    *,
    is_changed: bool = False,
) -> int:
    """Lint *paths*, and write what *answer* makes of that if it would fail a run."""
    from harness_lint.cli.lint import Arguments, answer_to

    nothing_checked = (("HL904",),)  # a folder without documents is no fault of an edit
    found = answer_to(
        Arguments(
            paths=paths,
            output_format="agent",
            changed=is_changed,
            ignore=nothing_checked,
            quiet=True,
        )
    )
    sys.stderr.write(found.err)
    if found.code and found.out:
        sys.stdout.write(json.dumps(answer(wording(found.out)), ensure_ascii=False) + "\n")
        return 0
    return EXIT_FAILED if found.code else 0
