"""The settings of an agent, with our hooks put into them and taken out again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.agents.agent import Agent, Hook, Moment
from harness_lint.agents.json_text import (
    DEFAULT_INDENT,
    JsonText,
    read_text,
    unreadable,
    with_value,
    without,
)
from harness_lint.markdown.data_tree import DataNode

HOOKS = "hooks"
"""The key that all agents have their hooks under."""

PROGRAM = "harness-lint"


def call_of(agent: Agent, program: str = PROGRAM, *, no_local_code: bool = False) -> str:
    """Return the command that *agent* is to call; with *no_local_code*, in any project at all."""
    return f"{program} {_words(agent)}" + (" --no-local-code" if no_local_code else "")


def installed(
    agent: Agent,
    data: bytes | None,
    shown: str,
    command: str,
    moments: Iterable[Moment] = tuple(Moment),
) -> bytes:
    """Return *data*, the settings of *agent*, with hooks that call *command* at *moments*.

    None stands for a file that is not there. What is there stays as it is, and a hook that is
    there is not put there twice.

    Raises: ConfigError with the place of what is no such settings.
    """
    hooks = [agent.hooks[moment] for moment in moments]
    every = {hook.event: [agent.entry(hook, command)] for hook in hooks}
    if data is None:
        text = json.dumps({HOOKS: every, **agent.head}, indent=DEFAULT_INDENT)
        return f"{text}\n".encode()
    if _read(agent, data, shown).root.get(HOOKS) is None:
        return _with_keys(agent, data, shown, {HOOKS: every, **agent.head})
    for hook in hooks:
        data = _with_hook(_read(agent, data, shown), shown, agent, hook, command)
    return data


def uninstalled(agent: Agent, data: bytes, shown: str) -> bytes | None:
    """Return *data*, the settings of *agent*, without our hooks; None if the file is to go.

    Of all that may have been there before, it is the shortest that our hooks make *data* of. If
    somebody has laid the file out anew, what is empty goes too.

    Raises: ConfigError with the place of what is no such settings.
    """
    ours = list(_ours(_read(agent, data, shown), agent))
    if not ours:
        return data
    command = ours[0].command
    events = {one.event for one in ours}
    moments = [moment for moment, hook in agent.hooks.items() if hook.event in events]
    before = list(_before(agent, data, shown))
    for one in sorted(before, key=lambda text: -1 if text is None else len(text)):
        if installed(agent, one, shown, command, moments) == data:
            return one
    bare = min(_cleared(agent, [_bare(agent, data, shown)], shown), key=len)
    left = {*_read(agent, bare, shown).root.keys}
    return bare if left - {*agent.head} else None


def _read(agent: Agent, data: bytes, shown: str) -> JsonText:
    return read_text(data, shown, has_comments=agent.has_comments)


def _words(agent: Agent) -> str:
    return f"hook {agent.name}"


def _with_keys(agent: Agent, data: bytes, shown: str, added: Mapping[str, Any]) -> bytes:
    """Return *data* with those of the keys *added* that it does not have."""
    for key, value in added.items():
        text = _read(agent, data, shown)
        if text.root.get(key) is None:
            data = with_value(text, text.root, value, key)
    return data


def _with_hook(text: JsonText, shown: str, agent: Agent, hook: Hook, command: str) -> bytes:
    hooks = text.root.get(HOOKS)
    if hooks is None or not hooks.is_mapping:
        at = (hooks or text.root).span
        raise unreadable(text.data, shown, at, f"`{HOOKS}` is no object")
    entries = hooks.get(hook.event)
    entry = agent.entry(hook, command)
    if entries is None:
        return with_value(text, hooks, [entry], hook.event)
    if not entries.is_sequence:
        raise unreadable(text.data, shown, entries.span, f"`{hook.event}` is no array")
    if any(_command(agent, one) for one in entries.items):
        return text.data
    return with_value(text, entries, entry)


def _command(agent: Agent, entry: DataNode) -> str:
    """Return the command of *entry* if it is one of ours; else nothing."""
    words = f" {_words(agent)} "
    texts = (one.text for one in entry.walk() if one.is_scalar)
    return next((text for text in texts if words in f"{text} " and "harness" in text), "")


class _Ours(NamedTuple):
    """A hook of ours in settings."""

    event: str
    inside: DataNode
    """The array that holds it: of its event, or of a group into which another was put."""
    number: int
    """Its 0-based place there."""
    command: str


def _ours(text: JsonText, agent: Agent) -> Iterator[_Ours]:
    hooks = text.root.get(HOOKS)
    for event in hooks.entries if hooks is not None else ():
        for inside, number, entry in _entries(event.value):
            if command := _command(agent, entry):
                yield _Ours(event.key.text, inside, number, command)


def _entries(event: DataNode) -> Iterator[tuple[DataNode, int, DataNode]]:
    """Yield the array, the place there and the entry of all that stands under *event*.

    Of a group into which several hooks were put, each of these.
    """
    for number, entry in enumerate(event.items):
        group = entry.get(HOOKS)
        if group is None or len(group.items) < 2:
            yield event, number, entry
        else:
            yield from ((group, place, one) for place, one in enumerate(group.items))


def _bare(agent: Agent, data: bytes, shown: str) -> bytes:
    """Return *data* without our hooks, and with all that held them."""
    while True:
        text = _read(agent, data, shown)
        found = next(_ours(text, agent), None)
        if found is None:
            return data
        data = without(text, found.inside, found.number)


def _before(agent: Agent, data: bytes, shown: str) -> Iterator[bytes | None]:
    """Yield all that may have been there before our hooks were; None for no file."""
    yield None
    texts = _cleared(agent, [_bare(agent, data, shown)], shown)
    for key in agent.head:
        texts += _removed(agent, texts, shown, (), key)
    yield from texts


def _cleared(agent: Agent, texts: list[bytes], shown: str) -> list[bytes]:
    """Return *texts*, and each of them without any of the keys that are left with nothing."""
    for moment in reversed(Moment):  # the last one first, as they were put there one by one
        texts = texts + _removed(agent, texts, shown, (HOOKS,), agent.hooks[moment].event)
    return texts + _removed(agent, texts, shown, (), HOOKS)


def _removed(
    agent: Agent, texts: list[bytes], shown: str, path: tuple[str, ...], key: str
) -> list[bytes]:
    """Return those of *texts* that hold *key* below *path* and nothing in it, without that key."""
    shorter = []
    for data in texts:
        text = _read(agent, data, shown)
        inside = text.root.at(path)
        value = inside.get(key) if inside is not None else None
        if inside is not None and value is not None and not (value.entries or value.items):
            number = inside.keys.index(key)
            shorter.append(without(text, inside, number))
    return shorter
