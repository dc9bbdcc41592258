"""The lock file of reviewed links: its lines name items and keep their wording, IDs and all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from harness_lint.fixing.edits import Replacement, edited
from harness_lint.project.trace.graph import fingerprint_of
from harness_lint.project.trace.values import Item
from harness_lint.renaming.search import Search
from harness_lint.renaming.text import in_order
from harness_lint.source import Source, Span


def lock_edits(
    source: Source, items: Mapping[str, Item], search: Search, ids: Mapping[str, str]
) -> tuple[Replacement, ...]:
    """Return what changes in the lock file *source*.

    What was reviewed stays so: a line names the items, and has their wording, as both are then.
    *ids*: qualified ID → what it is then.
    """
    old = source.text.splitlines(keepends=True)
    new = [_line(line, items, ids, search) for line in old]
    if new == old:
        return ()
    if old == sorted(old, key=_id_of):
        new.sort(key=_id_of)
    return (Replacement(Span(0, len(source.data)), "".join(new).encode()),)


def _line(line: str, items: Mapping[str, Item], ids: Mapping[str, str], search: Search) -> str:
    entry = _entry(line)
    item = items.get(str(entry.get("id")))
    if item is None:
        return line
    text = str(entry.get("text") or "")
    renamed = _renamed_text(text, item, search)
    changed = {
        **entry,
        "id": ids[item.id],
        "text": renamed,
        "links": sorted(ids.get(link, link) for link in _texts(entry.get("links"))),
    }
    if entry.get("fingerprint") == fingerprint_of(text):
        changed["fingerprint"] = fingerprint_of(renamed)
    if changed == {**entry, "links": sorted(_texts(entry.get("links")))}:
        return line
    end = line[len(line.rstrip("\r\n")) :]
    return json.dumps(changed, ensure_ascii=False) + end


def _renamed_text(text: str, item: Item, search: Search) -> str:
    """Return the wording of *item* as it is then. No claim stands there, only what it is like."""
    words = Source.from_text(f"{item.at.path}/text", text)
    found = search.found_in(words)
    return edited(words.data, in_order(found.edits)).decode()


def _entry(line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _id_of(line: str) -> str:
    return str(_entry(line).get("id"))


def _texts(links: object) -> Iterable[str]:
    return [str(link) for link in links] if isinstance(links, list) else []
