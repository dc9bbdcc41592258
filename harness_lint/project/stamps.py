"""Stamps of files: what tells, without reading a file, that it is what it was."""

from __future__ import annotations

import os
from typing import NamedTuple

SETTLED = 2_000_000_000
"""Nanoseconds after which a file cannot change any more without its times telling: FAT counts in
steps of two seconds, others finer."""


class Stamp(NamedTuple):
    """Size, times in nanoseconds since the epoch, and inode of a file."""

    size: int
    modified: int
    changed: int
    """When its content or its metadata changed last: not even who sets back *modified* can
    choose it."""
    inode: int

    def is_settled(self, now: int) -> bool:
        """Whether all that is read from *now* on, in nanoseconds, is what the stamp stands for."""
        return max(self.modified, self.changed) < now - SETTLED


def stamp_of(path: str) -> Stamp | None:
    """Return the stamp of the file at *path*, links followed; None if it has none."""
    try:
        status = os.stat(path)  # noqa: PTH116  half the time of Path
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
