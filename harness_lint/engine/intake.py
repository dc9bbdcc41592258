"""Getting sources: bytes in, text out, and a record of what could not be had."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from harness_lint.errors import UndecodableError
from harness_lint.project.run import Trouble
from harness_lint.source import Location, Place, Source, Span

Read = Callable[[str], bytes]
"""Gives the bytes of a path below the root; raises OSError."""


class Intake:
    """Reads sources, and remembers those that it could not read, or not as text."""

    def __init__(
        self,
        read: Read,
        max_file_size: int,
        skipped: Mapping[str, str],
        *,
        hashes: bool = False,
    ) -> None:
        self._read = read
        self._max_file_size = max_file_size
        self._hashes: dict[str, str] | None = {} if hashes else None
        self._missed: set[str] = set()
        """Paths of what could not be had: it is said once, however often they are asked for."""
        self.files_read = 0
        self.undecodable: list[Trouble] = []
        self.undecoded: dict[str, str] = {}
        """Path of what is no text → the hash of its bytes, empty if nobody wanted one."""
        self.skipped = [Trouble(_whole(path), reason) for path, reason in skipped.items()]

    def source(self, path: str) -> Source | None:
        """Return the source at *path*; None, with the trouble noted once, if it cannot be had."""
        data = self.data(path)
        return None if data is None else self.decoded(path, data)

    def data(self, path: str) -> bytes | None:
        """Return the bytes at *path*; None, with the trouble noted once, if they cannot be had."""
        if path in self._missed:
            return None
        try:
            data = self._read(path)
        except OSError as error:
            self._skip(path, (error.strerror or type(error).__name__).lower())
            return None
        if len(data) > self._max_file_size:
            self._skip(path, f"it has {len(data)} bytes, the limit is {self._max_file_size}")
            return None
        return data

    def has_missed(self, path: str) -> bool:
        """Whether the source at *path* could not be had, which is noted."""
        return path in self._missed

    def decoded(self, path: str, data: bytes, digest: str = "") -> Source | None:
        """Return *data*, what stands at *path*, as a source; None, which is noted, if no text.

        *digest* is the hash of *data* if it is known.
        """
        digest = digest or self.hash_if_wanted(data)
        self.count(path, digest)
        try:
            return Source.from_bytes(path, data)
        except UndecodableError as error:
            self.note_undecodable(trouble_of(error), digest)
            return None

    def note_undecodable(self, trouble: Trouble, digest: str) -> None:
        """Note that a source, whose bytes have the hash *digest*, is no text."""
        self._missed.add(trouble.at.path)
        self.undecoded[trouble.at.path] = digest
        self.undecodable.append(trouble)

    def hash_if_wanted(self, data: bytes) -> str:
        """Return the hash of *data* if somebody wants to know what was read; else nothing."""
        return hash_of(data) if self._hashes is not None else ""

    def count(self, path: str, digest: str) -> None:
        """Count the source at *path* as read: its bytes have the hash *digest*."""
        self.files_read += 1
        if self._hashes is not None:
            self._hashes[path] = digest

    def count_all(self, paths: Sequence[str], digests: Iterable[str]) -> None:
        """Count the sources at *paths* as read: their bytes have the hashes *digests*."""
        self.files_read += len(paths)
        if self._hashes is not None:
            self._hashes.update(zip(paths, digests, strict=True))

    def text(self, path: str) -> str | None:
        """Return the text of *path*, which need not be there; nobody is to blame if it is not."""
        try:
            data = self._read(path)
        except OSError:
            return None
        if len(data) > self._max_file_size:
            return None
        if self._hashes is not None:
            self._hashes[path] = hash_of(data)
        return data.decode("utf-8-sig", "replace")

    def past_source(self, path: str, data: bytes) -> Source | None:
        """Return *data*, what *path* once held; None if that is no text. Nobody is to blame now."""
        try:
            return Source.from_bytes(path, data) if len(data) <= self._max_file_size else None
        except UndecodableError:
            return None

    def digest(self) -> str:
        """Return the hash of the paths and bytes of all that was read; empty unless it hashes."""
        if self._hashes is None:
            return ""
        # Hashes have one length and no path holds a NUL: nothing can be shifted between the two.
        hashes = sorted(self._hashes.items())
        rows = (os.fsencode(path) + b"\0" + bytes.fromhex(one) for path, one in hashes)
        return hash_of(b"".join(rows))

    def _skip(self, path: str, reason: str) -> None:
        self._missed.add(path)
        self.skipped.append(Trouble(_whole(path), reason))


def hash_of(data: bytes) -> str:
    """Return the BLAKE2b hash of *data*, 32 bytes in hexadecimal."""
    from hashlib import blake2b

    return blake2b(data, digest_size=32).hexdigest()


def _whole(path: str) -> Location:
    return Location(path, Span(0, 0), Place(1, 1, 1, 1), "")


def trouble_of(error: UndecodableError) -> Trouble:
    """Return where *error* is, and what is wrong there."""
    before = error.data[: error.offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    span = Span(error.offset, error.offset + 1)
    at = Location(error.path, span, Place(line, column, line, column + 1), "")
    return Trouble(at, error.reason)
