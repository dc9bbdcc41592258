"""The beginning of a document of a family: made from what its pack says of it.

A skeleton is text with gaps: ``{{description|Say what it does}}`` is filled with what the user
gives for `description`, or with the words behind the bar. `name`, `title`, `date` and `number` are
known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from harness_lint.packs.conformity import schema_of
from harness_lint.packs.field_shapes import FieldShape, StatusBlockShape
from harness_lint.packs.folder import rules_folder
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.shape import Family, PackSet, SectionShape
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.setup.examples import following_value, matching_text

Data: TypeAlias = Mapping[str, Any]

LEAST = 2
"""How many tasks a list begins with."""


def skeleton_of(family: Family, packs: PackSet) -> str:
    """Return the skeleton of a document of *family*, the one that its pack gives or one made up."""
    if family.new is not None and family.new.text:
        return family.new.text
    if family.new is not None and family.new.file:
        return (rules_folder() / family.new.file).read_text(encoding="utf-8")
    return _data(family) if family.is_structured else _markdown(family, packs)


def _data(family: Family) -> str:
    value = following_value(schema_of(family.schema)) if family.schema else {}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _markdown(family: Family, packs: PackSet) -> str:
    block = _status_shape(family, packs)
    front_matter = {**_front_matter(family.front_matter), **_status_keys(block)}
    parts = [_fenced(front_matter)] if front_matter else []
    parts.append(f"# {_title(family)}")
    if block is not None and block.form != "front-matter":
        parts.append(status_text(block))
    fields = [_field_line(field) for field in family.fields if field.required]
    parts += ["\n".join(fields)] if fields else []
    sections = list(_sections(family.sections, family.section_level or 2))
    parts += sections
    if family.tasks is not None:
        parts += _tasks(family.tasks)
    if not (fields or sections or family.tasks):
        parts.append(gap("text", "Say here what this is about."))
    return "\n\n".join(parts) + "\n"


def gap(name: str, words: str) -> str:
    """Return the gap called *name*, which is filled with *words* where nothing is given for it."""
    return f"{{{{{name}|{words}}}}}"


# --- Front matter and title


def _front_matter(shape: Data) -> dict[str, Any]:
    schema = shape.get("schema", {})
    known = schema.get("properties", {})
    names = dict.fromkeys((*shape.get("required", ()), *schema.get("required", ())))
    found: dict[str, Any] = {}
    for name in names:
        value = "{{name}}" if name == "name" else following_value(known.get(name, {}), name)
        found[name] = gap(name, value) if isinstance(value, str) and name != "name" else value
    return found


def _fenced(values: Data) -> str:
    lines = [f"{key}: {_yaml(value)}" for key, value in values.items()]
    return "\n".join(("---", *lines, "---"))


def _yaml(value: object) -> str:
    """Return *value* as YAML on one line, which JSON is too; a gap stays as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _title(family: Family) -> str:
    if not family.title_pattern:
        return "{{title}}"
    whole = matching_text(family.title_pattern) or family.title_example
    for right in (f"{whole}{{{{title}}}}", f"{whole} {{{{title}}}}", whole, family.title_example):
        if right and compile_pattern(family.title_pattern).search(right):
            return right
    return "{{title}}"


# --- Status blocks


def _status_shape(family: Family, packs: PackSet) -> StatusBlockShape | None:
    wanted = family.status.block if family.status is not None else ""
    return next((shape for shape in packs.status_blocks if shape.name == wanted), None)


def _status_keys(shape: StatusBlockShape | None) -> dict[str, Any]:
    if shape is None or shape.form != "front-matter":
        return {}
    values = dict(_states(shape))
    return {shape.lead: values} if shape.lead else values


def status_text(shape: StatusBlockShape) -> str:
    """Return a status block of *shape* that says that nothing is done yet."""
    pairs = list(_states(shape))
    lead = [shape.lead] if shape.lead else []
    match shape.form:
        case "quote":
            lines = [*lead, *(f"{name}: {value}" for name, value in pairs)]
            return "\n".join(f"> {line}" for line in lines)
        case "table":
            head = shape.columns or ("Field", "Value")
            rows = [head, ("---", "---"), *pairs]
            body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case "list":
            body = "\n".join(f"- {name}: {value}" for name, value in pairs)
        case _:
            body = "\n".join(f"**{name}**: {value}  " for name, value in pairs).rstrip()
    if not lead:
        return body
    head_line = f"## {shape.lead}" if shape.place == "section" else f"{shape.lead}:"
    return f"{head_line}\n\n{body}"


