"""What the values of documents have in common: those of fields, and those of front matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.data_tree import DataNode
from harness_lint.pattern import pattern

FEW_VALUES = 6
"""So many values a closed set has at most."""

LEAST_DOCUMENTS = 3
"""From so many documents on, equal values are taken for a closed set."""

LONGEST_VALUE = 24

_DIGIT = pattern(r"\d")


class FieldTrait(NamedTuple):
    """A field that documents have."""

    name: str
    required: bool
    values: tuple[str, ...]
    """The closed set of its values; empty for free text."""


def field_traits(documents: Sequence[Document]) -> Iterator[FieldTrait]:
    """Yield the fields that all *documents* have."""
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    places: Counter[str] = Counter()
    for document in documents:
        seen = set()
        for field in document.fields:
            names.setdefault(field.key, field.name.value.split(" (", 1)[0])
            values.setdefault(field.key, []).append(field.value.value)
            seen.add(field.key)
        places.update(seen)
    for key, name in names.items():
        if key and places[key] == len(documents):
            is_filled = all(values[key])
            yield FieldTrait(name, is_filled, _closed(values[key], len(documents)))


def _closed(values: Sequence[str], total: int) -> tuple[str, ...]:
    """Return the closed set that *values* are of; empty if they seem to be free text."""
    distinct = sorted(set(values))
    is_short = all(0 < len(one) <= LONGEST_VALUE and not _DIGIT.search(one) for one in distinct)
    is_few = len(distinct) <= FEW_VALUES and 2 * len(distinct) <= total
    is_choice = total >= LEAST_DOCUMENTS and len(distinct) > 1
    return tuple(distinct) if is_choice and is_short and is_few else ()


def front_matter_of(documents: Sequence[Document]) -> dict[str, Any]:
    """Return the keys that all *documents* have: ``required`` and ``schema``, as a pack says it."""
    roots = [_root(document) for document in documents]
    known = [root for root in roots if root is not None]
    if len(known) < len(documents) or not known:
        return {}
    common = [key for key in known[0].keys if all(one.get(key) is not None for one in known)]
    required = [
        key for key in dict.fromkeys(common) if not any(_is_null(one, key) for one in known)
    ]
    if not required:
        return {}
    nodes = {key: [node for one in known if (node := one.get(key))] for key in required}
    properties = {key: _schema(nodes[key], len(documents)) for key in required}
    return {"required": required, "schema": {"type": "object", "properties": properties}}


def _root(document: Document) -> DataNode | None:
    front_matter = document.front_matter
    if front_matter is None or front_matter.error is not None:
        return None
    root = front_matter.root
    return root if root is not None and root.is_mapping else None


def _is_null(root: DataNode, key: str) -> bool:
    node = root.get(key)
    return node is not None and node.is_scalar and node.resolved.value is None


def _schema(nodes: Sequence[DataNode], total: int) -> dict[str, Any]:
    kinds = sorted({_kind(node) for node in nodes})
    if kinds == ["string"]:
        values = _closed([str(node.resolved.value) for node in nodes], total)
        return {"enum": list(values)} if values else {"type": "string"}
    if kinds == ["integer", "number"]:
        kinds = ["number"]
    return {"type": kinds[0] if len(kinds) == 1 else kinds}


def _kind(node: DataNode) -> str:
    if node.is_mapping:
        return "object"
    if node.is_sequence:
        return "array"
    value = node.resolved.value
    if isinstance(value, bool):
        return "boolean"
    return {int: "integer", float: "number", str: "string"}.get(type(value), "null")
