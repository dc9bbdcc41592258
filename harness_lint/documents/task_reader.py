"""Reading tasks: from list items, headings and table rows to `Task`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Field, fields_of
from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task import Group, Task
from harness_lint.markdown.nodes import Item, Leaf, Table
from harness_lint.markdown.outline import Section, title_key
from harness_lint.markdown.prose import Prose
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

BOX = pattern(r"\[([^\[\]\n])\](?:\*(?=\s))?[ \t]*")
"""A box at the start of an item's text; Kiro marks optional tasks ``[ ]*``."""

DONE_SIGNS = "✅☑✔"
OPEN_SIGNS = "❌⏳🔲⬜☐🟡🚧🔄"
_SIGN = pattern(rf"(?:([{DONE_SIGNS}])|[{OPEN_SIGNS}])\ufe0f?[ \t]*")
_STATE_SIGNS = f"[{DONE_SIGNS}{OPEN_SIGNS}"
"""With one of these a text begins that says whether its task is done."""

_SKIP = pattern(r"(?i)skip(?:ped)?[ \t]*[:\-–—][ \t]*")
_MARKER = pattern(r"[ \t]*(?:\[([^\[\]\n]{1,16})\]|\(P\))[ \t]*")
_LAST_MARKERS = pattern(r"(?:\[[^\[\]\n]{1,16}\][ \t]*)+$")
_GLUE = pattern(r"[ \t]*[.:：)—–-]*[ \t]*")
_LISTS_ON = pattern(r"[*`]*[ \t]*(?:[,/&+]|and)[ \t]*[*`]*")
"""Between two IDs of one line: it lists tasks again, ``T028, T029: the first tools``."""

_ID_HEADERS = pattern(r"(?i)^(?:(?:sub)?task\s*)?(?:id|#|nr\.?|no\.?)$|^(?:sub)?task(?:\s+id)?$")


class Head(NamedTuple):
    """The start of a task's text, taken apart."""

    id: Located[str] | None
    done: bool | None
    is_open_box: bool
    parallel: Located[str] | None
    story: Located[str] | None
    title: Located[str]
    is_skipped: bool


def read_groups(document: TaskList) -> tuple[Group, ...]:
    """Return the groups of *document*: the sections whose headings name one."""
    pattern = document.shape.group
    if not pattern:
        return ()
    grammar = compile_pattern(pattern)
    groups = []
    for section in document.outline.sections:
        prose = section.heading.prose
        start = _words_start(prose.value)
        match = grammar.search(prose.value[start:])
        if match is not None and match.start() == 0:
            first, last = match.span(1)
            if _names_several(match[1], prose.value[start + last :]):
                continue
            at = prose.span(start + first, start + last)
            groups.append(Group(Located(match[1], at), section))
    return tuple(groups)


_FURTHER = pattern(r"[ \t]*(?:[-–—,&+/]|to|and|through)[ \t]*([A-Za-z]*)\d")


def _names_several(identifier: str, rest: str) -> bool:
    """Whether a heading goes on to another ID: ``WP01–WP03 (Foundation)``, ``Phase 1-2``."""
    further = _FURTHER.match(rest)
    if further is None:
        return False
    prefix = identifier.rstrip("0123456789.")
    return further[1] == prefix if prefix else rest[0] in "-–" and not further[1]


def _words_start(text: str) -> int:
    """Return where the letters and digits of a heading begin, behind emoji and marks."""
    return next((i for i, character in enumerate(text) if character.isalnum()), 0)


def read_tasks(document: TaskList) -> tuple[Task, ...]:
    """Return the tasks of *document* from the first carrier of its family that is in use."""
    readers = {"item": _item_tasks, "heading": _heading_tasks, "row": _row_tasks}
    for carrier in document.shape.carriers:
        tasks = tuple(readers[carrier](document, _Builder(document, carrier)))
        if any(task.id is not None for task in tasks) or (tasks and not document.shape.id):
            return tasks
    return ()


class _Builder:
    """Makes the tasks of one carrier, in source order: finds sections and groups in one pass."""

    def __init__(self, document: TaskList, carrier: str) -> None:
        self._document = document
        self._carrier = carrier
        self._sections = document.outline.sections
        self._next = 0
        self._current: Section | None = None
        self._number = -1

    def task(
        self, head: Head, span: Span, leaf: Leaf, *, depth: int = 0, body: Section | None = None
    ) -> Task:
        """Return the task whose text begins with *head* in *leaf*."""
        section = self._section_at(span.start)
        self._number += 1
        return Task(
            id=head.id,
            span=span,
            title=head.title,
            leaf=leaf,
            source=self._document.source,
            carrier=self._carrier,
            done=head.done,
            is_open_box=head.is_open_box,
            parallel=head.parallel,
            story=head.story,
            section=section if body is None else body.parent,
            group=self._document.group_at(section),
            number=self._number,
            depth=depth,
            fields=_fields(body) if body is not None else {},
            body=body,
            is_skipped=head.is_skipped,
        )

    def _section_at(self, offset: int) -> Section | None:
        while self._next < len(self._sections) and self._sections[self._next].span.start <= offset:
            self._current = self._sections[self._next]
            self._next += 1
        return self._current


