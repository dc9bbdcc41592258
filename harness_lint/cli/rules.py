"""`harness-lint rules`: every rule there is."""

from __future__ import annotations

from typing import Any

import click

from harness_lint.check import Check
from harness_lint.cli import note
from harness_lint.cli.options import config_options
from harness_lint.cli.project import Where, read_configuration, registry_for
from harness_lint.findings import Severity
from harness_lint.reporters.terminal import rows


@click.command("rules")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@config_options
def command(
    output_format: str, config_file: str | None, isolated: bool, no_local_code: bool
) -> None:
    """List the rules: code, severity (`off` unless selected), name, what it finds.

    Those of plug-ins and of the project are listed where the configuration names them.
    """
    from harness_lint.engine.extension import not_in_force

    where = Where((), config_file, isolated, no_local_code)
    config = read_configuration(where)
    checks = registry_for(config, where).checks
    if output_format == "json":
        import json

        click.echo(json.dumps([_data(check) for check in checks], indent=2))
    else:
        for line in rows((one.code, _default(one), one.name, one.summary) for one in checks):
            click.echo(line)
    for name in not_in_force(config):
        note(f'plug-in `{name}` is installed; `plugins = ["{name}"]` puts its rules in force')


def _default(check: Check) -> str:
    return str(check.severity) if _is_on(check) else "off"


def _is_on(check: Check) -> bool:
    return check.severity is not Severity.INFO


def _data(check: Check) -> dict[str, Any]:
    from harness_lint.config_schema import options_schema

    return {
        "code": check.code,
        "name": check.name,
        "severity": str(check.severity),
        "default": _is_on(check),
        "since": check.since,
        "summary": check.summary,
        "options": options_schema(check)["properties"] if check.has_options else {},
        "url": check.address or None,
        "plugin": check.plugin or None,
    }
