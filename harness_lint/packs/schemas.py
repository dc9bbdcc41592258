"""JSON Schemas of structured documents: what is wrong with a value, and where in it.

A value that is right is told by a walk over plain dicts; jsonschema, slow to import, is asked only
to explain one that is not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from harness_lint.packs.loader import rules_folder
from harness_lint.packs.patterns import compile_pattern

if TYPE_CHECKING:
    from jsonschema import ValidationError

Schema: TypeAlias = Mapping[str, Any]


class Problem(NamedTuple):
    """What is wrong at one place of a value."""

    path: tuple[str | int, ...]
    """Keys and 0-based indices from the top."""
    message: str
    missing: tuple[str, ...] = ()
    """The keys that are missing there, if that is what is wrong."""

    def message_in(self, name: str) -> str:
        """Return the message, where *name* is what the whole value is called."""
        if self.path or not self.missing:
            return self.message
        *first, last = [f"`{key}`" for key in self.missing]
        return f"{name} lacks {', '.join(first)} and {last}" if first else f"{name} lacks {last}"


@cache
def schema_named(name: str) -> Schema:
    """Return the schema in the file *name* of `rules/schemas`."""
    path = rules_folder() / "schemas" / name
    return json.loads(path.read_bytes())  # type: ignore[no-any-return]


def problems_of(value: object, name: str) -> list[Problem]:
    """Return what of *value* does not follow the schema called *name*."""
    return problems_in(value, schema_named(name))


def problems_in(value: object, schema: Schema) -> list[Problem]:
    """Return what of *value* does not follow *schema*, in source order."""
    return [] if conforms(value, schema) else _explained(value, schema)


def conforms(value: object, schema: Schema) -> bool:
    """Whether *value* follows *schema*; False too where a keyword is not known here."""
    return all(_holds(key, value, schema) for key in schema)


def _holds(key: str, value: object, schema: Schema) -> bool:
    if key in _NOTES or key.startswith("x-"):
        return True
    test = _TESTS.get(key)
    return test is not None and test(value, schema[key])


def _is(value: object, name: str) -> bool:
    if name in ("integer", "number") and isinstance(value, bool):
        return False
    return isinstance(value, _TYPES[name])


def _has_type(value: object, wanted: str | list[str]) -> bool:
    return any(_is(value, name) for name in ([wanted] if isinstance(wanted, str) else wanted))


def _has_keys(value: object, wanted: list[str]) -> bool:
    return not isinstance(value, dict) or all(key in value for key in wanted)


def _has_properties(value: object, wanted: Mapping[str, Schema]) -> bool:
    if not isinstance(value, dict):
        return True
    return all(conforms(value[key], schema) for key, schema in wanted.items() if key in value)


def _has_items(value: object, wanted: Schema) -> bool:
    return not isinstance(value, list) or all(conforms(item, wanted) for item in value)


def _matches(value: object, wanted: str) -> bool:
    return not isinstance(value, str) or compile_pattern(wanted).search(value) is not None


def _is_long_enough(value: object, wanted: int) -> bool:
    return not isinstance(value, str) or len(value) >= wanted


def _is_short_enough(value: object, wanted: int) -> bool:
    return not isinstance(value, str) or len(value) <= wanted


_NOTES = frozenset({"$schema", "$id", "title", "description"})

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
    "pattern": _matches,
    "not": lambda value, wanted: not conforms(value, wanted),
    "minLength": _is_long_enough,
    "maxLength": _is_short_enough,
    "$ref": lambda value, wanted: conforms(value, schema_named(wanted)),
}


def _explained(value: object, schema: Schema) -> list[Problem]:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    def retrieve(name: str) -> Resource[Any]:
        return Resource.from_contents(schema_named(name))

    validator = Draft202012Validator(schema, registry=Registry(retrieve=retrieve))  # type: ignore[call-arg]
    return list(_problems(validator.iter_errors(value)))


def _problems(errors: Iterator[ValidationError]) -> Iterator[Problem]:
    seen: set[tuple[str | int, ...]] = set()
    for error in errors:
        path = tuple(error.absolute_path)
        if error.validator == "required":
            if path not in seen:  # jsonschema gives one error for each missing key
                seen.add(path)
                yield _missing(path, error)
            continue
        yield Problem(path, message_of(error))


def _missing(path: tuple[str | int, ...], error: ValidationError) -> Problem:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    names = tuple(key for key in wanted if key not in instance)
    quoted = ", ".join(f"`{name}`" for name in names)
    where = f" in `{path_text(path)}`" if path else ""
    verb = "is" if len(names) == 1 else "are"
    return Problem(path, f"{quoted} {verb} missing{where}", names)


def message_of(error: ValidationError) -> str:
    """Return what is wrong, and what would be right, in our words."""
    name = path_text(tuple(error.absolute_path)) or "the value"
    wanted: Any = error.validator_value
    found: Any = error.instance
    expected = error.schema.get("x-expected") if isinstance(error.schema, dict) else None
    if expected:
        return f"`{name}` is {_shown(found)}, not {expected}"
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            right = " or ".join(_KINDS[kind] for kind in kinds)
            return f"`{name}` is {_kind_of(found)}, not {right}"
        case "enum":
            right = ", ".join(f"`{choice}`" for choice in wanted)
            return f"`{name}` is {_shown(found)}, not one of {right}"
        case "minLength":
            least = "empty" if wanted == 1 else f"shorter than {wanted} characters"
            return f"`{name}` is {least}"
        case "maxLength":
            length = len(found)
            return f"`{name}` has {length:,} characters; at most {wanted:,} are allowed"
    return f"`{name}`: {error.message}"


def path_text(path: tuple[str | int, ...]) -> str:
    """Return *path* as people write it: ``tests.added[1].file``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}

_LONGEST_SHOWN = 120


def _kind_of(value: object) -> str:
    return next(words for name, words in _KINDS.items() if _is(value, name))


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return _kind_of(value)
    text = value if isinstance(value, str) else json.dumps(value)
    text = " ".join(text.split())
    return f"`{text[:_LONGEST_SHOWN]}…`" if len(text) > _LONGEST_SHOWN else f"`{text}`"
