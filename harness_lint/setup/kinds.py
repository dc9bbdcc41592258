"""What `new` can begin: documents of families, and status blocks."""

from __future__ import annotations

from typing import NamedTuple

from harness_lint.packs.field_shapes import StatusBlockShape
from harness_lint.packs.shape import Family, PackSet

STATUS_BLOCK = "status-block"


class Kind(NamedTuple):
    """A family of which a document can be begun."""

    title: str
    family: Family


class BlockKind(NamedTuple):
    """A status block, for a document that is there."""

    title: str
    shape: StatusBlockShape


def kinds_of(packs: PackSet) -> dict[str, Kind | BlockKind]:
    """Return what can be begun, by every name that it has, short names first."""
    families = [family for family in packs.families if _can_begin(family)]
    kinds: dict[str, Kind | BlockKind] = {}
    for family in families:
        if family.new is not None and family.new.called:
            kinds.setdefault(family.new.called, Kind(family.title, family))
    for family in families:
        kinds.setdefault(family.name, Kind(family.title, family))
    for shape in packs.status_blocks:
        kind = BlockKind(f"status block `{shape.name}` for a document that is there", shape)
        kinds.setdefault(STATUS_BLOCK, kind)
        kinds.setdefault(shape.name, kind)
    return kinds


_WRITTEN_BY_TOOLS = ("task-page",)
"""Readers of Markdown that a tool writes from its own data: nobody begins such a document."""


def _can_begin(family: Family) -> bool:
    if not family.paths or family.reader in _WRITTEN_BY_TOOLS:
        return False
    if family.new is not None and (family.new.text or family.new.file):
        return True
    if family.is_structured:
        return family.reader == "data-file" and bool(family.schema)
    return not any("templates/" in glob for glob in family.paths)
