"""The proof of a renaming: the items and links of before are those of after, by other names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from harness_lint.project.trace.graph import TraceGraph
from harness_lint.project.trace.values import Item, Link

_SHOWN = 3


class _Said(NamedTuple):
    """A link, as far as a renaming leaves it as it is."""

    where: str
    source: str
    role: str
    target: str
    status: str

    @property
    def words(self) -> str:
        return f"{self.where}: `{self.source}` {self.role} `{self.target}` ({self.status})"


def differences(before: TraceGraph, after: TraceGraph, ids: Mapping[str, str]) -> tuple[str, ...]:
    """Return in words what *after*, the project as renamed, has lost or gained; nothing if proved.

    *ids*: qualified ID of before → that of after.
    """
    items, others = _items(before.items, ids), _items(after.items, {})
    links, other_links = _links(before.links, ids), _links(after.links, {})
    told = (
        *(f"{one} would be lost" for one in (items - others)),
        *(f"{one} would be there besides" for one in (others - items)),
        *_changes(links - other_links, other_links - links),
    )
    more = len(told) - _SHOWN
    return told if more <= 0 else (*told[:_SHOWN], f"and {more} more")


def _items(items: Mapping[str, Item], ids: Mapping[str, str]) -> Counter[str]:
    return Counter(
        f"{item.at.path}:{item.at.place.line}: `{ids.get(item.id, item.id)}` ({item.kind})"
        for item in items.values()
    )


def _links(links: Iterable[Link], ids: Mapping[str, str]) -> Counter[_Said]:
    return Counter(
        _Said(
            f"{one.at.path}:{one.at.place.line}",
            ids.get(one.source, one.source),
            one.role,
            ids.get(one.target, one.target) if one.target is not None else one.key,
            one.status,
        )
        for one in links
    )


def _changes(lost: Counter[_Said], gained: Counter[_Said]) -> Iterator[str]:
    """Yield in words what *lost* has become, as far as it stands in one of *gained*."""
    left = sorted(gained)
    for one in sorted(lost):
        instead = next((other for other in left if other[:3] == one[:3]), None)
        if instead is None:
            yield f"{one.words} would be lost"
        else:
            left.remove(instead)
            yield f"{instead.words} would stand for `{one.target}` ({one.status})"
    yield from (f"{one.words} would be there besides" for one in left)
