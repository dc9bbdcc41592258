"""JSON Schemas of a user's pack: files beside it, or written out in it; never fetched."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from harness_lint.packs.conformity import pattern_fault
from harness_lint.packs.folder import rules_folder

Data: TypeAlias = Mapping[str, Any]

TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})


def schema_places(family: Data) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each JSON Schema that the data of a family gives, or its name, with its place."""
    if "schema" in family:
        yield ("schema",), family["schema"]
    for number, one in enumerate(family.get("embedded", ())):
        if "schema" in one:
            yield ("embedded", number, "schema"), one["schema"]
    front_matter = family.get("front-matter", {})
    if "schema" in front_matter:
        yield ("front-matter", "schema"), front_matter["schema"]


def is_builtin(name: str) -> bool:
    """Whether *name* is that of a schema which comes with us."""
    return posixpath.basename(name) == name and (rules_folder() / "schemas" / name).is_file()


def parsed(text: bytes) -> Data:
    """Return the schema in *text*, which is JSON.

    Raises: ValueError saying why it is none.
    """
    try:
        schema = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(schema, dict):
        raise ValueError("it is no object")  # noqa: TRY004  said of a text, not of an argument
    return schema


def fault(schema: Data) -> str:
    """Return what of *schema* cannot be used, as a sentence; empty if all can.

    References must lead to a place in the schema itself: nothing is fetched. Patterns must be of
    those that run in linear time.
    """
    work: list[Any] = [schema]
    while work:
        node = work.pop()
        if isinstance(node, list):
            work.extend(node)
        if not isinstance(node, dict):
            continue
        found = _fault(node, schema)
        if found:
            return found
        work.extend(node.values())
    return ""


def _fault(node: Data, schema: Data) -> str:
    reference, pattern, kinds = (node.get(key) for key in ("$ref", "pattern", "type"))
    if isinstance(reference, str) and not _leads_somewhere(reference, schema):
        return f"`$ref` to `{reference}` leads nowhere in it; references stay inside the file"
    if isinstance(pattern, str) and pattern_fault(pattern):
        return f"`{pattern}` is no pattern: {pattern_fault(pattern)}"
    if isinstance(node.get("patternProperties"), dict):
        return "`patternProperties` is not supported; use `propertyNames` with a pattern"
    named = [kinds] if isinstance(kinds, str) else []
    unknown = [kind for kind in named if kind not in TYPES]
    return f"`{unknown[0]}` is no type; the types are {', '.join(sorted(TYPES))}" if unknown else ""


def _leads_somewhere(reference: str, whole: Data) -> bool:
    if not reference.startswith("#"):
        return False
    schema: object = whole
    for step in filter(None, reference[1:].split("/")):
        if not isinstance(schema, dict) or step not in schema:
            return False
        schema = schema[step]
    return True
