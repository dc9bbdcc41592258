"""Names in the configuration against the checks that exist: rules, options, families."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from harness_lint.check import Check
from harness_lint.config import Config, Selection
from harness_lint.config_places import KeyPath, Problem, describe_problems
from harness_lint.config_reader import key_prefix
from harness_lint.errors import ConfigError, UsageError, did_you_mean, listed


class Rules(Protocol):
    """What is needed of the registry."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks, by code."""
        ...

    def get(self, selector: str) -> Check | None:
        """Return the check with that code or name."""
        ...

    def matching(self, selector: str) -> tuple[Check, ...]:
        """Return the checks that a code, a name, a prefix or `ALL` selects."""
        ...


def check_names(
    config: Config, registry: Rules, families: Iterable[str] = (), clients: Iterable[str] = ()
) -> Config:
    """Return *config* with the options under the rules' names, once every name in it is known.

    *families* are the names that an override may demand, *clients* those of clients of skills;
    empty to not judge them.

    Raises: ConfigError with every unknown rule, option, family and client, and every wrong option
    value.
    """
    prefix = key_prefix(Path(config.origin))
    problems = [*_selection_problems(config.selection, prefix, registry)]
    for index, override in enumerate(config.overrides):
        at = (*prefix, "overrides", index)
        problems.extend(_selection_problems(override.selection, at, registry))
        problems.extend(_family_problems(override.family, at, tuple(families)))
    problems.extend(_unknown("unfixable", config.unfixable, prefix, registry))
    problems.extend(_unknown("safe-fixes", config.safe_fixes, prefix, registry))
    problems.extend(_client_problems(config.clients, prefix, tuple(clients)))
    for rule, options in config.rules.items():
        problems.extend(option_problems(rule, options, (*prefix, "rules", rule), registry))
    if problems:
        text = Path(config.origin).read_text(encoding="utf-8-sig")
        raise ConfigError(describe_problems(Path(config.origin), text, problems))
    return config._replace(rules=_by_name(config.rules, registry))


def check_selectors(flag: str, selectors: Iterable[str], registry: Rules) -> None:
    """Refuse words that select no rule.

    Raises: UsageError naming *flag*, the word, and the nearest name.
    """
    for selector in selectors:
        if not registry.matching(selector):
            raise UsageError(f"{flag}: {unknown_rule(selector, registry)}")


def unknown_rule(selector: str, registry: Rules) -> str:
    """Return the words for a *selector* that selects no rule."""
    names = [word for check in registry.checks for word in (check.name, check.code)]
    near = did_you_mean(selector, names) or did_you_mean(selector.upper(), names)
    return f"unknown rule `{selector}`{near or '; `harness-lint rules` lists them'}"


def _selection_problems(selection: Selection, at: KeyPath, registry: Rules) -> Iterator[Problem]:
    lists = {
        "select": selection.select or (),
        "extend-select": selection.extend_select,
        "ignore": selection.ignore,
        "severity": tuple(selection.severity),
    }
    for key, selectors in lists.items():
        yield from _unknown(key, selectors, at, registry)


def _unknown(key: str, selectors: Iterable[str], at: KeyPath, registry: Rules) -> Iterator[Problem]:
    """Yield the words among *selectors*, which stand under *key*, that select no rule."""
    for selector in selectors:
        if not registry.matching(selector):
            path = (*at, key, selector) if key == "severity" else (*at, key)
            value = None if key == "severity" else selector
            yield Problem(path, f"`{key}`: {unknown_rule(selector, registry)}", value)


def _family_problems(
    family: str | None, at: KeyPath, families: tuple[str, ...]
) -> Iterator[Problem]:
    if family is None or not families or family in families:
        return
    choices = listed(sorted(families))
    near = did_you_mean(family, families) or f"; the families are {choices}"
    yield Problem((*at, "family"), f"unknown family `{family}`{near}")


def _client_problems(
    named: Iterable[str], at: KeyPath, clients: tuple[str, ...]
) -> Iterator[Problem]:
    for client in named:
        if clients and client not in clients:
            choices = listed(sorted(clients))
            near = did_you_mean(client, clients) or f"; the clients are {choices}"
            yield Problem((*at, "clients"), f"`clients`: unknown client `{client}`{near}", client)


def option_problems(
    rule: str, options: Mapping[str, Any], at: KeyPath, registry: Rules
) -> Iterator[Problem]:
    """Yield what is wrong with the *options* of the rule named *rule*, which stand at *at*."""
    check = registry.get(rule)
    if check is None:
        yield Problem(at, unknown_rule(rule, registry))
        return
    shape = check.options
    if shape is None:
        if options:
            yield Problem(at, f"rule `{rule}` has no options")
        return
    hints = typing.get_type_hints(shape)
    known = {name.replace("_", "-"): hints[name] for name in hints}
    for key, value in options.items():
        hint = known.get(key.replace("_", "-"))
        if hint is None:
            near = did_you_mean(key, known)
            choices = listed(sorted(known))
            message = f"unknown option `{key}` of `{rule}`{near or f'; it has {choices}'}"
            yield Problem((*at, key), message)
        elif not fits(hint, value):
            message = (
                f"option `{key}` of `{rule}` is `{_shown(value)}`; it must be {in_words(hint)}"
            )
            yield Problem((*at, key), message)


def fits(hint: object, value: object) -> bool:
    """Return whether a TOML *value* is of the type *hint*."""
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is typing.Literal:
        return value in arguments
    if origin in _LISTS:
        return isinstance(value, list) and all(fits(arguments[0], one) for one in value)
    if origin in _MAPPINGS:
        return isinstance(value, dict) and all(fits(arguments[1], one) for one in value.values())
    if arguments:
        return any(fits(one, value) for one in arguments)
    return _fits_scalar(hint, value)


def _fits_scalar(hint: object, value: object) -> bool:
    if hint is float:
        return type(value) in (int, float)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return value in [one.value for one in hint]
    return type(value) is hint


def in_words(hint: object) -> str:
    """Return what a value of the type *hint* is, for a message."""
    origin = typing.get_origin(hint)
    arguments = typing.get_args(hint)
    if origin is typing.Literal:
        return "one of " + listed(arguments)
    if origin in _LISTS:
        return f"a list, each {in_words(arguments[0])}"
    if origin in _MAPPINGS:
        return f"a table, each value {in_words(arguments[1])}"
    if arguments:
        return " or ".join(in_words(one) for one in arguments if one is not type(None))
    return _WORDS.get(hint, getattr(hint, "__name__", str(hint)))


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _by_name(
    rules: Mapping[str, Mapping[str, Any]], registry: Rules
) -> dict[str, Mapping[str, Any]]:
    named: dict[str, Mapping[str, Any]] = {}
    for rule, options in rules.items():
        check = registry.get(rule)
        name = check.name if check else rule
        named[name] = {**named.get(name, {}), **options}
    return named


_WORDS: dict[object, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
}

_LISTS: tuple[object, ...] = (tuple, list, frozenset)
_MAPPINGS: tuple[object, ...] = (dict, typing.get_origin(Mapping[str, str]))
