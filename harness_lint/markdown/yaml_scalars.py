"""What a YAML scalar means: the core values of YAML 1.1, as PyYAML's safe loader reads them."""

from __future__ import annotations

from typing import TypeAlias

from harness_lint.pattern import pattern

Scalar: TypeAlias = str | int | float | bool | None

_BOOLEANS = {
    word: truth
    for words, truth in (("yes true on", True), ("no false off", False))
    for low in words.split()
    for word in (low, low.capitalize(), low.upper())
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_INT = pattern(
    r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)
_FLOAT = pattern(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_LONGEST_NUMBER = 400
"""A longer run of digits is no number that anybody means, and slow to convert."""

_PREFIX = "tag:yaml.org,2002:"


def scalar_value(text: str, tag: str | None, *, quoted: bool) -> Scalar:
    """Return the Python value of a scalar. Dates, and scalars with a foreign tag, stay text."""
    if tag is None or tag == "!":
        return text if quoted or tag else _plain(text)
    name = tag.removeprefix(_PREFIX)
    if name in ("int", "float"):
        number = _number(text)
        return float(number) if name == "float" and number is not None else _or(number, text)
    if name == "bool":
        return _or(_BOOLEANS.get(text), text)
    return None if name == "null" else text


def _or(value: Scalar, text: str) -> Scalar:
    return text if value is None else value


def _plain(text: str) -> Scalar:
    if text in _NULLS:
        return None
    if text[0].isalpha():
        return _or(_BOOLEANS.get(text), text)
    return _or(_number(text), text)


def _number(text: str) -> int | float | None:
    if len(text) > _LONGEST_NUMBER:
        return None
    if _INT.fullmatch(text):
        return _int(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return _float(text.replace("_", "").lower())
    return None


def _int(digits: str) -> int | None:
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-")
    try:
        if digits.startswith(("0b", "0x")):
            return sign * int(digits[2:], 2 if digits[1] == "b" else 16)
        if ":" in digits:
            return sign * int(_sixties(digits))
        return sign * int(digits, 8 if digits[0] == "0" else 10)
    except ValueError:  # `0x_` is all underscores
        return None


def _float(digits: str) -> float | None:
    sign = -1.0 if digits[0] == "-" else 1.0
    digits = digits.lstrip("+-")
    if digits in (".inf", ".nan"):
        return sign * float(digits[1:])
    try:
        return sign * (_sixties(digits) if ":" in digits else float(digits))
    except ValueError:
        return None


def _sixties(digits: str) -> float:
    value = 0.0
    for part in digits.split(":"):
        value = value * 60 + float(part)
    return value
