"""The shape of references: where documents of a family name files that must exist."""

from __future__ import annotations

from typing import NamedTuple


class ReferenceShape(NamedTuple):
    """Where documents of a family name files that must exist."""

    fields: tuple[str, ...] = ()
    """Names of fields, wherever they stand, in whose values the paths stand in code."""
    sections: tuple[str, ...] = ()
    """Titles of sections in which every path in code counts."""
    columns: tuple[str, ...] = ()
    """Titles of columns of tables."""
    front_matter: tuple[str, ...] = ()
    """Keys of front matter."""
    keys: tuple[str, ...] = ()
    """Of structured files: where the paths stand, as `data_trace.values_at` reads it."""
    base: str = "anywhere"
    """What the paths count from: ``document``, ``above``, ``root``, or any folder of these."""
    pattern: str = ""
    """Of the values that are paths; empty for all that look like one."""
    unless: tuple[str, ...] = ()
    """Of structured files: keys whose presence says that the paths count from elsewhere."""
