"""What groups of a task list need: as their own sections say, and as a table beside them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.trace_ids import cited_in_list
from harness_lint.markdown.nodes import Cell, Leaf, ListBlock, Paragraph, Table
from harness_lint.markdown.outline import Section
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.documents.task import Group
    from harness_lint.documents.task_list import TaskList

_COLUMN = pattern(r"(?i)^(?:depend(?:s|s[ -]on|ency|encies)|blocked[ -]by|prerequisites?)$")
_GROUP = pattern(r"(?i)^(?:work packages?|wps?|wp[ -]?id|id|#|package)$")
_NOTHING = pattern(r"(?i)[\s*_`]*(?:none|nothing|no|n/a|start|root|—|–|-|∅)[\s*_`.]*$")
_REMARK = pattern(r"\([^()]*\)")
_SOFT = pattern(
    r"(?i)\b(?:soft|optional|ideally|partial(?:ly)?|or|after|lane|all|most|except)\b|[?~*]"
)
"""Words of a cell that say something else than a plain list of what is needed."""

_LABEL = pattern(
    r"(?im)(?:^|[.;·|]\s)[ \t]*(?:dependenc(?:ies|y)|depends(?:[ -]on)?|blocked[ -]by)"
    r"[ \t]*[:：][ \t]*"
)
_MAY = pattern(rb"(?:[Dd]epend|DEPEND|[Bb]locked|BLOCKED)\w*(?:[ -]\w+)?[*_ ]*(?::|\xef\xbc\x9a)")
"""What every text with such a label holds."""
_NONE = pattern(r"(?i)(?:none|nothing|n/a|no dependenc\w+|—|–|-)(?![\w-])")
_UNSURE = pattern(
    r"(?i)(?:\([^()\n]{0,120}\)|[^.;·|\n()]){0,80}?"
    r"\b(?:not|never|unless|if|may|might|can't|cannot|or|optional|soft)\b"
)
"""Words behind a list of groups that make it something else: *must not begin until*."""

NO_NEED: tuple[str, ...] = ()


class RowNeeds(NamedTuple):
    """A row of a table: what a group needs."""

    group: Group
    cell: Cell
    needs: tuple[str, ...]
    """IDs in upper case."""


def reachable(needs: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """Return all that *start* needs, itself left out unless it needs itself."""
    found: set[str] = set()
    stack = [start]
    while stack:
        for need in needs.get(stack.pop(), ()):
            if need not in found:
                found.add(need)
                stack.append(need)
    return found


def section_needs(document: TaskList) -> dict[str, tuple[str, ...]]:
    """Return group ID → the groups that its own section says it needs; IDs in upper case.

    Empty for a group that says it needs none; groups that say nothing are left out. Read are
    labels: ``**Dependencies**: WP01 (the reader), WP02``.
    """
    found: dict[str, tuple[str, ...]] = {}
    if _MAY.search(document.source.data) is None:
        return found
    for group in document.groups:
        for leaf in _leaves(group.section):
            needs = _labelled(leaf.prose.value, document)
            if needs is not None:
                name = group.id.value.upper()
                known = (one for one in needs if one in document.group_by_id and one != name)
                found.setdefault(name, tuple(dict.fromkeys(known)))
    return found


def _leaves(section: Section) -> Iterator[Leaf]:
    """Yield the paragraphs and items right below a heading."""
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, ListBlock):
            yield from (item.paragraph for item in block.items if item.paragraph is not None)


def _labelled(text: str, document: TaskList) -> tuple[str, ...] | None:
    label = _LABEL.search(text)
    if label is None:
        return None
    if _NONE.match(text, label.end()) is not None:
        return NO_NEED
    cited = tuple(cited_in_list(text, document.shape.group_id, label.end()))
    if not cited or _UNSURE.match(text, cited[-1].end) is not None:
        return None
    return tuple(name.upper() for one in cited for name in one.ids)


def tables_of_needs(document: TaskList) -> Iterator[tuple[RowNeeds, ...]]:
    """Yield the tables that list groups with what they need; a cell that is unsure is left out."""
    if not document.shape.group_id:
        return
    for table in document.tables:
        if not document.is_example(table.span.start):
            rows = tuple(_rows(document, table))
            if rows:
                yield rows


def _rows(document: TaskList, table: Table) -> Iterator[RowNeeds]:
    titles = [cell.prose.value.strip() for cell in table.header.cells]
    column = next((n for n, title in enumerate(titles) if n and _COLUMN.match(title)), None)
    if column is None or not _GROUP.match(titles[0]):
        return
    for row in table.rows:
        if len(row.cells) != len(titles):
            continue
        names = find_ids(row.cells[0].prose.value, document.shape.group_id)
        group = document.group_by_id.get(names[0].first.upper()) if len(names) == 1 else None
        needs = _needs(row.cells[column], document)
        if group is not None and needs is not None:
            yield RowNeeds(group, row.cells[column], needs)


def _needs(cell: Cell, document: TaskList) -> tuple[str, ...] | None:
    """Return the IDs in *cell*; None if it says more than a list of them."""
    text = _REMARK.sub(" ", cell.prose.value)
    if _NOTHING.match(text) is not None:
        return NO_NEED
    references = find_ids(text, document.shape.group_id)
    if not references or _SOFT.search(text) or any(one.is_open for one in references):
        return None
    return tuple(dict.fromkeys(name.upper() for one in references for name in one.ids()))


def contradictions(document: TaskList) -> Iterator[tuple[RowNeeds, tuple[str, ...]]]:
    """Yield the rows that need something else than their section says, with what that says.

    What follows from others need not be repeated, and what the section names in other words counts.
    """
    tables = list(tables_of_needs(document))
    stated = section_needs(document) if tables else {}
    for rows in tables if stated else ():
        listed = {row.group.id.value.upper(): row.needs for row in rows}
        for row in rows:
            name = row.group.id.value.upper()
            own = stated.get(name)
            if own is None:
                continue
            implied = reachable(listed, name)
            missing = [one for one in own if one not in implied and one in listed]
            implied = reachable(stated, name) | _named_in(row.group, document)
            if missing or any(one not in implied for one in row.needs):
                yield row, own


def _named_in(group: Group, document: TaskList) -> set[str]:
    """Return the groups that the text of *group* names."""
    text = document.source.slice(group.section.span)
    references = find_ids(text, document.shape.group_id)
    return {name.upper() for one in references for name in one.ids()}
