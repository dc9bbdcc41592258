"""`harness-lint explain`: the page of a rule."""

from __future__ import annotations

import click

from harness_lint.cli.options import config_options
from harness_lint.cli.project import Where, read_configuration, registry_for
from harness_lint.cli.shell import is_terminal
from harness_lint.engine.registry import Registry
from harness_lint.errors import UsageError


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME")
@config_options
def command(rule: str, config_file: str | None, isolated: bool, no_local_code: bool) -> None:
    """Show why a rule is there, with examples and their repair."""
    registry = Registry.load()
    if registry.get(rule) is None:
        where = Where((), config_file, isolated, no_local_code)
        registry = registry_for(read_configuration(where), where, (rule,))
    check = registry.get(rule)
    if check is None:
        from harness_lint.config_names import unknown_rule

        raise UsageError(unknown_rule(rule, registry))
    page = registry.page(check)
    if not is_terminal():
        click.echo(page, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    console.print(Markdown(page), width=min(console.width, 100))
