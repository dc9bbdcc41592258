"""One task as Task Master writes it to a file of its own: ``# Task ID: 3``, ``# Status: done``.

Older versions write ``task_003.txt`` with ``# Title:``, newer ones ``task_003.md`` with
``**Title:**``; both begin alike. Source: such files of 800 and 79 public repositories.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.source import Source

_ID = pattern(rb"# Task ID:[ \t]*(\d{1,6})[ \t]*\r?\n")
_FIELD = pattern(rb"(?m)^(?:# |\*\*)(Title|Status):(?:\*\*)?[ \t]+([^\r\n]{1,500})")
_HEAD = 2_000
"""The fields stand in so many bytes at the top."""


def written_task(source: Source) -> Iterator[Said]:
    """Yield the task that *source* is a copy of, at its status, and its title.

    Nothing for any other text.
    """
    head = source.data[:_HEAD]
    identifier = _ID.match(head)
    if identifier is None:
        return
    found: dict[bytes, tuple[str, Span]] = {}
    for match in _FIELD.finditer(head, identifier.end()):
        words = match[2].decode("utf-8", "replace").strip()
        start = match.start(2)
        found.setdefault(match[1], (words, Span(start, start + len(match[2].rstrip()))))
    if b"Status" in found and b"Title" in found:
        (status, at), (title, title_at) = found[b"Status"], found[b"Title"]
        name = identifier[1].decode().lstrip("0") or "0"
        yield Said("written-task", name, at, {"status": status, "title": title})
        yield Said("written-task-title", name, title_at, {"title": title})
