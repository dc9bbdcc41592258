"""`harness-lint init`: a configuration that fits, and a first report."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from harness_lint.cli import note, wants_colour
from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.config import (
    CONFIG_FILE,
    PYPROJECT,
    PYPROJECT_TABLE,
    Config,
    default_config,
    nearest_config,
)
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Report
from harness_lint.engine.runner import explain_files, run
from harness_lint.engine.whole_project import project_of_files
from harness_lint.errors import UsageError
from harness_lint.packs.loader import load_packs
from harness_lint.reporters.summary import statistics, summary_line
from harness_lint.reporters.terminal import Paint, rows
from harness_lint.setup.proposal import configuration
from harness_lint.setup.survey import RESULT_SETTINGS, Survey, survey_of
from harness_lint.writing import append_text, create_text

LARGEST_SETTING = 1_000_000
"""Bytes of a settings file that is looked into."""

MOST_RULES = 8
"""How many rules the first report names."""


class _Target(NamedTuple):
    """The file that is to hold the configuration."""

    path: Path
    is_pyproject: bool


class _Surveyed(NamedTuple):
    """What stands in the repository, and what our own code failed on."""

    survey: Survey
    crashes: tuple[Crash, ...]


@click.command("init")
@click.argument("folder", default=".")
@click.option("--pyproject", is_flag=True, help=f"Add a table to {PYPROJECT} instead.")
@click.option("--dry-run", is_flag=True, help="Print the configuration, write nothing.")
def command(folder: str, pyproject: bool, dry_run: bool) -> None:
    """Look at the repository around FOLDER and write a configuration that fits it."""
    start = Path(folder)
    if not start.is_dir():
        raise UsageError(f"`{folder}` is no folder")
    root = Path(default_config(start).root)
    existing = _existing(start, root)
    if existing is not None and not dry_run:
        hint = "`harness-lint config` shows what is in force; init never overwrites"
        raise UsageError(f"`{_shown(existing)}` is there already", hint)
    target = _target(root, pyproject=pyproject)
    surveyed = _survey(root)
    text = configuration(surveyed.survey, in_pyproject=target.is_pyproject)
    crashes = list(surveyed.crashes)
    with crashes_told(crashes):
        if not dry_run:
            _write(target, text, surveyed.survey, crashes)
            return
        click.echo(text, nl=False)
        if existing is not None:
            note(f"`{_shown(existing)}` is there already; init never overwrites")


def _existing(start: Path, root: Path) -> Path | None:
    """Return the configuration that is in force at *start*, if it is one of this repository."""
    found = nearest_config(start)
    is_ours = found is not None and found.parent.resolve().is_relative_to(root.resolve())
    return found if is_ours else None


def _write(target: _Target, text: str, survey: Survey, crashes: list[Crash]) -> None:
    shown = _shown(target.path)
    if target.is_pyproject:
        append_text(target.path, "\n" + text, shown)
    else:
        create_text(target.path, text, shown)
    paint = Paint(wants_colour(sys.stdout, os.environ))
    for line in _first_report(target, shown, survey, paint, crashes):
        click.echo(line)


def _target(root: Path, *, pyproject: bool) -> _Target:
    """Return where the configuration goes.

    Raises: UsageError if there is no `pyproject.toml` to add it to.
    """
    if not pyproject:
        return _Target(root / CONFIG_FILE, is_pyproject=False)
    path = root / PYPROJECT
    if not path.is_file():
        hint = f"without --pyproject, init writes `{CONFIG_FILE}`"
        raise UsageError(f"there is no `{PYPROJECT}` in `{root}`", hint)
    return _Target(path, is_pyproject=True)


def _survey(root: Path) -> _Surveyed:
    config, registry = configure(Where((str(root),), is_isolated=True), Flags())
    packs = load_packs(config.root, ())
    files = find_files(config, packs, (config.root,))
    inputs = inputs_of(files)
    taken = [(one.path, one.family) for one in explain_files(config, registry, inputs).files]
    whole = project_of_files(config, registry, inputs)
    survey = survey_of(taken, whole.project, packs, _settings(root))
    return _Surveyed(survey, whole.crashes)


def _settings(root: Path) -> dict[str, str]:
    """Return the texts of the settings files in *root* that may name files of results."""
    texts = {}
    for name in RESULT_SETTINGS:
        path = root / name
        try:
            if path.is_file() and path.stat().st_size <= LARGEST_SETTING:
                texts[name] = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it says nothing then
            continue
    return texts


def _first_report(
    target: _Target, shown: str, survey: Survey, paint: Paint, crashes: list[Crash]
) -> Iterator[str]:
    name = f"the table `[{PYPROJECT_TABLE}]` of {shown}" if target.is_pyproject else shown
    yield f"wrote {name}"
    if not survey.documents:
        yield from (
            "",
            "no document stands here yet; `harness-lint new --list` shows what to begin",
        )
        return
    config, registry = configure(Where((str(target.path.parent),)), Flags())
    report = _report(config, registry)
    crashes += report.crashes
    yield ""
    table = [(name, count, survey.titles[name]) for name, count in survey.families.items()]
    if survey.unknown:
        table.append(("unknown", survey.unknown, "Markdown without a family"))
    yield from rows((f"{count:>5}", name, title) for name, count, title in table)
    yield ""
    yield summary_line(report, paint)
    yield from list(statistics(report))[:MOST_RULES]
    rest = len(Counter(one.code for one in report.findings)) - MOST_RULES
    if rest > 0:
        yield f"… and {rest} more rules"
    yield ""
    yield from rows(_next(report, survey))


def _report(config: Config, registry: Registry) -> Report:
    packs = load_packs(config.root, config.packs)
    files = find_files(config, packs, (config.root,))
    return run(config, registry, inputs_of(files), packs=packs)


def _next(report: Report, survey: Survey) -> Iterator[tuple[str, str]]:
    yield "harness-lint check", "every finding at its place"
    if report.findings:
        yield "harness-lint check --write-baseline", "know these, and fail on new ones alone"
    if survey.chain:
        yield "harness-lint trace matrix", "each requirement with its tasks and tests"
    yield "harness-lint explain RULE", "why, and how to repair it"


def _shown(path: Path) -> str:
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