def _item_tasks(document: TaskList, builder: _Builder) -> Iterator[Task]:
    for visit in document.visits:
        item = visit.block
        if not isinstance(item, Item) or item.paragraph is None or visit.is_quoted:
            continue
        if item.paragraph.prose.value[:1] not in _STATE_SIGNS:
            continue
        head = document.head_of(item.paragraph)
        if head is None or head.done is None or head.id is None:
            continue
        if document.is_example(item.span.start):
            continue
        depth = sum(isinstance(parent, Item) for parent in visit.parents)
        span = Span(item.span.start, item.paragraph.span.end)
        yield builder.task(head, span, item.paragraph, depth=depth)


def _heading_tasks(document: TaskList, builder: _Builder) -> Iterator[Task]:
    for section in document.outline.sections:
        head = read_head(section.heading.prose, document.shape)
        if head is None or head.id is None or document.is_example(section.span.start):
            continue
        yield builder.task(head, section.heading.span, section.heading, body=section)


def _fields(section: Section) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for block in section.blocks:
        for field in fields_of(block):
            found.setdefault(field.key, field)
    for child in section.children:
        # A subsection named like a field is that field: `#### Acceptance Criteria`.
        heading = child.heading
        empty = Located("", Span(heading.span.end, heading.span.end))
        name = Located(child.title, heading.content)
        found.setdefault(title_key(child.title), Field(name, empty, heading.span, heading))
    return found


def _row_tasks(document: TaskList, builder: _Builder) -> Iterator[Task]:
    for visit in document.visits:
        table = visit.block
        if not isinstance(table, Table) or not is_task_table(table, document.shape):
            continue
        if document.is_example(table.span.start):
            continue
        for row in table.rows:
            head = read_head(row.cells[0].prose, document.shape) if row.cells else None
            if head is None or head.id is None:
                continue
            if len(row.cells) > 1:
                cell = row.cells[1]
                title = Located(cell.prose.value.strip(), cell.content)
                head = head._replace(title=title)
            yield builder.task(head, row.span, row.cells[0])


def is_task_table(table: Table, shape: TaskShape) -> bool:
    """Whether the first column of *table* holds task IDs: by its header and its cells."""
    if not table.header.cells or not shape.id:
        return False
    header = table.header.cells[0].prose.value.strip()
    if not _ID_HEADERS.match(header):
        return False
    grammar = compile_pattern(shape.id)
    return any(
        row.cells and grammar.fullmatch(row.cells[0].prose.value.strip()) for row in table.rows
    )


def read_head(prose: Prose, shape: TaskShape) -> Head | None:
    """Return the head of a task whose text is *prose*; None if it is empty.

    ``id`` is None where the text does not begin with an ID, and where it begins with a range: a
    range lists tasks again, it defines none.
    """
    text = prose.value
    if not text.strip():
        return None
    at, done, is_open, skipped = _state(text)
    markers: list[tuple[int, int]] = []
    at = _markers(text, at, markers)
    identifier, at = _identifier(prose, at, shape)
    glue = _GLUE.match(text, at)
    at = _markers(text, glue.end() if glue and identifier else at, markers)
    glue = _GLUE.match(text, at)
    at = glue.end() if glue and identifier else at
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    words = text[at:line_end].rstrip()
    parallel, story = _roles(prose, shape, markers, at, at + len(words))
    title = Located(words, prose.span(at, at + len(words)))
    return Head(identifier, done, is_open, parallel, story, title, skipped)


def _state(text: str) -> tuple[int, bool | None, bool, bool]:
    """Return where the text goes on behind box and sign, done or not, open box, skipped."""
    at, done, is_open = 0, None, False
    box = BOX.match(text)
    if box is not None:
        at = box.end()
        done = box[1] in "xX"
        is_open = box[1] == " "
    sign = _SIGN.match(text, at)
    if sign is not None:
        at = sign.end()
        if done is None:
            done = sign[1] is not None
            is_open = sign[1] is None
    skip = _SKIP.match(text, at)
    return (skip.end() if skip else at), done, is_open, skip is not None


def _markers(text: str, at: int, markers: list[tuple[int, int]]) -> int:
    match = _MARKER.match(text, at)
    while match is not None:
        markers.append((match.start(), match.end()))
        at = match.end()
        match = _MARKER.match(text, at)
    return at


def _identifier(prose: Prose, at: int, shape: TaskShape) -> tuple[Located[str] | None, int]:
    if not shape.id:
        return None, at
    text = prose.value
    line_end = text.find("\n", at)
    references = find_ids(text, shape.id, at, min(len(text), at + 80) if line_end < 0 else line_end)
    if not references or text[at : references[0].start].strip() or references[0].is_range:
        return None, at
    first = references[0]
    if len(references) > 1 and _LISTS_ON.fullmatch(text, first.end, references[1].start):
        return None, at
    return Located(first.first, prose.span(first.start, first.end)), first.end


def _roles(
    prose: Prose, shape: TaskShape, markers: list[tuple[int, int]], start: int, end: int
) -> tuple[Located[str] | None, Located[str] | None]:
    """Return the parallel marker and the story among *markers* or at the end of the line."""
    parallel = story = None
    words = prose.value[start:end]
    tail = _LAST_MARKERS.search(words) if words.endswith("]") else None
    spans = [*markers, *([(start + tail.start(), end)] if tail else [])]
    for first, last in spans:
        text = prose.value[first:last]
        found = compile_pattern(shape.parallel).search(text) if shape.parallel else None
        if found is not None and parallel is None:
            at = prose.span(first + found.start(), first + found.end())
            parallel = Located(found[0], at)
        found = compile_pattern(shape.story).search(text) if shape.story else None
        if found is not None and story is None:
            story = Located(found[1], prose.span(first + found.start(1), first + found.end(1)))
    return parallel, story
