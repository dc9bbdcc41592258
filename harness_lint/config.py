"""The configuration: what `pyproject.toml` or `harness-lint.toml` say, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from harness_lint.findings import Severity


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules run and how hard they judge: names, codes or code prefixes (`HL3`)."""

    select: tuple[str, ...] | None = None
    """Only these; None for the default set."""
    extend_select: tuple[str, ...] = ()
    """These too, on top of the default set."""
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """Severity by rule."""


@dataclass(frozen=True, slots=True)
class Override:
    """Settings for the paths that match one of *paths* (globs below the project's root)."""

    paths: tuple[str, ...]
    selection: Selection
    family: str | None = None
    """Take these files for documents of this family, whatever they look like."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a user can set, with its default."""

    root: str = "."
    """Absolute path of the project's root."""
    origin: str = ""
    """The file that it was read from; empty for the defaults."""
    selection: Selection = Selection()
    overrides: tuple[Override, ...] = ()
    include: tuple[str, ...] = ()
    """Globs of further files to check, besides Markdown and the families' structured files."""
    exclude: tuple[str, ...] = ()
    """Globs (as in `.gitignore`) of files never to check."""
    packs: tuple[str, ...] = ()
    """Pack files of the user's, below the root."""
    status_documents: tuple[str, ...] = ()
    """The closed set of documents that must carry a status block: globs or paths. Empty: no set."""
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Options by rule name."""
    engine: str = ""
    """Markdown engine, `pyromark` or `markdown-it`; empty to choose by what is installed."""
    fail_on: Severity = Severity.WARNING
    max_file_size: int = 10_000_000
    """Bytes; a larger file is not read (HL905)."""
