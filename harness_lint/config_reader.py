"""From TOML to `Config`: every key and value is checked, and all mistakes are told at once."""

from __future__ import annotations

import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from harness_lint import __version__
from harness_lint.config import (
    LIMITS,
    NOT_SETTABLE,
    NOTHING,
    PYPROJECT,
    PYPROJECT_TABLE,
    Config,
    Override,
    Selection,
    version_key,
)
from harness_lint.config_places import KeyPath, Problem, describe_problems
from harness_lint.errors import ConfigError, did_you_mean, listed
from harness_lint.findings import Severity


class Setting(NamedTuple):
    """A key that a table of the configuration may hold, made from a field of its class."""

    name: str
    """The field's name; the key has dashes for underscores."""
    shape: type
    """The class of the field."""
    hint: Any
    default: Any
    """`REQUIRED` if there is none."""

    @property
    def limits(self) -> Mapping[str, Any]:
        """What the type does not say of the values."""
        return LIMITS.get(self.name, NOTHING)


REQUIRED = object()
"""Stands for the default of a setting that has none."""

Chosen = TypeVar("Chosen")


class ValueProblemError(Exception):
    """A value of the wrong type; the message says which would be right."""


def read_config(path: Path, root: Path) -> Config:
    """Return what the TOML file *path* says, for the project at *root*.

    Raises: ConfigError with every mistake, each with file and line.
    """
    text = _text(path)
    table, prefix = _our_table(path, text)
    problems: list[Problem] = []
    values = _read_table(Config, table, prefix, problems)
    problems.extend(_version_problems(values, prefix))
    if problems:
        raise ConfigError(describe_problems(path, text, problems))
    return Config(root=str(root), origin=str(path), **values)


def settings_of(shape: type) -> dict[str, Setting]:
    """Return the keys of a table that is read into the class *shape*.

    The fields of a `Selection` inside it stand in the same table.
    """
    hints = typing.get_type_hints(shape)
    found: dict[str, Setting] = {}
    defaults: Mapping[str, Any] = getattr(shape, "_field_defaults")  # noqa: B009  a named tuple
    for name, hint in hints.items():
        if hint is Selection:
            found |= settings_of(Selection)
        elif name not in NOT_SETTABLE:
            default = defaults.get(name, REQUIRED)
            found[name.replace("_", "-")] = Setting(name, shape, hint, default)
    return found


def key_prefix(path: Path) -> KeyPath:
    """Return the keys above our own in the file *path*."""
    return tuple(PYPROJECT_TABLE.split(".")) if path.name == PYPROJECT else ()


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error


def _our_table(path: Path, text: str) -> tuple[dict[str, Any], KeyPath]:
    prefix = key_prefix(path)
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_toml_message(path, text, str(error))) from error
    except RecursionError as error:
        raise ConfigError(f"{path}: nested too deeply") from error
    for key in prefix:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: `{PYPROJECT_TABLE}` is {_kind(table)}; it must be a table")
    return table, prefix


def _toml_message(path: Path, text: str, message: str) -> str:
    what, _, where = message.rpartition(" (at ")
    placed = re.match(r"line (\d+)", where)
    line = placed[1] if placed else text.count("\n") + 1
    return f"{path}:{line}: not TOML: {what or message}"


def _read_table(
    shape: type, table: Mapping[str, Any], at: KeyPath, problems: list[Problem]
) -> dict[str, Any]:
    settings = settings_of(shape)
    values: dict[str, Any] = {}
    for key, value in table.items():
        setting = settings.get(key)
        if setting is None:
            problems.append(_unknown_key(key, at, settings))
            continue
        try:
            values[setting.name] = _convert(setting, value, (*at, key), problems)
        except ValueProblemError as error:
            problems.append(Problem((*at, key), f"`{key}` is {_kind(value)}; {error}"))
    problems.extend(_missing_keys(settings, table, at))
    return _with_selection(shape, values)


def _unknown_key(key: str, at: KeyPath, settings: Mapping[str, Setting]) -> Problem:
    near = did_you_mean(key, settings)
    choices = listed(sorted(settings))
    return Problem((*at, key), f"unknown key `{key}`{near or f'; the keys are {choices}'}")


def _missing_keys(
    settings: Mapping[str, Setting], table: Mapping[str, Any], at: KeyPath
) -> Iterable[Problem]:
    for key, setting in settings.items():
        if setting.default is REQUIRED and key not in table:
            yield Problem(at, f"an entry of `{at[-2]}` has no `{key}`; add it")


