"""Sums by which a cache tells what is in it from what was left there."""

from __future__ import annotations

from hashlib import blake2b

from harness_lint.project.facts import Rows

MODULUS = 1 << 128
"""Sums are taken by it: what is added can be taken away again, in any order."""


def sums_of(path: str, rows: Rows | None) -> tuple[int, int]:
    """Return what *rows* add to the sums of their kind: without their places, and with them."""
    if rows is None:
        return 0, 0
    said = blake2b(f"{path}\0{rows.said}".encode("utf-8", "surrogatepass"), digest_size=16)
    whole = said.copy()
    whole.update(b"\0" + rows.places.encode())
    return int.from_bytes(said.digest(), "big"), int.from_bytes(whole.digest(), "big")


def number_of(text: str) -> int:
    """Return the hash of *text* as a number to be added up."""
    data = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=16).digest(), "big")


def checksum_of(name: str, data: bytes) -> bytes:
    """Return the hash of *data* under *name*."""
    total = blake2b(f"{name}\0".encode(), digest_size=16)
    total.update(data)
    return total.digest()
