"""JSON Schemas of structured documents: what is wrong with a value, and where in it.

jsonschema, slow to import, is asked only to explain a value that does not conform.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.errors import did_you_mean, listed, nearest
from harness_lint.packs.conformity import (
    Schema,
    conforms,
    has_format,
    is_of,
    matches,
    pattern_fault,
    schema_named,
    schema_of,
)

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


class Problem(NamedTuple):
    """What is wrong at one place of a value."""

    path: tuple[str | int, ...]
    """Keys and 0-based indices from the top."""
    message: str
    missing: tuple[str, ...] = ()
    """The keys that are missing there, if that is what is wrong."""
    meant: str = ""
    """What was probably meant: in place of a key that is not known, or of the value."""
    is_key: bool = False
    """Whether the last key of *path* is not known."""
    kinds: tuple[str, ...] = ()
    """The kinds that the value may be of, in the words of JSON Schema, if it is of none."""

    def message_in(self, name: str) -> str:
        """Return the message, where *name* is what the whole value is called."""
        if self.path or not self.missing:
            return self.message
        *first, last = [f"`{key}`" for key in self.missing]
        return f"{name} lacks {', '.join(first)} and {last}" if first else f"{name} lacks {last}"


def problems_of(value: object, given: str | Schema) -> list[Problem]:
    """Return what of *value* does not follow the schema that a pack gives."""
    return problems_in(value, schema_of(given))


def problems_in(value: object, schema: Schema) -> list[Problem]:
    """Return what of *value* does not follow *schema*, in source order."""
    return [] if conforms(value, schema) else _explained(value, schema)


def _explained(value: object, schema: Schema) -> list[Problem]:
    given: Any = value
    return list(_problems(_explainer()(schema).iter_errors(given)))


@cache
def _explainer() -> Callable[[Schema], Validator]:
    """Return what makes a validator of a schema: one class, which takes longer than its work."""
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from referencing import Registry, Resource

    def retrieve(name: str) -> Resource[Any]:
        return Resource.from_contents(schema_named(name))

    formats = FormatChecker(())
    formats.checks("regex")(lambda text: has_format(text, "regex"))
    in_linear_time = validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"pattern": _pattern_errors}
    )
    registry = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return partial(in_linear_time, registry=registry, format_checker=formats)


def _pattern_errors(_: object, wanted: str, value: object, __: object) -> Iterator[ValidationError]:
    from jsonschema import ValidationError

    if not matches(value, wanted):
        yield ValidationError(f"{_shown(value)} does not match `{wanted}`")


def _problems(errors: Iterator[ValidationError]) -> Iterator[Problem]:
    seen: set[tuple[str | int, ...]] = set()
    for whole in errors:
        error = _nearest(whole)
        path = tuple(error.absolute_path)
        if error.validator == "required":
            if path not in seen:  # jsonschema gives one error for each missing key
                seen.add(path)
                yield _missing(path, error)
            continue
        if error.validator == "additionalProperties" and error.validator_value is False:
            yield from _unknown_keys(path, error)
            continue
        kinds = _kinds(error) if error.validator == "type" else ()
        yield Problem(path, message_of(error), meant=_meant(error), kinds=kinds)


def _nearest(error: ValidationError) -> ValidationError:
    """Return what is wrong with the form that a value comes nearest to, of those it may have."""
    while error.context:
        fitting = [one for one in error.context if one.validator != "type" or one.path]
        error = max(fitting or error.context, key=_depth)
    return error


def _depth(error: ValidationError) -> tuple[int, bool]:
    return (len(error.path), error.validator == "additionalProperties")


def _unknown_keys(path: tuple[str | int, ...], error: ValidationError) -> Iterator[Problem]:
    instance: Any = error.instance
    schema: Any = error.schema
    known = schema.get("properties", {})
    for key in instance:
        if key not in known:
            right = did_you_mean(str(key), known) or f"; the keys are {listed(known)}"
            where = f" in `{path_text(path)}`" if path else ""
            message = f"unknown key `{key}`{where}{right}"
            meant = nearest(str(key), [name for name in known if name not in instance], _SURE)
            yield Problem((*path, key), message, meant=meant, is_key=True)


def _missing(path: tuple[str | int, ...], error: ValidationError) -> Problem:
    wanted: Any = error.validator_value
    instance: Any = error.instance
    names = tuple(key for key in wanted if key not in instance)
    quoted = listed(names)
    where = f" in `{path_text(path)}`" if path else ""
    verb = "is" if len(names) == 1 else "are"
    return Problem(path, f"{quoted} {verb} missing{where}", names)


_SURE = 0.75
"""How alike, from 0 to 1, two words must be for the one to be written in place of the other."""


def _meant(error: ValidationError) -> str:
    """Return the choice that a word was meant for; empty if it is not like any."""
    if error.validator != "enum" or not isinstance(error.instance, str):
        return ""
    wanted: Any = error.validator_value
    return nearest(error.instance, [one for one in wanted if isinstance(one, str) and one], _SURE)


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
            kinds = _kinds(error)
            right = " or ".join(_KINDS[kind] for kind in kinds)
            quotes = "; YAML takes a bare `No`, `Yes`, `On` or `Off` for it: put it in quotes"
            is_bare = isinstance(found, bool) and "string" in kinds
            return f"`{name}` is {_kind_of(found)}, not {right}{quotes if is_bare else ''}"
        case "enum":
            words = [str(choice) for choice in wanted if choice not in ("", False)]
            near = did_you_mean(str(found), words)
            return f"`{name}` is {_shown(found)}, not one of {listed(words)}{near}"
        case "format":
            return f"`{name}` is no pattern: {pattern_fault(found)}"
        case "minLength" | "maxLength":
            return f"`{name}` {_length_fault(found, wanted, is_least=error.validator[:3] == 'min')}"
    return f"`{name}`: {error.message}"


def _kinds(error: ValidationError) -> tuple[str, ...]:
    wanted: Any = error.validator_value
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)


def _length_fault(found: str, wanted: int, *, is_least: bool) -> str:
    if not is_least:
        return f"has {len(found):,} characters; at most {wanted:,} are allowed"
    return "is empty" if wanted == 1 else f"is shorter than {wanted} characters"


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
    return next(words for name, words in _KINDS.items() if is_of(value, name))


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return _kind_of(value)
    text = value if isinstance(value, str) else json.dumps(value)
    text = " ".join(text.split())
    return f"`{text[:_LONGEST_SHOWN]}…`" if len(text) > _LONGEST_SHOWN else f"`{text}`"
