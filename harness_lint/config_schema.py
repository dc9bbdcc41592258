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
from harness_lint.config import NOTHING, Config, Override
from harness_lint.config_reader import REQUIRED, Setting, settings_of

SCHEMA_FILE = Path(__file__).with_name("config.schema.json")
SCHEMA_URL = "https://json-schema.org/draft/2020-12/schema"


def config_schema(checks: Iterable[Check]) -> dict[str, Any]:
    """Return the schema of `harness-lint.toml`, and of `[tool.harness-lint]`, as JSON data."""
    schema = _table(Config)
    schema["properties"]["rules"] = {
        "type": "object",
        "description": schema["properties"]["rules"]["description"],
        "properties": {check.name: options_schema(check) for check in checks if check.has_options},
        # Rules of plug-ins, and codes for names: an editor cannot know which there are.
        "additionalProperties": {"type": "object"},
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
            name.replace("_", "-"): {
                **_type(hint),
                **_described(documents.get(name, "")),
                **_default(getattr(shape, "_field_defaults")[name]),  # noqa: B009  a named tuple
            }
            for name, hint in hints.items()
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
    required = [key for key, setting in settings.items() if setting.default is REQUIRED]
    return {
        "type": "object",
        "properties": {key: _property(setting) for key, setting in sorted(settings.items())},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(setting: Setting) -> dict[str, Any]:
    limits = setting.limits
    schema = _type(setting.hint)
    if "choices" in limits:
        schema = {"enum": [str(choice) for choice in limits["choices"]]}
    if "minimum" in limits:
        schema["minimum"] = limits["minimum"]
    if "pattern" in limits:
        schema["pattern"] = f"^{limits['pattern']}$"
    document = field_documents(setting.shape).get(setting.name, "")
    return {**schema, **_described(document), **_default(setting.default)}


def _described(text: str) -> dict[str, str]:
    return {"description": text} if text else {}


def _default(value: object) -> dict[str, Any]:
    if value is REQUIRED or value in (None, "", (), NOTHING):
        return {}
    return {"default": list(value) if isinstance(value, tuple) else value}


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
