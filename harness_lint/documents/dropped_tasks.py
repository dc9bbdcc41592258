"""Lines that mean to be tasks and are read as none: by us, and by the tools of their family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.id_ranges import find_ids, split_id
from harness_lint.documents.task_list import TaskList
from harness_lint.markdown.nodes import Item, ListBlock, Paragraph
from harness_lint.markdown.prose import Prose
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_GLUED = pattern(r"[ \t]*(?P<box>(?:[-*+][ \t]?)?\[[ \t]?[xX ]?[ \t]?\])[ \t*_`]*(?=\w)")
"""A box at the start of a line of plain text: ``-[ ] T001``, ``[ ] T001``, ``- []T001``."""

_NEAR_ID = pattern(r"[ \t*_`]*([A-Za-z]{1,6})[ \t]?-?[ \t]?(\d{1,6})\b")
_MOST_BLANKS = 80

_FEW = 3
"""A list of fewer tasks has no habit that a line could miss."""


class Dropped(NamedTuple):
    """A line that means to be a task."""

    id: Located[str]
    why: str
    """What keeps it from being one, and what would be right."""
    right: Located[str]
    """What would have to stand there, and in place of what."""


def dropped_tasks(document: TaskList) -> Iterator[Dropped]:
    """Yield every such line, in source order."""
    habit = sum(task.carrier == "item" and task.done is not None for task in document.tasks)
    if habit < _FEW or not document.defines_ids or not document.shape.id:
        return
    boxed = {id(item.paragraph) for item in document.boxes}
    for visit in document.visits:
        if visit.is_quoted:
            continue
        block = visit.block
        if document.is_example(block.span.start):
            continue
        if isinstance(block, Paragraph):
            yield from _glued(document, block, has_box=id(block) in boxed)
        elif isinstance(block, ListBlock):
            yield from _boxless(document, block)
        elif isinstance(block, Item):
            yield from _misspelled(document, block)


def _glued(document: TaskList, paragraph: Paragraph, *, has_box: bool) -> Iterator[Dropped]:
    """Yield the lines of *paragraph* whose box is no box for Markdown."""
    text = paragraph.prose.value
    if "[" not in text:
        return
    at = 0
    for line in text.split("\n"):
        match = _GLUED.match(line)
        if match is not None and not (has_box and at == 0):
            for reference in find_ids(text, document.shape.id, at + match.end(), at + len(line)):
                name = reference.first
                if reference.start == at + match.end() and not _is_known(document, name):
                    where = paragraph.prose.span(reference.start, reference.end)
                    why = "its box is plain text; write `- [ ]` with the blanks"
                    box = _box(paragraph.prose, at + match.start("box"), at + match.end("box"))
                    yield Dropped(Located(name, where), why, box)
                break
        at += len(line) + 1


def _box(prose: Prose, start: int, end: int) -> Located[str]:
    """Return the box that is meant from *start* to *end* of *prose*."""
    mark = prose.value[start:end].strip("-*+[] \t") or " "
    behind = prose.value[end : end + _MOST_BLANKS]
    end += len(behind) - len(behind.lstrip(" \t"))
    return Located(f"- [{mark}] ", prose.span(start, end))


def _boxless(document: TaskList, block: ListBlock) -> Iterator[Dropped]:
    """Yield the items without a box in a list whose other items are tasks with one."""
    if len(block.items) <= _FEW:
        return
    heads = [
        (item, document.head_of(item.paragraph))
        for item in block.items
        if item.paragraph is not None
    ]
    boxed = sum(
        head is not None and head.id is not None and head.done is not None for _, head in heads
    )
    if boxed < _FEW or boxed * 2 < len(heads):
        return
    for item, head in heads:
        if head is None or head.id is None or head.done is not None or not head.title.value:
            continue
        if not _is_known(document, head.id.value) and not _is_statement(head.title.value):
            behind = item.paragraph.content.start if item.paragraph is not None else item.marker.end
            box = Located("[ ] ", Span(behind, behind))
            yield Dropped(head.id, "it has no box; write `- [ ]` in front", box)


_STATEMENT = pattern(
    r"(?i)\s*(?:blocks?|depends?|requires?|needs?|must|can|and|or|is|are|has|before|after|→|->|removed|dropped|"
    r"deleted|merged|moved|skipped|cancell?ed|\(?parallel)\b"
)


def _is_statement(title: str) -> bool:
    return _STATEMENT.match(title) is not None


def _misspelled(document: TaskList, item: Item) -> Iterator[Dropped]:
    """Yield an item with a box whose ID is nearly one of the list's."""
    paragraph = item.paragraph
    if item.box is None or paragraph is None:
        return
    head = document.head_of(paragraph)
    if head is None or head.id is not None:
        return
    match = _NEAR_ID.match(head.title.value)
    habit = split_id(document.ids[0])
    if match is None or habit is None or not habit[0]:
        return
    prefix = habit[0].rstrip("-")
    written = match[0].strip(" \t*_`")
    if match[1].casefold() != prefix.casefold() or find_ids(written, document.shape.id):
        return
    right = f"{habit[0]}{int(match[2]):0{len(habit[1])}}"
    start = head.title.at.start + len(match[0]) - len(match[0].lstrip(" \t*_`"))
    where = Span(start, start + len(written.encode()))
    why = f"the list's IDs look like `{document.ids[0]}`; write `{right}`"
    yield Dropped(Located(written, where), why, Located(right, where))


def _is_known(document: TaskList, name: str) -> bool:
    return name in document.by_id
