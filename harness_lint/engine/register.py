"""What a cache knows of each source, in columns: of most sources nobody asks for more than one."""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Container, Iterable, Sized
from collections.abc import Set as AbstractSet
from itertools import compress, count
from struct import Struct, pack, unpack
from typing import Any, Generic, NamedTuple, TypeVar

from harness_lint.project.facts import json_text
from harness_lint.project.stamps import Stamp

T = TypeVar("T")

_STAMP = Struct("<qqqQ")

_NO_STAMP = Stamp(-1, -1, -1, 0)
"""Stands for None: nothing has such a size."""

_DIGEST = 32
"""Bytes of a hash."""

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
    digests: Iterable[str]
    """Made when they are asked for, and once."""


MOST_LATER = 64
"""So many entries are kept besides the others; with more, all of them are written anew."""


class Register:
    """The entries of all sources by path."""

    def __init__(self, text: str | None = None, later: str | None = None) -> None:
        """Make the register that *text* holds, as *later* changes it; by default an empty one.

        Raises: ValueError, TypeError, LookupError or ArithmeticError if they hold none.
        """
        stored: dict[str, Any] = json.loads(text) if text is not None else _EMPTY
        paths: str = stored["paths"]
        totals = a2b_base64(stored["totals"])
        self._lines = paths.split("\0") if paths else []
        self._stamps: list[tuple[int, ...]] = [*_STAMP.iter_unpack(a2b_base64(stored["stamps"]))]
        self._digests = bytearray(a2b_base64(stored["digests"]))
        self._families = _Column[str](stored["families"], stored["family"])
        self._kinds = _Column[tuple[str, ...]](map(tuple, stored["kinds"]), stored["found"])
        self._flags: list[int] = [*stored["flags"]]
        self._totals = [*unpack(f"<{len(totals) // 8}Q", totals)]
        self._rows = {path: row for row, path in enumerate(self._lines)}
        if {*map(len, self._columns())} != {len(self._rows)}:
            raise ValueError("columns of different lengths")
        self._later: set[str] | None = None if text is None else set()
        """Paths of the entries that are not what *text* holds; None if they are too many."""
        for path, entry in json.loads(later).items() if later is not None else ():
            self.remove(path)
            if entry is not None:
                stamp, digest, family, kinds, *others = entry
                known = Stamp._make(stamp) if stamp is not None else None
                self.put(path, Entry(known, digest, family, tuple(kinds), *others))

    def _columns(self) -> tuple[Sized, ...]:
        codes = (self._families.codes, self._kinds.codes)
        digests = range(0, len(self._digests), _DIGEST)
        return self._lines, self._stamps, digests, self._flags, self._totals, *codes

    def _digest_at(self, row: int) -> str:
        return self._digests[row * _DIGEST : (row + 1) * _DIGEST].hex()

    def text(self) -> str:
        """Return all of it as a text."""
        is_there = [self._rows.get(path) == row for row, path in enumerate(self._lines)]
        digests = b"".join(
            self._digests[row * _DIGEST : (row + 1) * _DIGEST]
            for row in compress(count(), is_there)
        )
        stamps = b"".join(_STAMP.pack(*stamp) for stamp in compress(self._stamps, is_there))
        totals = [*compress(self._totals, is_there)]
        return json_text(
            {
                "paths": "\0".join(compress(self._lines, is_there)),
                "stamps": _in_base64(stamps),
                "digests": _in_base64(digests),
                "families": self._families.words,
                "family": [*compress(self._families.codes, is_there)],
                "kinds": self._kinds.words,
                "found": [*compress(self._kinds.codes, is_there)],
                "flags": [*compress(self._flags, is_there)],
                "totals": _in_base64(pack(f"<{len(totals)}Q", *totals)),
            }
        )

    def later(self) -> str | None:
        """Return what is new since all of it was written, as a text; None if it is too much."""
        if self._later is None:
            return None
        return json_text({path: self.get(path) for path in sorted(self._later)})

    def _count_later(self, path: str) -> None:
        if self._later is not None:
            self._later.add(path)
            if len(self._later) > MOST_LATER:
                self._later = None

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
            self._digest_at(row),
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
        return None if row is None else self._digest_at(row)

    def put(self, path: str, entry: Entry) -> None:
        """Set the entry of the source at *path*."""
        self._count_later(path)
        self._rows[path] = len(self._lines)  # the row that it had is one of nobody
        self._lines.append(path)
        self._stamps.append(entry.stamp or _NO_STAMP)
        self._digests += bytes.fromhex(entry.digest)
        self._families.append(entry.family)
        self._kinds.append(entry.kinds)
        flags = entry.is_judged * _JUDGED | entry.reads_all * _READS_ALL
        self._flags.append(flags | entry.is_evidence * _EVIDENCE)
        self._totals.append(entry.total)

    def remove(self, path: str) -> Entry | None:
        """Take away the entry of the source at *path*, and return it; None if there was none."""
        entry = self.get(path)
        if entry is not None:
            self._count_later(path)
            del self._rows[path]
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
            map(self._digest_at, rows),
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
