"""How much is measured: in full, or small and quick."""

from __future__ import annotations

from typing import NamedTuple


class Sizes(NamedTuple):
    """Sizes of what is made, and numbers of rounds that count."""

    file_kilobytes: int
    file_runs: int
    patience: float
    """Seconds: a tool that takes longer is run once."""
    folder_megabytes: float
    folder_runs: int
    skills_megabytes: float
    growth_megabytes: tuple[float, ...]
    growth_runs: int
    hostile: float
    """Share of the parts of hostile documents."""
    requirements: int
    server_turns: int


FULL = Sizes(20, 15, 20, 20, 5, 14, (1, 3, 10, 30, 100, 200), 2, 1, 10_000, 30)
QUICK = Sizes(4, 1, 1, 0.2, 1, 0.05, (0.2, 0.5), 1, 0.01, 100, 2)
