"""Unified diffs: what has changed in a text, as `git apply` and `patch` take it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from harness_lint.pattern import pattern

_NO_END = b"\\ No newline at end of file\n"
"""Follows a last line without an end. Source: git 2.39, diff-format."""

_UNPRINTABLE = pattern(rb"[\x00-\x1f\x7f\"\\]")


def unified_diff(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    """Yield the lines of the diff between two texts of *path*, with their ends; none if equal."""
    from difflib import diff_bytes, unified_diff

    old, new = _name(b"a/", path), _name(b"b/", path)
    texts = (BytesIO(before).readlines(), BytesIO(after).readlines())  # ends at line feeds alone
    for line in diff_bytes(unified_diff, *texts, old, new):
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_END


def _name(side: bytes, path: str) -> bytes:
    """Return *path* as git writes it: in quotes if it must be, and with a tab behind blanks."""
    name = side + path.encode(errors="surrogateescape")
    if _UNPRINTABLE.search(name):
        return b'"' + _UNPRINTABLE.sub(lambda found: b"\\%03o" % ord(found[0]), name) + b'"'
    return name + b"\t" if b" " in name else name
