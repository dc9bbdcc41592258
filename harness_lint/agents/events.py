"""What an agent tells of on standard input: files that it wrote, or that it believes to be done."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.agents.agent import Agent, Moment
from harness_lint.errors import UsageError
from harness_lint.pattern import pattern

PATH_KEYS = ("file_path", "filePath", "path", "target_file", "notebook_path")
"""What tools that write one file call its path."""

PATCH_KEYS = ("command", "patch", "input")
"""What tools that write several call the patch."""

_PATCHED = pattern(r"(?m)^\*\*\* (?:(?:Add|Update) File|Move to): (.+?)\s*$")
"""A file that a patch leaves behind. Source: the grammar of `apply_patch`, openai/codex."""


_OTHER_NAMES = {
    "afterfileedit": Moment.EDIT,  # Cursor, which hears no answer to it
    "posttooluse": Moment.EDIT,
    "stop": Moment.END,  # GitHub Copilot, if its settings are those of VS Code
}
"""Events that may be wired to us by hand, in small letters."""

_UNNAMED = {"stopReason": Moment.END, "toolName": Moment.EDIT}
"""What tells the events of GitHub Copilot, which does not name them."""


_CUT_SHORT = ("aborted", "error")
"""How Cursor calls an end that is none of ours: its user stopped it, or it broke down."""


class Event(NamedTuple):
    """One call of a hook."""

    moment: Moment | None
    """None for one that is none of our business."""
    folder: str
    """Where the agent works; empty if it does not say."""
    paths: tuple[str, ...]
    """The files that it wrote, as seen from *folder*."""
    is_repeated: bool
    """Whether the agent goes on only because we told it to, so that it must not hear so again."""


def read_event(agent: Agent, text: str) -> Event:
    """Return what *agent* says in *text*.

    Raises: UsageError if that is no JSON object.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the event of {agent.title} is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise UsageError(f"the event of {agent.title} is no JSON object")
    moment = _moment(agent, data)
    paths = tuple(dict.fromkeys(_paths(data))) if moment is Moment.EDIT else ()
    return Event(moment, _folder(data), paths, _is_repeated(data))


def _moment(agent: Agent, data: Mapping[str, Any]) -> Moment | None:
    name = str(data.get("hook_event_name", "")).casefold()
    if not name:
        return next((moment for key, moment in _UNNAMED.items() if key in data), None)
    named = {hook.event.casefold(): moment for moment, hook in agent.hooks.items()}
    moment = {**_OTHER_NAMES, **named}.get(name)
    return None if moment is Moment.END and data.get("status") in _CUT_SHORT else moment


def _folder(data: Mapping[str, Any]) -> str:
    roots = data.get("workspace_roots")
    first = roots[0] if isinstance(roots, list) and roots else ""
    return next((one for one in (data.get("cwd"), first) if isinstance(one, str) and one), "")


def _is_repeated(data: Mapping[str, Any]) -> bool:
    loops = data.get("loop_count", 0)
    return bool(data.get("stop_hook_active")) or (isinstance(loops, int) and loops > 0)


def _paths(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files that a tool wrote, whatever the tool calls them."""
    for given in (data.get("tool_input"), data.get("toolArgs"), data):
        tool_input = _decoded(given)
        if isinstance(tool_input, str):
            yield from _PATCHED.findall(tool_input)
        elif isinstance(tool_input, dict):
            named = (tool_input.get(key) for key in PATH_KEYS)
            yield from (path for path in named if isinstance(path, str) and path)
            patches = (tool_input.get(key) for key in PATCH_KEYS)
            for patch in patches:
                yield from _PATCHED.findall(patch) if isinstance(patch, str) else ()


def _decoded(given: object) -> object:
    """Return *given*, or what it holds if it is JSON in a text: older versions send it so."""
    if not isinstance(given, str) or not given.lstrip().startswith("{"):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return given
