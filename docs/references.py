"""What is generated into the pages: tables of the configuration, of the pack language, indexes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness_lint.agents.known import AGENTS
from harness_lint.config_schema import config_schema
from harness_lint.engine.registry import Registry

DOCS = Path(__file__).resolve().parent
PACK_SCHEMA = DOCS.parent / "rules" / "pack.schema.json"
GENERATED = re.compile(
    r"(?ms)^(?P<begin><!-- BEGIN: (?P<name>[a-z-]+) \(generated\) -->\n).*?"
    r"^(?P<end><!-- END: (?P=name) -->)$"
)
"""A stretch of a page that is not written by hand."""

MANY = 8
"""More choices than these stand behind the meaning of a key."""

Table = list[str]


def with_tables(text: str, registry: Registry) -> str:
    """Return *text* with what belongs between the markers of its generated stretches."""

    def fill(match: re.Match[str]) -> str:
        lines = "\n".join(TABLES[match["name"]](registry))
        return f"{match['begin']}\n{lines}\n\n{match['end']}"

    return GENERATED.sub(fill, text)


def configuration_keys(registry: Registry) -> Table:
    """Return the table of the keys of the configuration."""
    return table_of_keys(config_schema(registry.checks))


def override_keys(registry: Registry) -> Table:
    """Return the table of the keys of an override."""
    properties = config_schema(registry.checks)["properties"]
    return table_of_keys(properties["overrides"]["items"])


def rules_with_options(registry: Registry) -> Table:
    """Return the table of the rules that have options."""
    rows = ["| rule | options |", "| --- | --- |"]
    for check in registry.checks:
        if check.has_options:
            options = config_schema([check])["properties"]["rules"]["properties"][check.name]
            names = ", ".join(f"`{name}`" for name in options["properties"])
            rows.append(f"| [{check.name}](rules/{check.name}.md) | {names} |")
    return rows


def table_of_keys(schema: dict[str, Any], schemas: dict[str, Any] | None = None) -> Table:
    """Return the table of the properties of *schema*; *schemas* are those that it may refer to."""
    required = schema.get("required", ())
    parts = schemas or {}
    rows = ["| key | value | |", "| --- | --- | --- |"]
    for name, one in schema["properties"].items():
        kind = kind_of(one, parts)
        said = [one.get("description") or described(one, parts)]
        if len(one.get("enum", ())) > MANY:
            said.append(f"One of {kind}.")
            kind = "a word"
        if name in required:
            said.append("Required.")
        if "default" in one:
            said.append(f"Default: `{json.dumps(one['default'])}`.")
        text = cell(" ".join(part for part in said if part))
        rows.append(f"| `{name}` | {cell(kind)} | {text} |")
    return rows


def described(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Return what is said of the schema that *schema* refers to."""
    target = schemas.get(schema.get("$ref", "").rpartition("/")[2], {})
    return str(target.get("description", ""))


def cell(text: str) -> str:
    """Return *text* as it can stand in a cell of a table."""
    return text.replace("|", "\\|")


PLAIN = {"string": "text", "integer": "a number", "number": "a number", "boolean": "true or false"}


def kind_of(schema: dict[str, Any], parts: dict[str, Any] | None = None) -> str:
    """Return in a few words what a value of *schema* is; *parts* are the tables that have names."""
    for name, part in (parts or {}).items():
        if name in SECTIONS and schema.get("properties", "") is part.get("properties"):
            return NAMED[name]
    if "$ref" in schema:
        return NAMED.get(schema["$ref"].rpartition("/")[2], "a table")
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"] if one not in ("", False))
    if "oneOf" in schema:
        return ", or ".join(dict.fromkeys(kind_of(one, parts) for one in schema["oneOf"]))
    return kind_of_type(schema, parts)


def kind_of_type(schema: dict[str, Any], parts: dict[str, Any] | None) -> str:
    """Return in a few words what a value of *schema*, which names a type, is."""
    if schema.get("type") == "array":
        return f"a list of {several(schema['items'], parts)}"
    if schema.get("type") == "object":
        return f"a table of {inside}" if (inside := values_of(schema)) else "a table"
    if schema.get("format") == "regex":
        return "a pattern"
    return PLAIN.get(str(schema.get("type")), "anything")


def values_of(schema: dict[str, Any]) -> str:
    """Return what the values of a table of free keys are; empty for one of fixed keys."""
    values = schema.get("additionalProperties")
    if not isinstance(values, dict) or values.get("type") == "object":
        return ""
    return several(values)


def several(schema: dict[str, Any], parts: dict[str, Any] | None = None) -> str:
    """Return what several values of *schema* are called."""
    kind = kind_of(schema, parts)
    plural = {"text": "texts", "a pattern": "patterns", "a name": "names", "a number": "numbers"}
    return plural.get(kind, kind.replace("a [", "[", 1) if kind.startswith("a [") else kind)


