"""What documents have in common: titles, sections with their content, and their values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from harness_lint.deriving.value_traits import (
    LEAST_DOCUMENTS,
    FieldTrait,
    field_traits,
    front_matter_of,
)
from harness_lint.documents.document import Document
from harness_lint.documents.sections import is_empty
from harness_lint.markdown.nodes import Block, CodeBlock, ListBlock, Table
from harness_lint.markdown.outline import Section, title_key
from harness_lint.pattern import pattern

HALF = 0.5
"""In so many of the documents an optional section stands at least."""

DIGITS = pattern(r"\d+")
LEAD = pattern(
    r"^(?:[^\W\d_]{1,12}[-_ .#]?\d+(?:[-_.]\d+)*|\d+(?:\.\d+)*)(?:[ \t]*[:–—.)-])?[ \t]*"
)


class SectionTrait(NamedTuple):
    """A section that documents have."""

    name: str
    """Its title, as most of them write it."""
    aliases: tuple[str, ...] = ()
    pattern: str = ""
    """Of its title, where it is one of a kind with numbers."""
    required: bool = False
    repeatable: bool = False
    may_be_empty: bool = False
    content: str = ""
    columns: tuple[str, ...] = ()
    language: str = ""
    sections: tuple[SectionTrait, ...] = ()


class Traits(NamedTuple):
    """What documents have in common."""

    level: int
    """The level of their sections."""
    has_titles: bool
    title_pattern: str
    title_example: str
    sections: tuple[SectionTrait, ...]
    ordered: bool
    fields: tuple[FieldTrait, ...]
    front_matter: Mapping[str, Any]
    """``required`` and ``schema``, as a pack gives them; empty for none."""


def traits_of(documents: Sequence[Document]) -> Traits:
    """Return what *documents* have in common; there is at least one."""
    titles = [document.outline.title for document in documents]
    named = [title.title for title in titles if title is not None]
    level = _level(documents)
    tops = [_top_sections(document, level) for document in documents]
    sections = _section_traits(tops, len(documents))
    return Traits(
        level=level,
        has_titles=len(named) == len(documents),
        title_pattern=_title_pattern(named) if len(named) == len(documents) else "",
        title_example=named[0] if named else "",
        sections=sections,
        ordered=_is_ordered(tops, sections),
        fields=tuple(field_traits(documents)),
        front_matter=front_matter_of(documents),
    )


def _level(documents: Iterable[Document]) -> int:
    """Return the level that most sections below the titles have."""
    counts: Counter[int] = Counter()
    for document in documents:
        levels = [one.level for one in document.outline.sections if one.level > 1]
        counts[min(levels, default=0)] += 1
    level, _ = max(counts.items(), key=lambda one: (one[1], -one[0]))
    return level or 2


def _top_sections(document: Document, level: int) -> list[Section]:
    return [one for one in document.outline.sections if one.level == level]


# --- Titles


def _title_pattern(titles: Sequence[str]) -> str:
    """Return the pattern of what all *titles* begin with: an ID, or the same words and a colon."""
    forms = {_form_of_lead(title) for title in titles}
    if len(forms) == 1 and (form := forms.pop()):
        return form
    common = _common_start(titles)
    return f"^{literal(common)}" if common.rstrip().endswith((":", "–", "—")) else ""


def _form_of_lead(title: str) -> str:
    match = LEAD.match(title)
    if match is None or len(match[0]) == len(title):
        return ""
    return "^" + DIGITS.sub(r"\\d+", literal(match[0]))


def literal(text: str) -> str:
    """Return the pattern that matches *text* and nothing else."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


def _common_start(titles: Sequence[str]) -> str:
    if len(titles) < LEAST_DOCUMENTS:
        return ""
    first, last = min(titles), max(titles)
    length = next((n for n, sign in enumerate(first) if last[n : n + 1] != sign), len(first))
    return first[: max(first.rfind(": ", 0, length), first.rfind("– ", 0, length)) + 2]


# --- Sections


def _section_traits(lists: Sequence[Sequence[Section]], total: int) -> tuple[SectionTrait, ...]:
    """Return the sections of *lists*, one for each of *total* places, in their usual order."""
    groups: dict[str, list[tuple[int, Section]]] = {}
    for number, sections in enumerate(lists):
        for section in sections:
            if section.key:
                groups.setdefault(_form(section.title), []).append((number, section))
    found = []
    for form, members in groups.items():
        places = {number for number, _ in members}
        if len(places) == total or (len(places) / total >= HALF and len(places) > 1):
            rank = sum(_rank(lists[number], section) for number, section in members) / len(members)
            found.append((rank, _trait(form, members, is_required=len(places) == total)))
    return tuple(trait for _, trait in sorted(found, key=lambda one: (one[0], one[1].name)))


