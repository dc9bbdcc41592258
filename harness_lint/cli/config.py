"""`harness-lint config`: the configuration in force, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from harness_lint.cli.options import config_options
from harness_lint.cli.project import Flags, Where, configure
from harness_lint.config import Config, Override
from harness_lint.config_reader import settings_of


@click.command("config")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@config_options
def command(
    output_format: str, config_file: str | None, isolated: bool, no_local_code: bool
) -> None:
    """Show the configuration for the working directory: every key, with its origin."""
    config, _ = configure(Where((), config_file, isolated, no_local_code), Flags())
    values = _values(Config, config)
    defaults = _values(Config, Config())
    if output_format == "json":
        data = {"root": config.root, "origin": config.origin or None, "values": values}
        click.echo(json.dumps(data, indent=2))
        return
    click.echo(f"# root: {config.root}")
    click.echo(f"# from: {config.origin or 'defaults (no configuration found)'}")
    for line in _toml(values, defaults):
        click.echo(line)


def _values(shape: type, settings: Config | Override) -> dict[str, Any]:
    """Return every key of *settings* as plain data."""
    found: dict[str, Any] = {}
    for key, setting in settings_of(shape).items():
        holder = settings if hasattr(settings, setting.name) else settings.selection
        value = getattr(holder, setting.name)
        if key == "overrides":
            value = [_set_values(one) for one in value]
        found[key] = list(value) if isinstance(value, tuple) else value
    return found


def _set_values(override: Override) -> dict[str, Any]:
    values = _values(Override, override)
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def _toml(values: Mapping[str, Any], defaults: Mapping[str, Any]) -> Iterator[str]:
    tables = {"severity", "rules", "overrides"}
    for key in sorted(values.keys() - tables):
        origin = "  # default" if values[key] == defaults[key] else ""
        if values[key] in (None, ""):
            yield f"# {key} is not set"
        else:
            yield f"{key} = {_toml_value(values[key])}{origin}"
    if values["severity"]:
        yield from ("", "[severity]", *_pairs(values["severity"]))
    for rule, options in values["rules"].items():
        yield from ("", f"[rules.{_toml_key(rule)}]", *_pairs(options))
    for override in values["overrides"]:
        yield from ("", "[[overrides]]", *_pairs(override))


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{_toml_key(key)} = {_toml_value(value)}"


def _toml_key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else json.dumps(key)


def _toml_value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(value)) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
