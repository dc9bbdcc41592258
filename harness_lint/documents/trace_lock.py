"""The lock file of reviewed links: how each item read when the links to it were last reviewed.

`.harness-lint/trace-lock.jsonl` holds one JSON object to a line, sorted by ID: ``id``,
``fingerprint``, ``text``, and ``links``, the IDs of what led to it. `harness-lint trace review`
writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.source import Span

LOCK_PATH = ".harness-lint/trace-lock.jsonl"


class TraceLock(DataFile):
    """The lock file."""

    def facts(self) -> Iterator[Said]:
        """Yield a `reviewed` fact for each line that can be read; others are no review."""
        at = 0
        for line in self.source.data.splitlines(keepends=True):
            entry = _entry(line)
            if entry is not None:
                yield Said("reviewed", str(entry["id"]), Span(at, at + len(line.rstrip())), entry)
            at += len(line)


def first_unread_line(data: bytes) -> int | None:
    """Return the 1-based number of the first line that is neither blank nor a review, if any."""
    lines = enumerate(data.splitlines(), start=1)
    return next((number for number, line in lines if line.strip() and _entry(line) is None), None)


def _entry(line: bytes) -> dict[str, object] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
        return None
    links = entry.get("links")
    return {
        "id": entry["id"],
        "fingerprint": str(entry.get("fingerprint") or ""),
        "text": str(entry.get("text") or ""),
        "links": [str(link) for link in links] if isinstance(links, list) else [],
    }
