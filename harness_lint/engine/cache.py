"""What the runs over a project leave for the next one, in one SQLite file for each way to look.

It holds data only: JSON and numbers, no code and no pickles. What is in it is believed only where
it adds up: each text carries a checksum, and of the rows of each kind the sum is known. Whatever
does not add up is an `UnusableCacheError`, and the run begins again without.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from harness_lint.engine.register import Entry, Register
from harness_lint.engine.sums import MODULUS, checksum_of, number_of, sums_of
from harness_lint.errors import UnusableCacheError
from harness_lint.project.facts import Rows, json_text

FINDINGS = "@findings"
"""Where the findings of the file stage stand among the facts."""

SOURCES = "@sources"
"""The paths and families of all sources, as a kind of their own that has a sum and no rows."""

CONTENT = "@content"
"""The same for paths and bytes."""

WAIT_SECONDS = 0.25
"""How long to wait for another process that writes; then this run leaves nothing."""

PAGE_BYTES = 16384
"""A text of two megabytes is read in a quarter of the time that small pages take."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    name TEXT PRIMARY KEY, sum BLOB NOT NULL, text BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
    kind TEXT, path TEXT, said TEXT NOT NULL, places TEXT NOT NULL, PRIMARY KEY (kind, path)
) WITHOUT ROWID;
"""

_SHORT = 1 << 62

T = TypeVar("T")


class Change(NamedTuple):
    """What became of the rows of one kind in one source."""

    before: Rows | None
    after: Rows | None


class Cache:
    """The results of earlier runs, and of this one once it is saved."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read what *connection* holds.

        Raises: UnusableCacheError.
        """
        self._connection = connection
        self.changes: dict[str, dict[str, Change]] = {}
        """Path of each source that was read anew, or is gone → its changes by kind."""
        self._texts: dict[str, str] = {}
        self._is_stale = False
        self._is_new = True
        self.register, self._said, self._whole = _guarded(self._read)
        self._whole_before = {**self._whole}

    def _read(self) -> tuple[Register, defaultdict[str, int], defaultdict[str, int]]:
        run = self._connection.execute
        run(f"PRAGMA page_size = {PAGE_BYTES}")
        run("PRAGMA synchronous = OFF")
        run("PRAGMA trusted_schema = OFF")
        run("BEGIN")  # what others write does not change what this run sees
        self._is_new = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        said, whole = defaultdict[str, int](int), defaultdict[str, int](int)
        sums = self.text("sums")
        for kind, one, two in json.loads(sums) if sums is not None else ():
            said[kind], whole[kind] = int(one, 16), int(two, 16)
        return Register(self.text("sources"), self.text("later sources")), said, whole

    # what was left

    def rows_of(self, kind: str) -> Iterator[tuple[str, Rows]]:
        """Yield path and rows of every source that has facts of *kind*, as they were left.

        Raises: UnusableCacheError if they are not what was left.
        """
        found = self._all("SELECT path, said, places FROM rows WHERE kind = ?", kind)
        rows = {str(path): Rows(str(said), str(places)) for path, said, places in found}
        total = self._whole[kind]
        for path, kinds in self.changes.items():
            change = kinds.get(kind)
            if change is not None:
                total += sums_of(path, change.before)[1] - sums_of(path, change.after)[1]
        for path, one in rows.items():
            total -= sums_of(path, one)[1]
        if total % MODULUS:
            raise UnusableCacheError(f"the rows of {kind} do not add up")
        return iter(rows.items())

    def text(self, name: str) -> str | None:
        """Return the text that was left as *name*.

        Raises: UnusableCacheError if it is not what was left.
        """
        found = self._all("SELECT sum, text FROM texts WHERE name = ?", name)
        for total, data in found:
            if not isinstance(data, bytes) or total != checksum_of(name, data):
                raise UnusableCacheError(f"{name} is not what was left")
            return _guarded(data.decode)
        return None

    def sum_of(self, kind: str) -> str:
        """Return a hash of what all sources say of *kind*, wherever in them it stands."""
        return f"{self._said[kind]:x}"

    def places_of(self, kind: str) -> tuple[int, int]:
        """Return hashes of what all sources say of *kind* and where: now, and as it was left."""
        return self._whole.get(kind, 0), self._whole_before.get(kind, 0)

    def rows_at(self, path: str) -> Mapping[str, Rows]:
        """Return the rows of the source at *path*, as they were left, by kind.

        Raises: UnusableCacheError if they are not what was left.
        """
        return self._rows_in(path, self.register.get(path))

    def sums_in(self, kind: str, path: str) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return what the rows of *kind* at *path* add to sums: now, and as they were left."""
        changes = self.changes.get(path)
        if changes is None:
            same = sums_of(path, self.rows_at(path).get(kind))
            return same, same
        before, after = changes.get(kind, Change(None, None))
        return sums_of(path, after), sums_of(path, before)

    # what is left for the next run

    def enter(self, path: str, entry: Entry, rows: Mapping[str, Rows]) -> None:
        """Keep *rows* of the source at *path*, which was read anew.

        Raises: UnusableCacheError if the rows before them are not what was left.
        """
        self._replace(path, entry, rows)

    def touch(self, path: str, entry: Entry) -> None:
        """Keep the new stamp of a source that is what it was."""
        self.register.put(path, entry)
        self._is_stale = True

    def retain(self, paths: AbstractSet[str]) -> None:
        """Forget the sources that are not among *paths*.

        Raises: UnusableCacheError.
        """
        for path in self.register.paths - paths:
            self._replace(path, None, {})

    def keep_text(self, name: str, text: str) -> None:
        """Keep *text* as *name*."""
        self._texts[name] = text

    def _replace(self, path: str, entry: Entry | None, rows: Mapping[str, Rows]) -> None:
        old = self.register.remove(path)
        before = self._rows_in(path, old)
        changes = {kind: Change(before.get(kind), rows.get(kind)) for kind in {**before, **rows}}
        new_total = 0
        for kind, change in changes.items():
            (said, whole), (new_said, new_whole) = (sums_of(path, one) for one in change)
            self._said[kind] = (self._said[kind] + new_said - said) % MODULUS
            self._whole[kind] = (self._whole[kind] + new_whole - whole) % MODULUS
            new_total += new_whole
        self._count_source(path, old, -1)
        if entry is not None:
            self.register.put(path, entry._replace(total=new_total % _SHORT))
        self._count_source(path, entry, 1)
        self.changes[path] = changes

    def _count_source(self, path: str, entry: Entry | None, sign: int) -> None:
        if entry is not None:
            for kind, told in ((SOURCES, entry.family), (CONTENT, entry.digest)):
                one = number_of(f"{path}\0{told}")
                self._said[kind] = (self._said[kind] + sign * one) % MODULUS

    def _rows_in(self, path: str, entry: Entry | None) -> dict[str, Rows]:
        """Return the rows of *path* as the earlier run left them, by kind.

        Raises: UnusableCacheError if they are not what was left.
        """
        if entry is None:
            return {}
        query = "SELECT kind, said, places FROM rows WHERE path = ? AND kind IN "
        kinds = (*entry.kinds, FINDINGS)
        found = self._all(f"{query} ({','.join('?' * len(kinds))})", path, *kinds)
        rows = {str(kind): Rows(str(said), str(places)) for kind, said, places in found}
        if sum(sums_of(path, one)[1] for one in rows.values()) % _SHORT != entry.total:
            raise UnusableCacheError(f"the rows of {path} do not add up")
        return rows

    def _all(self, query: str, *values: str) -> list[Any]:
        """Return what *query* finds; nothing in a file that is still empty.

        Raises: UnusableCacheError.
        """
        if self._is_new:
            return []
        return _guarded(lambda: self._connection.execute(query, values).fetchall())

    def save(self) -> None:
        """Write what this run has found, if anything; where that fails, nothing is written."""
        with suppress(sqlite3.Error, UnusableCacheError):
            try:
                if self.changes or self._texts or self._is_stale:
                    self._write()
                self._connection.execute("COMMIT")
            finally:
                self._connection.close()

    def close(self) -> None:
        """Leave everything as it was."""
        self._connection.close()

    def _write(self) -> None:
        run = self._connection.execute
        if self._is_new:
            for statement in _SCHEMA.split(";")[:-1]:
                run(statement)
        if self.changes or self._is_stale:
            sums = [
                (kind, f"{one:x}", f"{self._whole[kind]:x}") for kind, one in self._said.items()
            ]
            self._texts |= {**self._sources(), "sums": json_text(sums)}
        removed, added = [], []
        for path, kinds in self.changes.items():
            for kind, change in kinds.items():
                if change.after is None:
                    removed.append((kind, path))
                elif change.after != change.before:
                    added.append((kind, path, *change.after))
        self._connection.executemany("DELETE FROM rows WHERE kind = ? AND path = ?", removed)
        added.sort()
        self._connection.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", added)
        for name, text in self._texts.items():
            data = text.encode()
            row = (name, checksum_of(name, data), data)
            run("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", row)

    def _sources(self) -> dict[str, str]:
        """Return what is to be left of the register: only what is new, if that is little."""
        later = self.register.later()
        if later is None:
            return {"sources": self.register.text(), "later sources": "{}"}
        return {"later sources": later}


def _guarded(action: Callable[[], T]) -> T:
    """Return what *action* gives; whatever it stumbles over is a broken file."""
    try:
        return action()
    except (
        sqlite3.Error,
        ArithmeticError,
        LookupError,
        MemoryError,
        TypeError,
        ValueError,
    ) as error:
        raise UnusableCacheError(f"{type(error).__name__}: {error}") from error
