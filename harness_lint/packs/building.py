"""From the data of a pack to the shapes of its fields, status blocks, tasks and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from harness_lint.packs.field_shapes import FieldShape, StatusBlockShape, StatusDemand
from harness_lint.packs.task_shapes import (
    MARKS,
    STATES,
    CountShape,
    DependencyShape,
    TaskShape,
)

T = TypeVar("T")


def build(shape: type[T], data: Mapping[str, Any]) -> T:
    """Return the *shape*, a named tuple, that *data* gives; keys unknown to it are not read."""
    return shape(**values_of(shape, data))


def values_of(shape: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of *data* by the fields of *shape*, lists as tuples."""
    known = set(getattr(shape, "_fields"))  # noqa: B009  a named tuple
    return {
        name: tuple(value) if isinstance(value, list) else value
        for key, value in data.items()
        if (name := key.replace("-", "_")) in known
    }


def fields_of(data: Iterable[Mapping[str, Any]]) -> tuple[FieldShape, ...]:
    """Return the shapes of fields."""
    return tuple(_field(item) for item in data)


def _field(data: Mapping[str, Any]) -> FieldShape:
    values = values_of(FieldShape, data)
    entries = [
        {"value": entry} if isinstance(entry, str) else entry for entry in data.get("values", ())
    ]
    if entries:
        values["values"] = tuple(entry["value"] for entry in entries)
    for name, key, fold in (("accepted", "aliases", str), ("synonyms", "synonyms", str.casefold)):
        words = {fold(word): entry["value"] for entry in entries for word in entry.get(key, ())}
        if words:
            values[name] = words
    return FieldShape(**values)


def status_block_of(data: Mapping[str, Any]) -> StatusBlockShape:
    """Return the shape of a status block."""
    return StatusBlockShape(
        **{**values_of(StatusBlockShape, data), "fields": fields_of(data["fields"])}
    )


def status_demand_of(data: str | Mapping[str, Any]) -> StatusDemand:
    """Return which status block a family demands: its name, or a mapping."""
    return StatusDemand(data) if isinstance(data, str) else build(StatusDemand, data)


def tasks_of(data: Mapping[str, Any]) -> TaskShape:
    """Return the grammar of a family's tasks. What it says of marks goes before the usual ones."""
    values = values_of(TaskShape, data)
    values["fields"] = fields_of(data.get("fields", ()))
    if "markers" in data:
        own = _states(data["markers"])
        values["marks"], values["own_marks"] = {**MARKS, **own}, tuple(own)
    if "states" in data:
        values["states"] = _states(data["states"])
    if "columns" in data:
        values["columns"] = {key: tuple(titles) for key, titles in data["columns"].items()}
    if "dependencies" in data:
        values["dependencies"] = build(DependencyShape, data["dependencies"])._replace(
            is_stated=True
        )
    return TaskShape(**values)


def _states(data: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {word: STATES[name] for name, words in data.items() for word in words}


def counts_of(data: Iterable[Mapping[str, Any]]) -> tuple[CountShape, ...]:
    """Return the sentences that state numbers."""
    return tuple(build(CountShape, item) for item in data)
