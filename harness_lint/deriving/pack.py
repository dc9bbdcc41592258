"""The pack that documents pass: their traits as YAML, with what they do not bear taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.deriving.ids import ClaimTrait, IdTrait
from harness_lint.deriving.traits import FieldTrait, SectionTrait, Traits
from harness_lint.findings import Finding

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


Step: TypeAlias = Callable[[Derived, Finding], Derived]


# --- What the documents do not bear


def relaxed(derived: Derived, findings: Iterable[Finding]) -> Derived:
    """Return *derived* without what led to *findings* in the documents that it was made from."""
    for finding in findings:
        step = _STEPS.get(finding.code) or _STEPS.get(finding.code[:3])
        derived = step(derived, finding) if step else _without_rule(derived, finding)
    return derived


def _without_rule(derived: Derived, finding: Finding) -> Derived:
    return derived._replace(off=tuple(sorted({*derived.off, finding.name})))


def _changed(**changes: Any) -> Step:  # noqa: ANN401  traits of any kind
    """Return a step that changes traits."""

    def step(derived: Derived, _: Finding) -> Derived:
        return derived._replace(traits=derived.traits._replace(**changes))

    return step


def _changed_section(**changes: Any) -> Step:  # noqa: ANN401  traits of any kind
    """Return a step that changes the section whose name the message holds, at any depth."""

    def step(derived: Derived, finding: Finding) -> Derived:
        sections = _with(derived.traits.sections, finding.message, changes)
        if sections == derived.traits.sections:
            return _without_rule(derived, finding)
        return derived._replace(traits=derived.traits._replace(sections=sections))

    return step


def _with(
    sections: Sequence[SectionTrait], message: str, changes: Mapping[str, Any]
) -> tuple[SectionTrait, ...]:
    return tuple(
        one._replace(
            sections=_with(one.sections, message, changes),
            **(changes if f"`{one.name}`" in message or one.pattern else {}),
        )
        for one in sections
    )


def _without_closed_values(derived: Derived, _: Finding) -> Derived:
    fields = tuple(one._replace(values=(), required=False) for one in derived.traits.fields)
    return derived._replace(traits=derived.traits._replace(fields=fields))


def _without_trace(derived: Derived, _: Finding) -> Derived:
    return derived._replace(ids=tuple(one for one in derived.ids if one.are_tasks), claims=())


def _without_tasks(derived: Derived, _: Finding) -> Derived:
    return derived._replace(ids=derived.items)


_STEPS: Mapping[str, Step] = {
    "HL101": _changed_section(required=False),
    "HL102": _changed_section(may_be_empty=True),
    "HL103": _changed_section(repeatable=True),
    "HL104": _changed(ordered=False),
    "HL106": _changed_section(required=False),
    "HL107": _changed(front_matter={}),
    "HL109": _changed(has_titles=False),
    "HL113": _changed_section(content="", columns=(), language=""),
    "HL116": _changed(title_pattern=""),
    "HL117": _without_closed_values,
    "HL118": _without_closed_values,
    "HL2": _without_tasks,
    "HL3": _without_tasks,
    "HL4": _without_trace,
}
"""What is taken back for a finding, by its code or the beginning of it."""


# --- As YAML


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
    is_plain = words.isalnum() and words[:1].isalpha() and text == " ".join(text.split())
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
