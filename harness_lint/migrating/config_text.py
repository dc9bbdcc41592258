"""Changes written into the text of a configuration, all of which stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any, TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from harness_lint.config import PYPROJECT_TABLE
from harness_lint.errors import UsageError
from harness_lint.migrating.plan import Change

_Overrides: TypeAlias = dict[tuple[str, ...], list[str]]
"""Globs → the rules that are ignored there."""

HEAD = "Settings of harness-lint. `harness-lint config` shows every key with its value."


def changed_config(text: str, changes: Iterable[Change], *, in_pyproject: bool) -> str:
    """Return *text*, a configuration or nothing yet, with *changes* in it.

    Raises: UsageError if it holds something else where a change belongs.
    """
    try:
        document = tomlkit.parse(text) if text else tomlkit.document()
        if not text and not in_pyproject:
            document.add(tomlkit.comment(HEAD))
        table: Any = document
        for key in PYPROJECT_TABLE.split(".") if in_pyproject else ():
            table = table.setdefault(key, tomlkit.table())
        overrides: _Overrides = {}
        for change in changes:
            _put(table, change, overrides)
        for paths, rules in overrides.items():
            if "overrides" not in table:
                table["overrides"] = tomlkit.aot()
            table["overrides"].append(_override(paths, rules))
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, TypeError) as error:
        raise UsageError("the configuration cannot be changed; write it by hand") from error


def _put(
    table: MutableMapping[str, Any], change: Change, overrides: dict[tuple[str, ...], list[str]]
) -> None:
    if change.paths:
        overrides.setdefault(change.paths, []).append(change.value)
    elif change.key == "severity":
        if "severity" not in table:
            table["severity"] = tomlkit.table()
        table["severity"].setdefault(change.value, change.level)
    else:
        if change.key not in table:
            table[change.key] = tomlkit.array()
        if change.value not in table[change.key]:
            table[change.key].append(change.value)


def _override(paths: tuple[str, ...], rules: list[str]) -> Table:
    entry = tomlkit.table()
    entry.trivia.indent = "\n"
    entry["paths"] = list(paths)
    entry["ignore"] = list(dict.fromkeys(rules))
    return entry
