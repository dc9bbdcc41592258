"""Keys of front matter: what a family, its status block and the clients of skills know of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from harness_lint.documents.document import Document
from harness_lint.lsp.features.fields import line_around, span_in_line
from harness_lint.lsp.features.prose import code, plain
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.pattern import pattern
from harness_lint.source import Span

LINE = pattern(
    r"(?P<indent>[ \t]*)(?:-[ \t]+)?(?P<quote>[\"']?)(?P<key>[\w.$@-]+)(?P=quote)[ \t]*:"
)
"""A key and its colon at the start of a line."""


class Key(NamedTuple):
    """What is known of a key at the top of front matter."""

    name: str
    is_required: bool = False
    readers: tuple[str, ...] = ()
    """The clients that read it, or where it is specified."""
    schema: Mapping[str, Any] | None = None
    field: FieldShape | None = None
    roles: tuple[str, ...] = ()
    """What the IDs in it claim: ``implements``."""

    @property
    def values(self) -> tuple[str, ...]:
        """The closed set of its values; empty for any."""
        if self.field is not None and self.field.values:
            return self.field.values
        schema = self.schema if isinstance(self.schema, Mapping) else {}
        if schema.get("type") == "boolean":
            return ("true", "false")
        chosen = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        return tuple(_written(value) for value in chosen)


class KeyLine(NamedTuple):
    """A line of front matter with a key that we know."""

    at: Span
    key: Key


def is_in_front_matter(document: Document, offset: int) -> bool:
    """Whether *offset* stands in front matter, which may be about to be written."""
    source, front_matter = document.source, document.front_matter
    if front_matter is None:
        opens = source.slice(source.line_span(1)).rstrip().endswith("---")
        return opens and source.line_at(offset) == 2
    content = front_matter.content
    if front_matter.is_closed:
        return content.start <= offset <= content.end
    return content.start <= offset <= source.line_span(source.line_at(content.end)).end


def key_at(document: Document, offset: int) -> KeyLine | None:
    """Return the key on the line of *offset*; None if it is unknown, or not in front matter."""
    if not is_in_front_matter(document, offset):
        return None
    line = line_around(document.source, offset)
    text = document.source.slice(line)
    found = LINE.match(text)
    if found is None or found["indent"]:
        return None
    key = known_keys(document).get(found["key"])
    return KeyLine(span_in_line(text, line, *found.span("key")), key) if key is not None else None


def known_keys(document: Document) -> dict[str, Key]:
    """Return all keys that are known in the front matter of *document*, by name, in order."""
    family = document.family
    demands = family.front_matter
    schema = demands.get("schema") or {}
    required = {*demands.get("required", ()), *schema.get("required", ())}
    readers: dict[str, list[str]] = {name: [] for name in demands.get("required", ())}
    for name in schema.get("properties", ()):
        readers.setdefault(name, [])
    for group in demands.get("known", ()):
        for name in group["keys"]:
            readers.setdefault(name, []).append(str(group.get("title") or group["source"]))
    found = {
        name: Key(name, name in required, tuple(read), schema.get("properties", {}).get(name))
        for name, read in readers.items()
    }
    for block in document.status_shapes:
        for field in block.fields if block.form == "front-matter" and not block.lead else ():
            key = found.get(field.name, Key(field.name, field.required))
            found[field.name] = key._replace(field=field)
    for claim in family.trace.claims if family.trace is not None else ():
        for name in claim.front_matter:
            key = found.get(name, Key(name))
            found[name] = key._replace(roles=(*key.roles, claim.role))
    return found


def words_on_key(line: KeyLine) -> str:
    """Return what is known of a key, as Markdown."""
    key = line.key
    parts = [f"**{plain(key.name)}** · front matter{', required' if key.is_required else ''}"]
    schema = key.schema if isinstance(key.schema, Mapping) else {}
    if schema.get("description"):
        parts.append(plain(str(schema["description"])))
    if key.values:
        parts.append(f"Values: {', '.join(map(code, key.values))}")
    elif schema.get("type"):
        parts.append(f"Type: {code(_types(schema['type']))}")
    if key.roles:
        parts.append(f"Lists IDs: {', '.join(key.roles)}")
    if key.readers:
        parts.append(f"Read by {', '.join(map(plain, key.readers))}")
    return "\n\n".join(parts)


def _types(named: object) -> str:
    return " or ".join(map(str, named)) if isinstance(named, list | tuple) else str(named)


def _written(value: object) -> str:
    """Return *value* as YAML writes it."""
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return str(value)
