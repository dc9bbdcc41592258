"""The beginning of a document of a family: made from what its pack says of it.

A skeleton is text with gaps: ``{{description|Say what it does}}`` is filled with what the user
gives for `description`, or with the words behind the bar. `name`, `title`, `date` and `number` are
known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from harness_lint.markdown.outline import title_key
from harness_lint.packs.conformity import schema_of
from harness_lint.packs.field_shapes import FieldShape, StatusBlockShape
from harness_lint.packs.folder import rules_folder
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.shape import Family, PackSet, SectionShape, TextShape
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.setup.examples import following_value, matching_text
from harness_lint.setup.gaps import cell, field_line, gap, table, value

Data: TypeAlias = Mapping[str, Any]


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
    fields = [field_line(field) for field in family.fields if field.required]
    parts += ["\n".join(fields)] if fields else []
    home = _home_of_tasks(family)
    sections = list(_sections(family, family.sections, family.section_level or 2, home))
    parts += sections
    if family.tasks is not None and home is None:
        parts += _tasks(family.tasks)
    if not (fields or sections or family.tasks):
        parts.append(gap("text", "Say here what this is about."))
    return "\n\n".join(parts) + "\n"


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
            body = table((head, *pairs))
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
            yield field.name, value(field, harmless)


# --- Sections


def _sections(
    family: Family, shapes: Iterable[SectionShape], level: int, home: SectionShape | None
) -> Iterator[str]:
    for shape in _chosen(shapes):
        yield f"{'#' * min(level, 6)} {_section_title(shape)}"
        fields = [field_line(field) for field in shape.fields if field.required]
        if fields:
            yield "\n".join(fields)
        if shape.sections:
            yield from _sections(family, shape.sections, level + 1, home)
        elif shape is home and family.tasks is not None:
            yield _task_lines(family.tasks, shape.columns)
        elif shape.content or shape.columns or shape.language or not fields:
            yield _content(shape)
        yield from _wanted(family.texts, shape)


def _chosen(shapes: Iterable[SectionShape]) -> list[SectionShape]:
    """Return those of *shapes* that must be there; all of them if none must."""
    return [shape for shape in shapes if shape.required] or list(shapes)


def _wanted(texts: Iterable[TextShape], shape: SectionShape) -> Iterator[str]:
    """Yield words that *texts* require in the section."""
    keys = {title_key(name) for name in shape.names}
    for text in texts:
        if (
            text.require
            and text.within != "code"
            and not keys.isdisjoint(map(title_key, text.sections))
        ):
            yield matching_text(text.require) or text.message


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
            row = [cell(one, f"the {one.name.lower()}") for one in columns]
            return table(([one.name for one in columns], row))
        case "fence":
            return f"```{shape.language or 'text'}\n{'{}' if shape.language == 'json' else ''}\n```"
    return words


# --- Tasks


def _tasks(shape: TaskShape) -> Iterator[str]:
    group = matching_text(shape.group)
    if group:
        yield f"## {group[:1].upper()}{group[1:]}{'' if group.endswith('.') else ':'} Begin"
    yield _task_lines(shape)


def _home_of_tasks(family: Family) -> SectionShape | None:
    """Return the section of *family* that holds what its tasks are written as, if any."""
    shape = family.tasks
    if shape is None or (shape.group and not _has_groups(family.sections, shape.group)):
        return None
    work = _chosen(family.sections)
    while work:
        section = work.pop(0)
        work = [*_chosen(section.sections), *work]
        if not section.sections and _may_hold(section, shape):
            return section
    return None


def _has_groups(sections: Iterable[SectionShape], group: str) -> bool:
    return any(compile_pattern(group).search(_section_title(one)) for one in _chosen(sections))


def _may_hold(section: SectionShape, shape: TaskShape) -> bool:
    if _carrier(shape) == "row":
        titles = {title_key(name) for column in section.columns for name in column.names}
        wanted = shape.columns.values()
        return bool(wanted) and not any(titles.isdisjoint(map(title_key, one)) for one in wanted)
    return _carrier(shape) == "item" and section.content == "checklist"


def _carrier(shape: TaskShape) -> str:
    return shape.carriers[0] if shape.carriers else "item"


def _task_lines(shape: TaskShape, columns: Iterable[FieldShape] = ()) -> str:
    """Return the first tasks; where they are rows, of a table with *columns*, if any are given."""
    first = matching_text(shape.id)
    tasks = [
        (_numbered(first, number), gap(f"task {number}", act))
        for number, act in enumerate(_ACTS, 1)
    ]
    match _carrier(shape):
        case "heading":
            parts = [(f"### {name}: {text}", *_task_fields(shape)) for name, text in tasks]
            return "\n\n".join("\n\n".join(part) for part in parts)
        case "row":
            return table(_task_rows(shape, list(columns), tasks))
    return "\n".join(f"- [ ] {name} {text}".replace("]  ", "] ") for name, text in tasks)


def _task_rows(
    shape: TaskShape, columns: list[FieldShape], tasks: list[tuple[str, str]]
) -> Iterator[Sequence[str]]:
    """Yield the head of a table of *tasks*, and a row for each."""
    named = shape.columns or {"id": ("ID",), "title": ("Title",)}
    columns = columns or [FieldShape(titles[0]) for titles in named.values()]
    roles = {title_key(title): role for role, titles in named.items() for title in titles}
    yield [column.name for column in columns]
    for name, text in tasks:
        known = {"id": name, "title": text}
        found = (known.get(roles.get(title_key(column.name), "")) for column in columns)
        yield [said or cell(one, "-") for said, one in zip(found, columns, strict=True)]


def _task_fields(shape: TaskShape) -> Iterator[str]:
    for field in shape.fields:
        if field.required or field.required_when:
            yield field_line(field)


def _numbered(identifier: str, number: int) -> str:
    """Return *identifier*, which ends in a 1, with *number* in its place."""
    return f"{identifier[:-1]}{number}" if identifier.endswith("1") else identifier


_ACTS = ("Say what is done first", "Say what is done next")
"""The tasks that a list begins with."""
