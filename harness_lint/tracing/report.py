"""The trace graph as one HTML file: an overview, the matrix, a page for each item.

The file needs nothing but a browser: style, script and data are in it, and its own policy forbids
everything else. What the project says goes in as data and is shown as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from harness_lint.pattern import pattern

_PLACEHOLDER = pattern(r"\{\{(\w+)\}\}")

_UNSAFE = pattern("[<>&\u2028\u2029\ud800-\udfff]")
"""What may end a script element, and what a file in UTF-8 cannot hold (lone surrogates)."""

_POLICY = (
    "default-src 'none'; img-src data:; style-src {style}; script-src {script}; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)

_SCRIPTS = ("data", "elements", "list", "tables", "overview", "item", "picture", "main")
"""Files of the script, in the order in which they need each other."""

_ITEM_COLUMNS = (
    *("id", "local", "kind", "scope", "title", "text", "level", "state", "flags", "measures"),
    *("missing", "why", "done", "revision", "waiver", "path", "line"),
)
_LINK_COLUMNS = ("source", "target", "written", "role", "status", "outcome", "path", "line")
_SHARED = frozenset(
    {"kind", "scope", "level", "state", "flags", "measures", "missing", "why", "done", "revision"}
    | {"waiver", "path", "role", "status", "outcome"}
)
"""Columns of few values, each of which is written once."""


def render(export: Mapping[str, Any]) -> str:
    """Return the whole file for *export*, the plain data of the trace graph.

    The same data gives the same text. It can be written as UTF-8 whatever the project says.
    """
    style, theme = _asset("report.css"), _asset("theme.js")
    script = _script()
    policy = _POLICY.format(style=_digest(style), script=f"{_digest(theme)} {_digest(script)}")
    tool = export["tool"]
    parts = {
        "policy": html.escape(policy, quote=True).replace("&#x27;", "'"),
        "generator": html.escape(f"{tool['name']} {tool['version']}", quote=True),
        "style": style,
        "theme": theme,
        "script": script,
        "summary": html.escape(_summary(export["measures"])),
        "data": _escaped(_packed(export)),
    }
    return _PLACEHOLDER.sub(lambda found: parts[found[1]], _asset("report.html"))


def _script() -> str:
    """Return the parts of the script as one, of which nothing is visible to the page."""
    parts = (_asset(f"{name}.js") for name in _SCRIPTS)
    return "".join(('"use strict";\n(() => {\n', *parts, "})();\n"))


def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return the source expression by which a policy allows exactly *text*."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _summary(measures: Iterable[Mapping[str, Any]]) -> str:
    """Return the measures of all items in a sentence, for readers without JavaScript."""
    parts = [
        f"{one['numerator']} of {one['denominator']} {one['name']}"
        for one in measures
        if one["kind"] == "all"
    ]
    return f"Items: {', '.join(parts)}." if parts else "No item that needs cover was found."


def _escaped(value: object) -> str:
    """Return *value* as JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _packed(export: Mapping[str, Any]) -> dict[str, Any]:
    """Return *export* with items and links as columns: a third of the size, quick to parse.

    Left out is what can be told from the rest: an ID that is scope and local ID, a text that is the
    title, a link's words that are its target's local ID. Links name items by their number.
    """
    items: Sequence[Mapping[str, Any]] = export["items"]
    numbers = {item["id"]: number for number, item in enumerate(items)}
    told = {
        "id": lambda item: _unless(item["id"], "/".join(filter(None, _name(item)))),
        "text": lambda item: _unless(item["text"], item["title"]),
    }
    linked = {
        "source": lambda link: numbers.get(link["source"], link["source"]),
        "target": lambda link: numbers.get(link["target"]),
        "written": lambda link: _unless(link["written"], _local(link, items, numbers)),
    }
    return {
        **{key: value for key, value in export.items() if key not in ("items", "links")},
        "items": _table(items, _ITEM_COLUMNS, told),
        "links": _table(export["links"], _LINK_COLUMNS, linked),
    }


def _name(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["scope"], item["local"]


def _local(
    link: Mapping[str, Any], items: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]
) -> str | None:
    number = numbers.get(link["target"])
    return None if number is None else items[number]["local"]


def _unless(value: str, other: str | None) -> str | None:
    return None if value == other else value


def _table(
    rows: Sequence[Mapping[str, Any]],
    names: Iterable[str],
    made: Mapping[str, Callable[[Mapping[str, Any]], Any]],
) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in names:
        make = made.get(name)
        values = [make(row) if make else row[name] for row in rows]
        columns[name] = _shared(values) if name in _SHARED else values
    return {"size": len(rows), "columns": columns}


def _shared(values: Iterable[Any]) -> dict[str, list[Any]]:
    """Return each of *values* once (``of``), and for each row the number of its own (``at``)."""
    numbers: dict[str, int] = {}
    distinct: list[Any] = []
    at: list[int] = []
    for value in values:
        number = numbers.setdefault(repr(value), len(distinct))
        if number == len(distinct):
            distinct.append(value)
        at.append(number)
    return {"of": distinct, "at": at}
