"""The baseline of a run: where it is, whether it is wanted, and how it is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from harness_lint.cli.project import path_from_here
from harness_lint.config import BASELINE_FILE, Config
from harness_lint.engine.baseline import (
    NEVER_KNOWN,
    Baseline,
    baseline_of,
    read_baseline,
    write_baseline,
)
from harness_lint.engine.report import Extent, Report
from harness_lint.errors import ConfigError, UsageError
from harness_lint.reporters.summary import plural


class Wish(NamedTuple):
    """What the command line says of the baseline."""

    file: str | None = None
    """The one to use, as seen from the working directory."""
    is_unwanted: bool = False
    """Whether every finding is to be shown."""
    is_isolated: bool = False
    """Whether a baseline that nobody named is to be ignored."""


class Place(NamedTuple):
    """Where a baseline is."""

    path: Path
    shown: str
    """What a person calls it from where they are."""
    is_named: bool
    """Whether somebody asked for it: then it must be there."""


def place_of(config: Config, wish: Wish) -> Place:
    """Return where the baseline is, or is to be.

    Raises: ConfigError if the configuration leads out of the project.
    """
    if wish.file is not None:
        return Place(Path.cwd() / wish.file, wish.file, is_named=True)
    name = config.baseline or BASELINE_FILE
    inside = os.path.normpath(name)
    if Path(inside).is_absolute() or os.pardir in Path(inside).parts or "\0" in inside:
        message = f"{config.origin}: `baseline` is `{name}`; it must lie below the project's root"
        raise ConfigError(message)
    shown = path_from_here(config.root)(inside)
    return Place(Path(config.root, inside), shown, is_named=bool(config.baseline))


def baseline_for(config: Config, wish: Wish) -> Baseline | None:
    """Return the baseline in force, if there is one.

    Raises: UsageError if it is not there and must be; ConfigError if it is none.
    """
    place = place_of(config, wish)
    is_used = place.is_named or (place.path.exists() and not wish.is_isolated)
    if is_used and not wish.is_unwanted:
        return read_baseline(place.path, place.shown)
    if config.gate == "ratchet":
        why = "--no-baseline" if wish.is_unwanted else f"`{place.shown}` is not there"
        if wish.is_isolated and not place.is_named:
            why = "--isolated takes none that is not named"
        raise UsageError(
            f"the gate `ratchet` needs a baseline: {why}",
            "--write-baseline writes one",
        )
    return None


def refuse_narrow(config: Config, extent: Extent) -> None:
    """Refuse to write a baseline from a part of what the project is checked for.

    It would forget what the run did not look for.

    Raises: UsageError
    """
    if extent.scope == "stdin":
        raise UsageError("--write-baseline takes the whole project, not standard input")
    if extent.scope == "paths":
        root = path_from_here(config.root)(".")
        raise UsageError(
            "--write-baseline takes the whole project, not some of its paths",
            f"`harness-lint check --write-baseline {root}` writes it",
        )
    if not extent.has_all_rules:
        raise UsageError(
            "--write-baseline takes the rules of the configuration; "
            "leave --select, --extend-select, --ignore and --since out"
        )


def save(report: Report, place: Place) -> str:
    """Write what *report* holds to the baseline at *place*, and say so in one sentence."""
    baseline = baseline_of(report.findings, report.items)
    write_baseline(place.path, place.shown, baseline)
    count = sum(map(len, baseline.findings.values()))
    items = f" and {plural(len(baseline.items), 'item')}" if baseline.items else ""
    words = f"`{place.shown}` now knows {plural(count, 'finding')}{items}"
    left = [one for one in report.findings if one.code in NEVER_KNOWN]
    if left:
        codes = ", ".join(sorted({one.code for one in left}))
        words += f", but not {plural(len(left), 'finding')} of {codes}: a baseline holds none"
    return words
