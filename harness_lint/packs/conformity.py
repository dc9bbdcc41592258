"""Whether a value follows a JSON Schema, told by a walk over plain dicts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

from harness_lint.packs.folder import rules_folder
from harness_lint.packs.patterns import compile_pattern

Schema: TypeAlias = Mapping[str, Any]


@cache
def schema_named(name: str) -> Schema:
    """Return the schema in the file *name* of `rules/schemas`, or of `rules` itself.

    A part of it is named by a JSON pointer: ``pack.schema.json#/$defs/family``. References inside
    a file name the file, so that each part stands for itself.
    """
    file, _, pointer = name.partition("#")
    if pointer:
        schema = schema_named(file)
        for step in pointer.strip("/").split("/"):
            schema = schema[step]
        return schema
    path = rules_folder() / "schemas" / file
    text = (path if path.is_file() else rules_folder() / file).read_text(encoding="utf-8")
    return json.loads(text.replace('"$ref": "#/', f'"$ref": "{file}#/'))  # type: ignore[no-any-return]


def schema_of(given: str | Schema) -> Schema:
    """Return the schema that a pack gives: itself, or the one of that name."""
    return schema_named(given) if isinstance(given, str) else given


def conforms(value: object, schema: Schema) -> bool:
    """Whether *value* follows *schema*; False too where a keyword is not known here."""
    return all(_holds(key, value, schema) for key in schema)


def _holds(key: str, value: object, schema: Schema) -> bool:
    if key in _NOTES or key.startswith("x-"):
        return True
    if key == "additionalProperties":
        return _has_no_others(value, schema)
    test = _TESTS.get(key)
    return test is not None and test(value, schema[key])


def is_of(value: object, name: str) -> bool:
    """Whether *value* is of the type that schemas call *name*."""
    if name in ("integer", "number") and isinstance(value, bool):
        return False
    return isinstance(value, _TYPES[name])


def _has_type(value: object, wanted: str | list[str]) -> bool:
    return any(is_of(value, name) for name in ([wanted] if isinstance(wanted, str) else wanted))


def _has_keys(value: object, wanted: list[str]) -> bool:
    return not isinstance(value, dict) or all(key in value for key in wanted)


def _has_properties(value: object, wanted: Mapping[str, Schema]) -> bool:
    if not isinstance(value, dict):
        return True
    return all(conforms(value[key], schema) for key, schema in wanted.items() if key in value)


def _has_items(value: object, wanted: Schema) -> bool:
    return not isinstance(value, list) or all(conforms(item, wanted) for item in value)


def _has_no_others(value: object, schema: Schema) -> bool:
    """Whether every key of *value* is a property of *schema* or follows its rest."""
    if not isinstance(value, dict):
        return True
    rest, known = schema["additionalProperties"], schema.get("properties", {})
    others = (value[key] for key in value if key not in known)
    return all(rest is not False and (rest is True or conforms(one, rest)) for one in others)


def _has_names(value: object, wanted: Schema) -> bool:
    return not isinstance(value, dict) or all(conforms(key, wanted) for key in value)


def _is_one_of(value: object, wanted: list[Schema]) -> bool:
    return sum(conforms(value, schema) for schema in wanted) == 1


def has_format(value: object, wanted: str) -> bool:
    """Whether *value* has the format *wanted*; none but ``regex`` is looked at."""
    return wanted != "regex" or not isinstance(value, str) or not pattern_fault(value)


def pattern_fault(text: str) -> str:
    """Return why *text* is no pattern; empty if it is one."""
    try:
        compile_pattern(text)
    except ValueError as error:
        return str(error)
    return ""


def matches(value: object, wanted: str) -> bool:
    """Whether *value* has a match of the pattern *wanted*, if it is text."""
    return not isinstance(value, str) or compile_pattern(wanted).search(value) is not None


def _is_long_enough(value: object, wanted: int) -> bool:
    return not isinstance(value, str) or len(value) >= wanted


def _is_short_enough(value: object, wanted: int) -> bool:
    return not isinstance(value, str) or len(value) <= wanted


_NOTES = frozenset({"$schema", "$id", "$defs", "title", "description", "default", "examples"})

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}

_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "type": _has_type,
    "required": _has_keys,
    "properties": _has_properties,
    "items": _has_items,
    "enum": lambda value, wanted: value in wanted,
    "pattern": matches,
    "propertyNames": _has_names,
    "oneOf": _is_one_of,
    "minItems": lambda value, wanted: not isinstance(value, list) or len(value) >= wanted,
    "minimum": lambda value, wanted: not is_of(value, "number") or value >= wanted,
    "maximum": lambda value, wanted: not is_of(value, "number") or value <= wanted,
    "format": has_format,
    "not": lambda value, wanted: not conforms(value, wanted),
    "minLength": _is_long_enough,
    "maxLength": _is_short_enough,
    # A part of a schema that a pack writes out is left to jsonschema, which knows the whole.
    "$ref": lambda value, wanted: wanted[0] != "#" and conforms(value, schema_named(wanted)),
}
