"""A derived pack: what documents have in common, as YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from harness_lint.deriving.ids import ClaimTrait, IdTrait
from harness_lint.deriving.traits import SectionTrait, Traits
from harness_lint.deriving.value_traits import FieldTrait

Data: TypeAlias = dict[str, Any]

WIDTH = 96


class Derived(NamedTuple):
    """All that a pack is written from."""

    name: str
    """Of the pack and of its family."""
    paths: tuple[str, ...]
    total: int
    """How many documents it was derived from."""
    traits: Traits
    ids: tuple[IdTrait, ...]
    claims: tuple[ClaimTrait, ...]
    is_shared: bool = False
    """Whether no ID is defined in two of the documents."""
    off: tuple[str, ...] = ()
    """Rules that the documents break in what is theirs alone."""

    @property
    def tasks(self) -> IdTrait | None:
        """The form of the IDs of tasks."""
        return next((one for one in self.ids if one.are_tasks), None)

    @property
    def items(self) -> tuple[IdTrait, ...]:
        """The forms of the IDs of all else."""
        return tuple(one for one in self.ids if not one.are_tasks)


def pack_text(derived: Derived) -> str:
    """Return *derived* as the text of a pack, with a word on each part."""
    return "\n".join(_lines(derived)) + "\n"


def _lines(derived: Derived) -> Iterator[str]:
    traits = derived.traits
    documents = "1 document" if derived.total == 1 else f"{derived.total} documents"
    yield f"# Derived from {documents}, all of which pass it. Make it say what you mean."
    yield f"pack: {derived.name}"
    yield f"title: {_scalar(_titled(derived.name))}"
    if derived.items:
        yield from _items(derived.items)
    yield from (
        "",
        "families:",
        f"  {derived.name}:",
        f"    title: {_scalar(_words(derived.name))}",
    )
    if derived.tasks is not None:
        yield "    reader: task-list"
    yield f"    paths: {_flow(derived.paths)}"
    if traits.has_titles:
        yield "    title-required: true"
    if traits.title_pattern:
        yield f"    title-pattern: {_scalar(traits.title_pattern)}"
        yield f"    title-example: {_scalar(traits.title_example)}"
    yield from _front_matter(traits.front_matter)
    yield from _fields(traits.fields)
    yield from _sections(derived)
    yield from _tasks(derived.tasks)
    yield from _trace(derived)
    if derived.off:
        yield "    # The documents break these; switch them on once they are repaired."
        yield f"    rules: {_flow_map(dict.fromkeys(derived.off, 'off'))}"


def _items(items: Iterable[IdTrait]) -> Iterator[str]:
    yield from (
        "",
        "# IDs that lead headings, items or rows, and what must lead to them.",
        "items:",
    )
    for one in items:
        yield f"  {one.name}:"
        yield f"    title: {_scalar(_words(one.name))}"
        yield f"    id: {_scalar(one.pattern)}"
        yield "    policy: [{any: [{role: claims}, {role: implements}, {role: verifies}]}]"


def _front_matter(data: Data | Mapping[str, Any]) -> Iterator[str]:
    if not data:
        return
    yield "    front-matter:"
    yield f"      required: {_flow(data['required'])}"
    yield "      schema:"
    yield "        type: object"
    yield "        properties:"
    for key, schema in data["schema"]["properties"].items():
        yield f"          {_scalar(key)}: {json.dumps(schema, ensure_ascii=False)}"


def _fields(fields: Iterable[FieldTrait]) -> Iterator[str]:
    chosen = list(fields)
    if chosen:
        yield "    fields:"
    for one in chosen:
        data: Data = {"name": one.name}
        data |= {"required": True} if one.required else {}
        data |= {"values": list(one.values)} if one.values else {}
        yield f"      - {_flow_map(data)}"


def _sections(derived: Derived) -> Iterator[str]:
    traits = derived.traits
    if not traits.sections:
        return
    if traits.ordered:
        yield "    ordered: true"
    if traits.level != 2:
        yield f"    section-level: {traits.level}"
    yield "    sections:"
    yield from _listed(traits.sections, "      ")


def _listed(sections: Iterable[SectionTrait], indent: str) -> Iterator[str]:
    for one in sections:
        data = _section(one)
        if one.sections:
            first, *others = data.items()
            yield f"{indent}- {first[0]}: {_value(first[1])}"
            for key, value in others:
                yield f"{indent}  {key}: {_value(value)}"
            yield f"{indent}  sections:"
            yield from _listed(one.sections, f"{indent}    ")
        elif list(data) == ["name", "required"]:
            yield f"{indent}- {_scalar(one.name)}"
        else:
            yield f"{indent}- {_flow_map(data)}"


def _section(one: SectionTrait) -> Data:
    data: Data = {"name": one.name}
    for key in ("pattern", "required", "repeatable", "may_be_empty", "content", "language"):
        value = getattr(one, key)
        goes_without_saying = one.columns or one.language or one.sections
        if value and not (key == "content" and goes_without_saying):
            data[key.replace("_", "-")] = value
    if one.columns:
        data["columns"] = list(one.columns)
    return data


def _tasks(tasks: IdTrait | None) -> Iterator[str]:
    if tasks is not None:
        yield "    tasks:"
        yield f"      id: {_scalar(tasks.pattern)}"
        yield f"      carriers: {_flow(tasks.shapes[:1])}"


def _trace(derived: Derived) -> Iterator[str]:
    if not derived.items:
        return
    if not derived.is_shared:
        yield "    scope: ['.']  # each document counts from one"
    yield "    trace:"
    yield "      defines:"
    for one in derived.items:
        yield f"        - {_flow_map({'kind': one.name, 'shapes': list(one.shapes)})}"
    known = {one.name for one in derived.items}
    claims = [one for one in derived.claims if set(one.kinds) <= known]
    if claims:
        yield "      claims:"
    for claim in claims:
        data = {"role": claim.role, "kinds": list(claim.kinds), "labels": [claim.label]}
        yield f"        - {_flow_map(data)}"


def _flow(values: Iterable[str]) -> str:
    return f"[{', '.join(_scalar(value) for value in values)}]"


def _flow_map(data: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {_value(value)}" for key, value in data.items()) + "}"


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return _flow(value)
    return _scalar(value) if isinstance(value, str) else json.dumps(value)


def _scalar(text: str) -> str:
    """Return *text* as a YAML scalar on one line: plain where that is safe, else in quotes."""
    words = text.replace(" ", "").replace("-", "")
    is_plain = words.isalnum() and text[:1].isalpha() and text == " ".join(text.split())
    if is_plain and text.lower() not in _NO_TEXT and not text.endswith("-"):
        return text
    return "'" + text.replace("'", "''") + "'"


_NO_TEXT = frozenset({"yes", "no", "true", "false", "on", "off", "null", "y", "n", "nan", "inf"})
"""Words that YAML takes for something else."""


def _titled(name: str) -> str:
    words = _words(name)
    return words[:1].upper() + words[1:]


def _words(name: str) -> str:
    return name.replace("-", " ")