def _states(shape: StatusBlockShape) -> Iterator[tuple[str, str]]:
    """Yield each required field with a value from which nothing follows for the others."""
    causes = [implication["if"] for implication in shape.implications]
    for field in shape.fields:
        if field.required:
            patterns = [compile_pattern(cause.get(field.name, "$^")) for cause in causes]
            harmless = [one for one in field.values if not any(p.search(one) for p in patterns)]
            yield field.name, _value(field, harmless)


def _field_line(field: FieldShape) -> str:
    return f"**{field.name}**: {_value(field)}"


def _value(field: FieldShape, choices: Iterable[str] = ()) -> str:
    words = next(iter((*choices, *field.values)), "") or matching_text(field.pattern)
    return gap(field.name, words or f"say here what `{field.name}` is")


# --- Sections


def _sections(shapes: Iterable[SectionShape], level: int) -> Iterator[str]:
    chosen = [shape for shape in shapes if shape.required] or list(shapes)
    for shape in chosen:
        yield f"{'#' * min(level, 6)} {_section_title(shape)}"
        inner = list(_sections(shape.sections, level + 1)) if shape.sections else []
        if inner:
            yield from inner
        else:
            yield _content(shape)


def _section_title(shape: SectionShape) -> str:
    if not shape.pattern or compile_pattern(shape.pattern).search(shape.name):
        return shape.name
    return matching_text(shape.pattern) or shape.name


def _content(shape: SectionShape) -> str:
    words = gap(shape.name, f"Say here what belongs under `{shape.name}`.")
    match shape.content or ("table" if shape.columns else "fence" if shape.language else ""):
        case "list":
            return f"- {words}"
        case "ordered-list":
            return f"1. {words}"
        case "checklist":
            return f"- [ ] {words}"
        case "table":
            columns = shape.columns or (FieldShape("Name"), FieldShape("Meaning"))
            names = [one.name for one in columns]
            rows = (names, ["---"] * len(columns), [_cell(one) for one in columns])
            return "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case "fence":
            return f"```{shape.language or 'text'}\n{'{}' if shape.language == 'json' else ''}\n```"
    return words


def _cell(column: FieldShape) -> str:
    words = next(iter(column.values), "") or matching_text(column.pattern)
    return words.replace("|", r"\|") or f"the {column.name.lower()}"


# --- Tasks


def _tasks(shape: TaskShape) -> Iterator[str]:
    group = matching_text(shape.group)
    if group:
        yield f"## {group[:1].upper()}{group[1:]}{'' if group.endswith('.') else ':'} Begin"
    first = matching_text(shape.id)
    names = [_numbered(first, number) for number in range(1, LEAST + 1)]
    carrier = shape.carriers[0] if shape.carriers else "item"
    words = [gap(f"task {number}", _ACTS[number - 1]) for number in range(1, LEAST + 1)]
    if carrier == "heading":
        for name, text in zip(names, words, strict=True):
            yield "\n\n".join((f"### {name}: {text}", *_task_fields(shape)))
    elif carrier == "row":
        columns = [titles[0] for titles in shape.columns.values()] or ["ID", "Title"]
        rows = [columns, ["---"] * len(columns)]
        for name, text in zip(names, words, strict=True):
            rows.append([name, text, *["-"] * (len(columns) - 2)])
        yield "\n".join(f"| {' | '.join(row)} |" for row in rows)
    else:
        lines = [f"- [ ] {name} {text}" for name, text in zip(names, words, strict=True)]
        yield "\n".join(line.replace("]  ", "] ") for line in lines)


def _task_fields(shape: TaskShape) -> Iterator[str]:
    for field in shape.fields:
        if field.required or field.required_when:
            yield _field_line(field)


def _numbered(identifier: str, number: int) -> str:
    """Return *identifier*, which ends in a 1, with *number* in its place."""
    return f"{identifier[:-1]}{number}" if identifier.endswith("1") else identifier


_ACTS = ("Say what is done first", "Say what is done next")
