"""`harness-lint trace`: the trace graph, seen from several sides."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from harness_lint.cli import note, wants_colour
from harness_lint.cli.options import config_options, results_option
from harness_lint.cli.shell import terminal_width
from harness_lint.cli.traced import (
    MEANT,
    Options,
    Traced,
    items_called,
    read_traced,
    selected_export,
    starts_of,
)
from harness_lint.errors import ConfigError, UsageError, listed
from harness_lint.reporters.terminal import Paint, safe
from harness_lint.writing import write_text

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@click.group("trace")
def command() -> None:
    """Trace items from their definition to what claims, verifies and documents them."""


def _output(function: Decorated) -> Decorated:
    option = click.option("--output-file", metavar="FILE", help="Write it there.")
    return option(_configured(function))


def _configured(function: Decorated) -> Decorated:
    return results_option(config_options(function))


def _chosen(function: Decorated) -> Decorated:
    for option in (
        click.option("--state", default="", help="Only items in this state."),
        click.option("--kind", default="", help="Only items of this kind."),
        click.option("--scope", default="", help="Only items of this scope (a folder) and below."),
    ):
        function = option(function)
    return function


@command.command("matrix")
@_chosen
@click.option(
    "--output-format",
    type=click.Choice(["terminal", "markdown", "csv", "json"]),
    default="terminal",
)
@_output
def matrix(**arguments: Any) -> None:  # noqa: ANN401  a field of `Options` for each option
    """Show every item, what leads to it, and how far it is covered."""
    from harness_lint.tracing import matrix as views

    options = Options(**arguments)
    with read_traced(options) as traced:
        chosen = selected_export(traced, options, judged=True)
        if options.output_format == "terminal":
            lines = views.terminal(chosen, _paint(options.output_file), terminal_width())
        else:
            lines = views.FORMATS[options.output_format](chosen)
        _write(lines, options.output_file)


@command.command("show")
@click.argument("identifier", metavar="ID")
@_output
def show(identifier: str, **arguments: Any) -> None:  # noqa: ANN401  see `matrix`
    """Show where ID is defined, everything that leads to it, its state and what is missing."""
    from harness_lint.tracing.item import show as shown

    options = Options(**arguments)
    paint = _paint(options.output_file)
    lines: list[str] = []
    with read_traced(options, mentions=True) as traced:
        for item in items_called(traced.project, identifier):
            lines += [*([""] if lines else []), *shown(traced.project, item, paint)]
        _write(lines, options.output_file)


@command.command("impact")
@click.argument("changed", metavar="ID|PATH")
@click.option("--output-format", type=click.Choice(["terminal", "json"]), default="terminal")
@_output
def impact(changed: str, **arguments: Any) -> None:  # noqa: ANN401  see `matrix`
    """Show what a change of ID or PATH touches: all that leads to it, step by step."""
    from harness_lint.tracing.item import impact as touched

    options = Options(**arguments)
    with read_traced(options) as traced:
        start = starts_of(traced, changed)
        found = touched(traced.export(), start)
        if options.output_format == "json":
            lines = [_impact_data(start, found)]
        else:
            lines = _impact_lines(changed, start, found)
        _write(lines, options.output_file)


def _impact_data(start: list[str], found: list[tuple[int, str, str]]) -> str:
    import json

    rows = [{"steps": steps, "id": name, "role": role} for steps, name, role in found]
    data = {"version": 1, "changed": start, "touched": rows}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _impact_lines(changed: str, start: list[str], found: list[tuple[int, str, str]]) -> list[str]:
    if not found:
        return [f"nothing leads to `{safe(changed)}`"]
    names = listed(safe(name) for name in start[:MEANT])
    lines = [f"{'  ' * steps}{role:<10} {safe(name)}" for steps, name, role in found]
    return [f"a change of {names} touches:", *lines]


@command.command("graph")
@_chosen
@click.option("--output-format", type=click.Choice(["mermaid", "dot"]), default="mermaid")
@_output
def graph(**arguments: Any) -> None:  # noqa: ANN401  a field of `Options` for each option
    """Write the graph for Mermaid or Graphviz to draw."""
    from harness_lint.tracing import diagram

    options = Options(**arguments)
    with read_traced(options) as traced:
        lines = diagram.FORMATS[options.output_format](selected_export(traced, options))
        _write(lines, options.output_file)


@command.command("export")
@_output
def export_command(**arguments: Any) -> None:  # noqa: ANN401  see `matrix`
    """Write items, links and measures as JSON. The format is stable."""
    import json

    options = Options(**arguments)
    with read_traced(options) as traced:
        export = json.dumps(traced.export(), ensure_ascii=False, indent=1)
        _write([export], options.output_file)


@command.command("report")
@_output
def report(**arguments: Any) -> None:  # noqa: ANN401  see `matrix`
    """Write one HTML page with overview, matrix and a page for each item. It works offline."""
    from harness_lint.tracing.report import render

    options = Options(**arguments)
    output_file = options.output_file
    if output_file is None and sys.stdout.isatty():
        output_file = "trace.html"
    with read_traced(options) as traced:
        _write([render(traced.export())], output_file)
        if output_file is not None:
            note(f"the report is in `{output_file}`")


@command.command("review")
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Review every item that something leads to.")
@_configured
def review(identifiers: tuple[str, ...], is_all: bool, **arguments: Any) -> None:  # noqa: ANN401
    """Say that all that leads to ID follows its present wording."""
    if bool(identifiers) == is_all:
        raise UsageError("say which items were reviewed: IDs, or `--all`")
    with read_traced(Options(**arguments)) as traced:
        if not traced.is_whole:
            message = "nothing is reviewed: what could not be read would be lost"
            raise UsageError(message)
        _review(traced, identifiers, is_all=is_all)


def _review(traced: Traced, identifiers: tuple[str, ...], *, is_all: bool) -> None:
    from harness_lint.documents.trace_lock import LOCK_PATH
    from harness_lint.project.trace.review import reviewed_lines

    project = traced.project
    chosen = (
        [name for name in project.coverage if project.trace.incoming.get(name)]
        if is_all
        else [item.id for one in identifiers for item in items_called(project, one)]
    )
    lines = reviewed_lines(project.trace, chosen)
    path = Path(traced.root, LOCK_PATH)
    _keep_reviews(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "".join(f"{line}\n" for line in lines), LOCK_PATH)
    words = "1 item is" if len(chosen) == 1 else f"{len(chosen)} items are"
    note(f"{words} reviewed; keep `{LOCK_PATH}` under version control")


def _keep_reviews(lock: Path) -> None:
    """See that nothing is lost when *lock* is written anew.

    Raises: ConfigError if not all of it can be read.
    """
    from harness_lint.documents.trace_lock import LOCK_PATH, first_unread_line

    line = first_unread_line(lock.read_bytes()) if lock.is_file() else None
    if line is not None:
        message = f"line {line} of `{LOCK_PATH}` is no review, and would be lost"
        raise ConfigError(message, "repair it, or delete the line")


def _paint(output_file: str | None) -> Paint:
    return Paint(output_file is None and wants_colour(sys.stdout, os.environ))


def _write(lines: Iterable[str], target: str | None) -> None:
    if target is None:
        for line in lines:
            click.echo(line)
        return
    write_text(Path(target), "".join(f"{line}\n" for line in lines), target)
