"""`harness-lint rules`: every rule there is."""

from __future__ import annotations

from typing import Any

import click

from harness_lint.check import Check
from harness_lint.engine.registry import Registry
from harness_lint.findings import RULES_URL, Severity
from harness_lint.reporters.terminal import rows


@click.command("rules")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(output_format: str) -> None:
    """List the rules: code, severity (`off` unless selected), name, what it finds."""
    checks = Registry.load().checks
    if output_format == "json":
        import json

        click.echo(json.dumps([_data(check) for check in checks], indent=2))
        return
    for line in rows((one.code, _default(one), one.name, one.summary) for one in checks):
        click.echo(line)


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
        "url": f"{RULES_URL}/{check.name}",
    }
