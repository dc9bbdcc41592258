"""What a cache knows of each source, in columns: of most sources nobody asks for more than one."""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Container, Iterable, Sized
from collections.abc import Set as AbstractSet
from itertools import compress
from struct import Struct, pack, unpack
from typing import Any, Generic, NamedTuple, TypeVar

from harness_lint.project.facts import json_text
from harness_lint.project.stamps import Stamp

T = TypeVar("T")

_STAMP = Struct("<qqqQ")

_NO_STAMP = Stamp(-1, -1, -1, 0)
"""Stands for None: nothing has such a size."""

_DIGEST = 64
"""Digits of a hash."""

_JUDGED, _READS_ALL, _EVIDENCE = 1, 2, 4


class Entry(NamedTuple):
    """What is known of one source."""

    stamp: Stamp | None
    """None if the file was too fresh for its stamp to be trusted."""
    digest: str
    """The hash of its bytes, 64 hexadecimal digits."""
    family: str
    kinds: tuple[str, ...]
    """The kinds of its facts: see `kinds_in`."""
    is_judged: bool
    """Whether its findings are kept; else its facts alone."""
    reads_all: bool
    """Whether tests that claim nothing were wanted: see `FileStage`."""
    is_evidence: bool
    """Whether the file only bears witness."""
    total: int = 0
    """The sum of its rows, which the cache fills in."""


class Held(NamedTuple):
    """Sources that are what they were, and what is known of them, in columns."""

    paths: list[str]
    families: list[str]
    kinds: list[tuple[str, ...]]
    digests: list[str]


class Register:
    """The entries of all sources by path."""

    def __init__(self, text: str | None = None) -> None:
        """Make the register that *text* holds; by default an empty one.

        Raises: ValueError, TypeError, LookupError or ArithmeticError if *text* holds none.
        """
        stored: dict[str, Any] = json.loads(text) if text is not None else _EMPTY
        paths: str = stored["paths"]
        digests = a2b_base64(stored["digests"]).hex()
        totals = a2b_base64(stored["totals"])
        self._lines = paths.split("\0") if paths else []
        self._stamps: list[tuple[int, ...]] = [*_STAMP.iter_unpack(a2b_base64(stored["stamps"]))]
        self._digests = [digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST)]
        self._families = _Column[str](stored["families"], stored["family"])
        self._kinds = _Column[tuple[str, ...]](map(tuple, stored["kinds"]), stored["found"])
        self._flags: list[int] = [*stored["flags"]]
        self._totals = [*unpack(f"<{len(totals) // 8}Q", totals)]
        self._rows = {path: row for row, path in enumerate(self._lines)}
        if {*map(len, self._columns())} != {len(self._rows)}:
            raise ValueError("columns of different lengths")

    def _columns(self) -> tuple[Sized, ...]:
        codes = (self._families.codes, self._kinds.codes)
        return self._lines, self._stamps, self._digests, self._flags, self._totals, *codes

    def text(self) -> str:
        """Return all of it as a text."""
        is_there = [self._rows.get(path) == row for row, path in enumerate(self._lines)]
        stamps = b"".join(_STAMP.pack(*stamp) for stamp in compress(self._stamps, is_there))
        totals = [*compress(self._totals, is_there)]
        return json_text(
            {
                "paths": "\0".join(compress(self._lines, is_there)),
                "stamps": _in_base64(stamps),
                "digests": _in_base64(bytes.fromhex("".join(compress(self._digests, is_there)))),
                "families": self._families.words,
                "family": [*compress(self._families.codes, is_there)],
                "kinds": self._kinds.words,
                "found": [*compress(self._kinds.codes, is_there)],
                "flags": [*compress(self._flags, is_there)],
                "totals": _in_base64(pack(f"<{len(totals)}Q", *totals)),
            }
        )

    @property
    def paths(self) -> AbstractSet[str]:
        """The paths of all sources."""
        return self._rows.keys()

    def get(self, path: str) -> Entry | None:
        """Return the entry of the source at *path*; None if it has none."""
        row = self._rows.get(path)
        if row is None:
            return None
        stamp, flags = self._stamps[row], self._flags[row]
        return Entry(
            None if stamp == _NO_STAMP else Stamp._make(stamp),
            self._digests[row],
            self._families[row],
            self._kinds[row],
            bool(flags & _JUDGED),
            bool(flags & _READS_ALL),
            bool(flags & _EVIDENCE),
            self._totals[row],
        )

    def digest(self, path: str) -> str | None:
        """Return the hash of the bytes of the source at *path*; None if it has no entry."""
        row = self._rows.get(path)
        return None if row is None else self._digests[row]

    def put(self, path: str, entry: Entry) -> None:
        """Set the entry of the source at *path*."""
        self._rows[path] = len(self._lines)  # the row that it had is one of nobody
        self._lines.append(path)
        self._stamps.append(entry.stamp or _NO_STAMP)
        self._digests.append(entry.digest)
        self._families.append(entry.family)
        self._kinds.append(entry.kinds)
        flags = entry.is_judged * _JUDGED | entry.reads_all * _READS_ALL
        self._flags.append(flags | entry.is_evidence * _EVIDENCE)
        self._totals.append(entry.total)

    def remove(self, path: str) -> Entry | None:
        """Take away the entry of the source at *path*, and return it; None if there was none."""
        entry = self.get(path)
        self._rows.pop(path, None)
        return entry

    def evidence(self, paths: Iterable[str]) -> tuple[list[str], list[str]]:
        """Return those of *paths* that are known to bear witness only, and those unknown."""
        rows, flags = self._rows, self._flags
        known = [
            path for path in paths if (row := rows.get(path, -1)) < 0 or flags[row] & _EVIDENCE
        ]
        return [path for path in known if path in rows], [
            path for path in known if path not in rows
        ]

    def held(
        self,
        paths: Iterable[str],
        judged: Container[str],
        reads_all: Callable[[str], bool],
        stamps: Iterable[Stamp | None],
    ) -> tuple[Held, list[str]]:
        """Return those of *paths*, which have the *stamps*, that are what they were, and the rest.

        Of those among *judged* the findings are wanted; *reads_all* is asked for a path.
        """
        rows, rest = [], []
        for path, stamp in zip(paths, stamps, strict=True):
            row = self._rows.get(path)
            if row is not None and self._stamps[row] == stamp:
                flags = self._flags[row]
                if (path not in judged or flags & _JUDGED) and (
                    reads_all(path) == bool(flags & _READS_ALL)
                ):
                    rows.append(row)
                    continue
            rest.append(path)
        return Held(
            [self._lines[row] for row in rows],
            [self._families[row] for row in rows],
            [self._kinds[row] for row in rows],
            [self._digests[row] for row in rows],
        ), rest


class _Column(Generic[T]):
    """A column in which few different words stand, each as a number."""

    def __init__(self, words: Iterable[T], codes: Iterable[int]) -> None:
        self.words = [*words]
        self.codes = [*codes]
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def __getitem__(self, row: int) -> T:
        return self.words[self.codes[row]]

    def append(self, word: T) -> None:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        self.codes.append(number)


def _in_base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("paths", "stamps", "digests", "totals"), ""),
    **dict.fromkeys(("families", "family", "kinds", "found", "flags"), ()),
}
