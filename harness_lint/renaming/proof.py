"""The proof of a renaming: the items and links of before are those of after, by other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item, Link

_SHOWN = 3


def differences(before: Project, after: Project, ids: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what *after*, the project as renamed, has lost or gained; nothing if proved.

    *ids*: qualified ID of before → that of after.
    """
    items = _items(before.trace.items, ids)
    others = _items(after.trace.items, {})
    links = _links(before.trace.links, ids)
    other_links = _links(after.trace.links, {})
    return (
        *_told(items - others, "would be lost"),
        *_told(others - items, "would be there besides"),
        *_told(links - other_links, "would be lost"),
        *_told(other_links - links, "would be there besides"),
    )


def _items(items: Mapping[str, Item], ids: Mapping[str, str]) -> Counter[str]:
    return Counter(
        f"`{ids.get(item.id, item.id)}` ({item.kind}, {item.at.path}:{item.at.place.line})"
        for item in items.values()
    )


def _links(links: tuple[Link, ...], ids: Mapping[str, str]) -> Counter[str]:
    return Counter(
        f"`{ids.get(one.source, one.source)}` {one.role} `{ids.get(target, target)}`"
        f" ({one.status}, {one.at.path}:{one.at.place.line})"
        for one in links
        for target in (one.target or one.key,)
    )


def _told(what: Counter[str], words: str) -> Iterator[str]:
    named = sorted(what)
    yield from (f"{one} {words}" for one in named[:_SHOWN])
    if len(named) > _SHOWN:
        yield f"{len(named) - _SHOWN} more {words}"
