"""The JSON Schema of the configuration, made from the classes that it is read into."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
import typing
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from harness_lint.check import Check
from harness_lint.config import Config, Override, Selection
from harness_lint.config_reader import Setting, settings_of
from harness_lint.values import MISSING, Field, fields

SCHEMA_FILE = Path(__file__).with_name("config.schema.json")
SCHEMA_URL = "https://json-schema.org/draft/2020-12/schema"


def config_schema(checks: Iterable[Check]) -> dict[str, Any]:
    """Return the schema of `harness-lint.toml`, and of `[tool.harness-lint]`, as JSON data."""
    schema = _table(Config)
    schema["properties"]["rules"] = {
        "type": "object",
        "description": schema["properties"]["rules"]["description"],
        "properties": {check.name: options_schema(check) for check in checks if check.has_options},
        "additionalProperties": False,
    }
    return {
        "$schema": SCHEMA_URL,
        "title": "Configuration of harness-lint",
        **schema,
    }


def options_schema(check: Check) -> dict[str, Any]:
    """Return the schema of the options of *check*, which has some."""
    shape = typing.cast("type", check.options)
    hints = typing.get_type_hints(shape)
    documents = field_documents(shape)
    return {
        "type": "object",
        "description": check.summary,
        "properties": {
            one.name.replace("_", "-"): {
                **_type(hints[one.name]),
                **_described(documents.get(one.name, "")),
                **_default(one),
            }
            for one in fields(shape)
        },
        "additionalProperties": False,
    }


def field_documents(shape: type) -> dict[str, str]:
    """Return the string under each field of the class *shape*, on one line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(shape))).body[0]
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    found: dict[str, str] = {}
    for one, after in pairwise(body):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[one.target.id] = " ".join(text.split())
    return found


def _table(shape: type) -> dict[str, Any]:
    settings = settings_of(shape)
    required = [key for key, setting in settings.items() if _is_required(setting.field)]
    return {
        "type": "object",
        "properties": {key: _property(setting) for key, setting in sorted(settings.items())},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(setting: Setting) -> dict[str, Any]:
    metadata = setting.field.metadata
    schema = _type(setting.hint)
    if "choices" in metadata:
        schema = {"enum": [str(choice) for choice in metadata["choices"]]}
    if "minimum" in metadata:
        schema["minimum"] = metadata["minimum"]
    if "pattern" in metadata:
        schema["pattern"] = f"^{metadata['pattern']}$"
    return {**schema, **_described(_document(setting.field)), **_default(setting.field)}


def _document(one: Field) -> str:
    for shape in (Config, Override, Selection):
        if one in fields(shape):
            return field_documents(shape).get(one.name, "")
    return ""


def _described(text: str) -> dict[str, str]:
    return {"description": text} if text else {}


def _default(one: Field) -> dict[str, Any]:
    if one.default is MISSING or one.default in (None, "", ()):
        return {}
    return {"default": list(one.default) if isinstance(one.default, tuple) else one.default}


def _is_required(one: Field) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _type(hint: object) -> dict[str, Any]:
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if hint is Override:
        return _table(Override)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [str(one) for one in hint]}
    return _compound(typing.get_origin(hint), typing.get_args(hint))


def _compound(origin: object, arguments: tuple[object, ...]) -> dict[str, Any]:
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (tuple, list, frozenset):
        return {"type": "array", "items": _type(arguments[0])}
    if origin in (dict, typing.get_origin(Mapping[str, str])):
        return {"type": "object", "additionalProperties": _type(arguments[1])}
    members = [_type(one) for one in arguments if one is not type(None)]
    if not members:
        return {}
    return members[0] if len(members) == 1 else {"anyOf": members}


_SCALARS: dict[object, str] = {bool: "boolean", int: "integer", float: "number", str: "string"}


def schema_text(checks: Iterable[Check]) -> str:
    """Return the schema as it stands in `config.schema.json`."""
    return json.dumps(config_schema(checks), indent=2, ensure_ascii=False) + "\n"
