"""A text that a pattern matches, a value that follows a schema: what skeletons are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from harness_lint.packs.patterns import compile_pattern

Data: TypeAlias = Mapping[str, Any]

MOST_STEPS = 2_000
"""How many parts of a pattern are looked at: repeated repetitions end there."""

WIDEST = 3
"""How many digits a number gets where the pattern leaves the choice."""


def matching_text(pattern: str) -> str:
    r"""Return a short text that *pattern* matches as a whole; empty if none is found.

    Of alternatives the first is taken, and of repetitions as few as may be, but of digits three
    where the pattern allows it, so that ``T\d{2,4}`` gives ``T001``.
    """
    if not pattern:
        return ""
    try:
        text = _Writer().written(_parsed(pattern))
        return text if compile_pattern(pattern).fullmatch(text) else ""
    except (re.error, ValueError, NotImplementedError, OverflowError, RecursionError):
        return ""


def _parsed(pattern: str) -> Any:  # noqa: ANN401  what the standard library's parser gives
    from re import _parser  # type: ignore[attr-defined]

    return _parser.parse(pattern)


class _Writer:
    """Writes the text of a parsed pattern; of digits, the last of a run is 1, the others 0."""

    def __init__(self) -> None:
        self._steps = 0

    def written(self, parts: Any) -> str:  # noqa: ANN401
        return "".join(self._part(str(name), value) for name, value in parts)

    def _part(self, name: str, value: Any) -> str:  # noqa: ANN401, PLR0911  one for each kind
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise NotImplementedError
        match name:
            case "LITERAL":
                return chr(value)
            case "AT" | "ASSERT" | "ASSERT_NOT":
                return ""
            case "ANY" | "NOT_LITERAL":
                return "x" if value != ord("x") else "y"
            case "IN":
                return _member(value)
            case "BRANCH":
                return self.written(value[1][0])
            case "SUBPATTERN":
                return self.written(value[-1])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeated(*value)
        raise NotImplementedError(name)

    def _repeated(self, least: int, most: int, parts: Any) -> str:  # noqa: ANN401
        one = self.written(parts)
        if one == "1" and most > 1:
            return f"{1:0{max(least, min(int(most), WIDEST))}d}" if most < 10 else "1".zfill(least)
        return one * least


def _member(members: Any) -> str:  # noqa: ANN401
    """Return a character of a class: a digit, a letter, or its first."""
    named = [(str(name), value) for name, value in members]
    if named[0][0] == "NEGATE":
        return next(sign for sign in "x1-" if not _holds(named[1:], sign))
    for wanted in "1ax-A ":
        if _holds(named, wanted):
            return wanted
    name, value = named[0]
    return chr(value[0] if name == "RANGE" else value)


def _holds(members: list[tuple[str, Any]], sign: str) -> bool:
    for name, value in members:
        if name == "LITERAL" and ord(sign) == value:
            return True
        if name == "RANGE" and value[0] <= ord(sign) <= value[1]:
            return True
        if name == "CATEGORY" and _is_of(str(value), sign):
            return True
    return False


def _is_of(category: str, sign: str) -> bool:
    return {
        "CATEGORY_DIGIT": sign.isdigit(),
        "CATEGORY_WORD": sign.isalnum(),
        "CATEGORY_SPACE": sign.isspace(),
        "CATEGORY_NOT_DIGIT": not sign.isdigit(),
        "CATEGORY_NOT_WORD": not sign.isalnum(),
        "CATEGORY_NOT_SPACE": not sign.isspace(),
    }.get(category, False)


def following_value(schema: Data, key: str = "") -> Any:  # noqa: ANN401  any JSON value
    """Return a small value that follows *schema*; *key* is what it is the value of.

    Objects get what is required of them and no more.
    """
    for word in ("const", "default"):
        if word in schema:
            return schema[word]
    for word in ("examples", "enum"):
        if schema.get(word):
            return schema[word][0]
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        known = schema.get("properties", {})
        return {name: following_value(known.get(name, {}), name) for name in _required(schema)}
    if kind == "array":
        return [following_value(schema["items"], key)] * schema.get("minItems", 0)
    plain = {"integer": schema.get("minimum", 1), "number": 1, "boolean": False, "null": None}
    return plain[kind] if kind in plain else _text(schema, key)


def _required(schema: Data) -> list[str]:
    return list(schema.get("required", ()))


def _text(schema: Data, key: str) -> str:
    found = matching_text(schema.get("pattern", ""))
    if found:
        return found
    text = f"Say here what `{key.replace('_', ' ')}` is" if key else "Say here what it is"
    while len(text) < schema.get("minLength", 0):
        text += ", in words that the next reader can act on"
    return text[: schema.get("maxLength", len(text))]
