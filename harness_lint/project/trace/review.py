"""Reviews: what the lock file holds of an item once somebody has looked at all that leads to it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from harness_lint.project.trace.graph import TraceGraph, fingerprint


def reviewed_lines(graph: TraceGraph, chosen: Iterable[str]) -> list[str]:
    """Return the lines of the lock file with the items *chosen* reviewed as they are now.

    Entries of other items stay; those of items that are no more are dropped. Sorted by ID.
    """
    entries = {
        name: {
            "id": name,
            "fingerprint": kept.fingerprint,
            "text": kept.text,
            "links": sorted(kept.links),
        }
        for name, kept in graph.reviewed.items()
        if name in graph.items
    }
    for name in chosen:
        item = graph.items[name]
        entries[name] = {
            "id": name,
            "fingerprint": fingerprint(item),
            "text": item.text,
            "links": sorted({link.source for link in graph.incoming.get(name, ())}),
        }
    return [json.dumps(entries[name], ensure_ascii=False) for name in sorted(entries)]