def _form(title: str) -> str:
    """Return *title* folded, with its numbers left open: what two sections of a kind share."""
    return DIGITS.sub("#", title_key(title.partition(":")[0] if _is_one_of_many(title) else title))


def _is_one_of_many(title: str) -> bool:
    head, colon, _ = title.partition(":")
    return bool(colon) and DIGITS.search(head) is not None


def _rank(sections: Sequence[Section], section: Section) -> float:
    return sections.index(section) / len(sections)


def _trait(form: str, members: Sequence[tuple[int, Section]], *, is_required: bool) -> SectionTrait:
    sections = [section for _, section in members]
    titles = Counter(section.title for section in sections)
    name = titles.most_common(1)[0][0]
    repeats = len(members) > len({number for number, _ in members})
    return SectionTrait(
        name=name,
        pattern=_kind_pattern(form, sections),
        required=is_required,
        repeatable=repeats,
        may_be_empty=is_required and any(is_empty(section) for section in sections),
        sections=_inner(sections),
        **_content(sections),
    )


def _kind_pattern(form: str, sections: Sequence[Section]) -> str:
    """Return the pattern of the titles, if they differ in their numbers or in what comes behind."""
    if "#" not in form or len({section.key for section in sections}) == 1:
        return ""
    return "(?i)^" + r"\d+".join(literal(part) for part in form.split("#"))


def _inner(sections: Sequence[Section]) -> tuple[SectionTrait, ...]:
    """Return the sections that stand in all of *sections*, one level below."""
    if any(not section.children for section in sections):
        return ()
    lists = [section.children for section in sections]
    return tuple(one for one in _section_traits(lists, len(lists)) if one.required)


def _content(sections: Sequence[Section]) -> dict[str, Any]:
    """Return what all *sections* hold that are not empty, as keys of a section."""
    filled = [list(one.all_blocks()) for one in sections if not is_empty(one)]
    if not filled or any(not _is_plain(blocks) for blocks in filled):
        return {}
    for content, is_form in FORMS.items():
        if all(any(is_form(block) for block in blocks) for blocks in filled):
            return _details(content, filled)
    return {}


def _is_plain(blocks: Sequence[Block]) -> bool:
    """Whether one form rules a section: no list beside a table, no table beside a fence."""
    kinds = {type(block) for block in blocks if isinstance(block, ListBlock | Table | CodeBlock)}
    return len(kinds) == 1


def _details(content: str, filled: Sequence[Sequence[Block]]) -> dict[str, Any]:
    if content == "table":
        tables = [block for blocks in filled for block in blocks if isinstance(block, Table)]
        common = [
            title
            for title in _titles(tables[0])
            if title and all(title_key(title) in map(title_key, _titles(one)) for one in tables)
        ]
        return {"content": "table", "columns": tuple(common)}
    if content == "fence":
        languages = {b.language for blocks in filled for b in blocks if isinstance(b, CodeBlock)}
        return {"content": "fence", "language": languages.pop() if len(languages) == 1 else ""}
    return {"content": content}


def _titles(table: Table) -> list[str]:
    return [cell.prose.value.strip() for cell in table.header.cells]


FORMS: Mapping[str, Callable[[Block], bool]] = {
    "checklist": lambda block: (
        isinstance(block, ListBlock) and any(item.box is not None for item in block.items)
    ),
    "ordered-list": lambda block: isinstance(block, ListBlock) and block.is_ordered,
    "list": lambda block: isinstance(block, ListBlock),
    "table": lambda block: isinstance(block, Table),
    "fence": lambda block: isinstance(block, CodeBlock) and bool(block.fence),
}
"""The forms of content, the narrowest first."""


def _is_ordered(lists: Sequence[Sequence[Section]], traits: Sequence[SectionTrait]) -> bool:
    """Whether the sections that are known stand in the same order everywhere."""
    ranks = {_form(trait.name): rank for rank, trait in enumerate(traits) if not trait.repeatable}
    if len(ranks) < LEAST_DOCUMENTS - 1:
        return False
    for sections in lists:
        found = [ranks[form] for one in sections if (form := _form(one.title)) in ranks]
        if found != sorted(found):
            return False
    return True
