"""Where the cache stands, and which of its files serves a run."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from harness_lint.engine.cache import WAIT_SECONDS, Cache
from harness_lint.engine.memory import FOLDER
from harness_lint.errors import UnusableCacheError

MOST_FILES = 6
"""So many ways to look at a project are kept: rules, packs and versions."""

_FRESH_SECONDS = 3600

_FILES = {
    ".gitignore": "# Made by harness-lint.\n*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# A cache of harness-lint: see https://bford.info/cachedir/\n",
}


class CacheFolder:
    """The folder of one project."""

    def __init__(self, root: str) -> None:
        self.path = Path(root, FOLDER)

    def has(self, key: str) -> bool:
        """Whether an earlier run has left something under *key*."""
        return (self.path / f"{key}.sqlite").is_file()

    def open(self, key: str) -> Cache | None:
        """Return the cache under *key*; None where there can be none.

        A file that is broken is replaced. One that another process is writing is left alone, and
        so is a folder that cannot be written, or that a symbolic link leads to.
        """
        file = self.path / f"{key}.sqlite"
        if self.path.is_symlink() or file.is_symlink():
            return None
        try:
            self._prepare()
            return self._opened(file)
        except UnusableCacheError:
            self.discard(key)
        except (OSError, sqlite3.Error):
            return None
        try:
            return self._opened(file)
        except (OSError, sqlite3.Error, UnusableCacheError):
            return None

    def _opened(self, file: Path) -> Cache | None:
        is_new = not file.exists()
        connection = sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            cache = Cache(connection)
        except UnusableCacheError as error:
            connection.close()
            cause = error.__cause__
            if isinstance(cause, sqlite3.OperationalError) and _is_passing(cause):
                return None
            raise
        if is_new:
            self._tidy()
        _keep_fresh(file)
        return cache

    def _prepare(self) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        for name, text in _FILES.items():
            _fill(self.path / name, text)

    def discard(self, key: str) -> None:
        """Remove the file under *key*, whatever is in it."""
        for name in (f"{key}.sqlite", f"{key}.sqlite-journal"):
            with suppress(OSError):
                (self.path / name).unlink()

    def _tidy(self) -> None:
        """Remove the files that were not used for the longest time, if there are too many."""
        with suppress(OSError):
            files = sorted(self._files(), key=lambda file: -file.stat().st_mtime)
            for file in files[MOST_FILES:]:
                self.discard(file.stem)

    def clear(self) -> int:
        """Remove the folder with all that we put there; return how many bytes that was.

        Raises: OSError if something cannot be removed.
        """
        if self.path.is_symlink() or not self.path.is_dir():
            return 0
        ours = [*self._files(), *self.path.glob("*.sqlite-journal")]
        ours += [file for name in _FILES if (file := self.path / name).is_file()]
        size = sum(file.stat().st_size for file in ours)
        for file in ours:
            file.unlink()
        with suppress(OSError):  # something of somebody else's stands there
            self.path.rmdir()
        return size

    def _files(self) -> Iterator[Path]:
        return self.path.glob("*.sqlite")


def _fill(file: Path, text: str) -> None:
    """Write *text* to *file*, unless anything stands there but an empty file: half a beginning."""
    with suppress(OSError):
        if file.lstat().st_size:
            return
        file.unlink()
    with file.open("x", encoding="utf-8") as new:
        new.write(text)


def _is_passing(error: sqlite3.OperationalError) -> bool:
    """Whether *error* says nothing about the file: another process holds it, no room, no rights."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
    )


def _keep_fresh(file: Path) -> None:
    """Let *file* count as used, for those who look which was not used for long."""
    with suppress(OSError):
        if time.time() - file.stat().st_mtime > _FRESH_SECONDS:
            os.utime(file)
