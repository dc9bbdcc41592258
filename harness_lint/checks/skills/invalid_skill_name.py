"""HL501 invalid-skill-name. Its page and its tests are in `invalid_skill_name.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.documents.yaml_values import as_text, text_replacement
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""Source: agentskills.io/specification, `name` field (2026-08-15)."""

PLACEHOLDER = pattern(r"[{}<>\[\]$]")
"""Signs of a template, whose name is put in later."""


class Options(NamedTuple):
    """The limit."""

    max_characters: int = 64
    """The longest name that clients take."""


@check("HL501", "invalid-skill-name", subject=Skill, since="0.1", options=Options)
def invalid_skill_name(skill: Skill, options: Options) -> Iterator[Violation]:
    """A skill's name is missing, or is not of lower-case letters, digits and single hyphens."""
    if skill.metadata is None:
        return
    if skill.metadata.get("name") is None:
        # Without a description as well, HL503 speaks of both.
        if skill.folder_name and not skill.may_lack_name and skill.lacks != "both":
            yield Violation(_opening(skill), _missing(skill), fix=_named_after_folder(skill))
        return
    name = skill.name
    if name is None:
        yield Violation(_key(skill), _missing(skill).replace("missing", "empty"))
    elif not PLACEHOLDER.search(name.value):
        if len(name.value) > options.max_characters:
            yield Violation(name.at, _too_long(name.value, options.max_characters))
        elif not NAME.fullmatch(name.value):
            wrong = f"`{name.value}` is not lower-case letters, digits and single hyphens"
            yield Violation(name.at, wrong + _hint(skill, name.value), fix=_fix(skill, name))


def _missing(skill: Skill) -> str:
    right = _suggested(skill.folder_name)
    if right == skill.folder_name:
        return f"`name` is missing; write `name: {right}`, as its folder is called"
    return f"`name` is missing; write `name: {right}`" if right else "`name` is missing; add it"


def _named_after_folder(skill: Skill) -> Fix | None:
    """Return the fix that adds the name of the folder as the first key."""
    name, front_matter, root = skill.folder_name, skill.front_matter, skill.metadata
    if not NAME.fullmatch(name) or front_matter is None or root is None or not root.entries:
        return None
    at = root.entries[0].key.span.start
    if at != skill.source.line_span(skill.source.line_at(at)).start:
        return None
    edit = Edit(Span(at, at), f"name: {as_text(name)}{skill.source.newline}")
    return Fix(f"Name the skill `{name}`", (edit,), Applicability.UNSAFE)


def _too_long(name: str, limit: int) -> str:
    return f"the name has {len(name)} characters; shorten it to at most {limit}"


def _hint(skill: Skill, name: str) -> str:
    right = skill.folder_name
    if NAME.fullmatch(right):
        return f"; write `{right}`, as its folder is called"
    right = _suggested(name)
    also = " and call its folder so" if skill.folder_name else ""
    return f"; write `{right}`{also}" if right else "; choose another one"


def _suggested(name: str) -> str:
    """Return the name nearest to *name* that is one; empty if nothing of it is left."""
    return "-".join(re.findall(r"[a-z0-9]+", name.casefold()))


def _fix(skill: Skill, name: Located[str]) -> Fix | None:
    right = skill.folder_name
    if not NAME.fullmatch(right):
        return None
    return text_replacement(name.at, skill.source.slice(name.at), name.value, right)


def _opening(skill: Skill) -> Span:
    front_matter = skill.front_matter
    start = front_matter.opens_at if front_matter is not None else 0
    return Span(start, start + 3)


def _key(skill: Skill) -> Span:
    key = skill.metadata.key_span("name") if skill.metadata is not None else None
    return key or _opening(skill)