SECTIONS: dict[str, tuple[str, str]] = {
    "family": ("Family", "A kind of document, below `families`."),
    "signature": ("Signature", "What the text of a document shows. All that is given must hold."),
    "section": ("Section", "A title alone, or a table:"),
    "field": ("Field", "A line `**Name**: value` or `- Name: value`, a key, a row of a table."),
    "column": ("Column", "A title alone, or a table that says what the cells below it hold:"),
    "value": ("Value", "A word alone, or a table:"),
    "text": ("Text", "Below `texts`, at the top of a pack or in a family."),
    "status-block": ("Status block", "Where a document states its own state."),
    "implication": ("Implication", "What else holds where a field has a value."),
    "tasks": ("Tasks", "How tasks are written, for the readers `task-list` and `work-package`."),
    "columns": ("Columns of tasks", "For tasks that are the rows of a table."),
    "dependencies": ("Dependencies", "How tasks say what they wait for."),
    "states": ("States", "What is written, by the state that it means."),
    "count": ("Count", "A sentence that says how many there are of something."),
    "item-kind": ("Kind of item", "Below `items`: what has an ID, and what must lead to it."),
    "clause": ("Clause", "One demand of a policy. It is met if one of its needs is."),
    "need": ("Need", "So many links of a role."),
    "trace": ("Trace", "What the documents of a family define and claim."),
    "definition": ("Definition", "Where items of a kind are defined."),
    "claim": ("Claim", "Where items are claimed."),
    "reference": ("Reference", "Where files are named that must exist."),
    "new": ("New", "How `harness-lint new` begins a document."),
    "embedded": ("Embedded data", "Data in code fences that follow a schema."),
}
"""Title and first sentence of each table of the pack language, in the order of the page."""

NAMED = {
    "name": "a name",
    "strings": "a list of texts",
    "pattern": "a pattern",
    "severity": "`off`, `info`, `warning`, `error`",
    "role": "a role",
    "schema": "a schema",
    **{
        name: f"a [{title.lower()}](#{title.lower().replace(' ', '-')})"
        for name, (title, _) in SECTIONS.items()
    },
}


def pack_reference(_: Registry) -> Table:
    """Return the tables of every key of the pack language."""
    schema = json.loads(PACK_SCHEMA.read_text(encoding="utf-8"))
    parts = parts_of(schema)
    lines = ["## Pack", "", "The top of the file.", "", *table_of_keys(schema, parts)]
    for name, (title, said) in SECTIONS.items():
        table = table_of_keys(parts[name], parts)
        lines += ["", f"## {title}", "", said, "", *table]
    return lines


def parts_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return each table of the pack language by its name."""
    parts = {name: bare(part) for name, part in schema["$defs"].items()}
    found = dict(parts)
    for owner, path, name in INLINE:
        inner = parts[owner]["properties"][path[0]]
        for key in path[1:]:
            inner = inner[key]
        found[name] = inner
    return found


INLINE = (
    ("family", ("signature",), "signature"),
    ("family", ("new",), "new"),
    ("family", ("embedded", "items"), "embedded"),
    ("tasks", ("columns",), "columns"),
    ("tasks", ("dependencies",), "dependencies"),
    ("status-block", ("implications", "items"), "implication"),
    ("item-kind", ("policy", "items"), "clause"),
    ("item-kind", ("policy", "items", "properties", "any", "items"), "need"),
    ("trace", ("defines", "items"), "definition"),
    ("trace", ("claims", "items"), "claim"),
)
"""Tables that have no name of their own in the schema: owner, way to it, name here."""


def bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Return *schema*, or its table where it takes a text, too."""
    tables = [one for one in schema.get("oneOf", ()) if "properties" in one]
    return tables[0] if tables else schema


def roles(_: Registry) -> Table:
    """Return the roles of links as a list."""
    schema = json.loads(PACK_SCHEMA.read_text(encoding="utf-8"))
    return [", ".join(f"`{role}`" for role in schema["$defs"]["role"]["enum"]) + "."]


def decisions(_: Registry) -> Table:
    """Return the list of the decisions."""
    return [f"- [{title}]({name})" for name, title in titles(DOCS / "decisions")]


def agents(_: Registry) -> Table:
    """Return the table of the coding agents whose hooks are answered."""
    rows = ["| agent | settings | events | source, as of |", "| --- | --- | --- | --- |"]
    for agent in AGENTS.values():
        files = f"`{agent.project_file}`, `~/{agent.user_file}`"
        events = f"`{agent.edit.event}`, `{agent.end.event}`"
        source = f"[{agent.title}]({agent.source}), {agent.verified_on}"
        rows.append(f"| `{agent.name}` | {files} | {events} | {source} |")
    return rows


def titles(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and title of each numbered page of *folder*."""
    for path in sorted(folder.glob("[0-9]*.md")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        yield path.name, first.removeprefix("# ")


TABLES = {
    "configuration-keys": configuration_keys,
    "override-keys": override_keys,
    "rules-with-options": rules_with_options,
    "pack-reference": pack_reference,
    "roles": roles,
    "decisions": decisions,
    "agents": agents,
}
