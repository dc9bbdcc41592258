"""Stamps of files and folders: what tells, without reading them, that they are what they were."""

from __future__ import annotations

import os
from typing import NamedTuple

from harness_lint.source import made

FINE = 50_000_000
"""Nanoseconds between two changes that a file system with fine times tells apart, and some more:
the clock of Linux goes on every 10 ms at the latest."""

COARSE = 2_000_000_000
"""The same for one that counts in seconds; FAT in steps of two."""

_SECOND = 1_000_000_000


class Stamp(NamedTuple):
    """Size, times in nanoseconds since the epoch, and inode of a file or a folder."""

    size: int
    modified: int
    changed: int
    """When its content or its metadata changed last: not even who sets back *modified* can
    choose it."""
    inode: int

    def is_settled(self, now: int) -> bool:
        """Whether all that is read from *now* on, in nanoseconds, is what the stamp stands for.

        What has just been changed may be changed once more and keep its stamp.
        """
        is_fine = self.modified % _SECOND and self.changed % _SECOND
        return max(self.modified, self.changed) < now - (FINE if is_fine else COARSE)


def stamp_of(path: str) -> Stamp | None:
    """Return the stamp of what is at *path*, links followed; None if it has none."""
    try:
        status = os.stat(path)  # noqa: PTH116  half the time of Path
    except (OSError, ValueError):
        return None
    return made(Stamp, (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))
