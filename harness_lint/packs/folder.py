"""Where the built-in packs and schemas lie."""

from __future__ import annotations

from pathlib import Path

PARSED = Path(__file__).with_name("builtin.json")
"""The built-in packs in parsed form: written by `make packs` from `rules/*.yaml`."""


def rules_folder() -> Path:
    """Return the folder of the built-in packs: inside the wheel, or beside a checkout."""
    packaged = Path(__file__).with_name("builtin")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"