def _with_selection(shape: type, values: dict[str, Any]) -> dict[str, Any]:
    """Move the values of a `Selection` into one."""
    if shape is Selection:
        return values
    own = {name: values.pop(name) for name in Selection._fields if name in values}
    return values | {"selection": Selection(**own)}


def _convert(setting: Setting, value: object, at: KeyPath, problems: list[Problem]) -> object:
    hint = _without_none(setting.hint)
    if hint is Severity or "choices" in setting.limits:
        choices = setting.limits.get("choices", tuple(Severity))
        return _choice(Severity if hint is Severity else str, value, choices, at, problems)
    if hint == tuple[str, ...]:
        return _strings(value)
    if hint == tuple[Override, ...]:
        return _overrides(value, at, problems)
    if hint == Mapping[str, Severity]:
        return _severities(value, at, problems)
    if typing.get_origin(hint) is Mapping:
        return _tables(value, at, problems)
    return _scalar(setting, hint, value, at, problems)


def _without_none(hint: object) -> object:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(one for one in typing.get_args(hint) if one is not types.NoneType)
    return hint


def _choice(
    kind: Callable[[str], Chosen],
    value: object,
    choices: Iterable[str],
    at: KeyPath,
    problems: list[Problem],
) -> Chosen | None:
    names = [str(one) for one in choices]
    if isinstance(value, str) and value in names:
        return kind(value)
    if not isinstance(value, str):
        raise ValueProblemError("it must be " + _one_of(names))
    near = did_you_mean(value, names)
    message = f"`{at[-1]}` is `{value}`; it must be {_one_of(names)}{near}"
    problems.append(Problem(at, message, value))
    return None


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueProblemError("it must be a list of strings")
    return tuple(value)


def _overrides(value: object, at: KeyPath, problems: list[Problem]) -> tuple[Override, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueProblemError(f"it must be tables `[[{at[-1]}]]`")
    found = []
    for index, table in enumerate(value):
        values = _read_table(Override, table, (*at, index), problems)
        if "paths" in values:
            found.append(Override(**values))
    return tuple(found)


def _severities(value: object, at: KeyPath, problems: list[Problem]) -> dict[str, Severity]:
    if not isinstance(value, dict):
        raise ValueProblemError("it must be a table of rules and severities")
    found: dict[str, Severity] = {}
    for rule, level in value.items():
        try:
            chosen = _choice(Severity, level, tuple(Severity), (*at, rule), problems)
            found |= {rule: chosen} if chosen else {}
        except ValueProblemError as error:
            problems.append(Problem((*at, rule), f"`{rule}` is {_kind(level)}; {error}"))
    return found


def _tables(value: object, at: KeyPath, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict):
        raise ValueProblemError("it must be a table with one table of options for each rule")
    for rule, options in value.items():
        if not isinstance(options, dict):
            message = f"`{at[-1]}.{rule}` is {_kind(options)}; it must be a table of options"
            problems.append(Problem((*at, rule), message))
    return value


def _scalar(
    setting: Setting, hint: object, value: object, at: KeyPath, problems: list[Problem]
) -> object:
    if type(value) is not hint:
        raise ValueProblemError(f"it must be {_KINDS[hint]}")
    minimum = setting.limits.get("minimum")
    if isinstance(value, int) and minimum is not None and value < minimum:
        problems.append(Problem(at, f"`{at[-1]}` is {value}; it must be at least {minimum}"))
    pattern = setting.limits.get("pattern")
    if isinstance(value, str) and pattern is not None and not re.fullmatch(pattern, value):
        message = f"`{at[-1]}` is `{value}`; it must be a version such as `{__version__}`"
        problems.append(Problem(at, message))
    return value


def _version_problems(values: Mapping[str, Any], prefix: KeyPath) -> Iterable[Problem]:
    version = values.get("version", "")
    if version and version_key(version) > version_key(__version__):
        message = f"`version` is `{version}` but this is harness-lint {__version__}; upgrade it"
        yield Problem((*prefix, "version"), message)


def _one_of(names: list[str]) -> str:
    return "one of " + listed(names)


_KINDS: dict[object, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a table",
}


def _kind(value: object) -> str:
    return _KINDS.get(type(value), f"a {type(value).__name__}")
