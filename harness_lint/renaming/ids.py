"""What the qualified IDs of items and tests become."""

from __future__ import annotations

from collections.abc import Mapping

from harness_lint.project.trace.values import Item
from harness_lint.renaming.homes import is_nameable
from harness_lint.renaming.wanted import Wanted


def renamed_ids(
    items: Mapping[str, Item], wanted: Wanted, tests: Mapping[str, str]
) -> dict[str, str]:
    """Return the ID of each of *items* → what it is then. *tests*: old name → new one."""
    return {old: _renamed(item, wanted, tests) for old, item in items.items()}


def _renamed(item: Item, wanted: Wanted, tests: Mapping[str, str]) -> str:
    if item.kind == "test":
        name = str(item.values.get("name") or "")
        return item.id.removesuffix(name) + tests.get(name, name) if name else item.id
    if not is_nameable(item):
        return item.id
    head, _, tail = item.id.rpartition(item.local)
    return f"{head}{wanted.local(wanted.homes.name_of(item))}{tail}"
