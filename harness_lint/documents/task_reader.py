"""Reading tasks: from list items, headings and table rows to `Task`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.fields import Field, fields_of
from harness_lint.documents.task import Group, Task
from harness_lint.documents.task_head import Head, read_head
from harness_lint.documents.task_marks import stated_state
from harness_lint.documents.task_table import task_columns, task_row
from harness_lint.markdown.nodes import Item, Leaf
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList


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

    def task(  # noqa: PLR0913  a task has many sides
        self,
        head: Head,
        span: Span,
        leaf: Leaf,
        *,
        depth: int = 0,
        body: Section | None = None,
        fields: dict[str, Field] | None = None,
    ) -> Task:
        """Return the task whose text begins with *head* in *leaf*."""
        fields = _fields(body) if body is not None else fields or {}
        section = self._section_at(span.start)
        self._number += 1
        return Task(
            id=head.id,
            span=span,
            title=head.title,
            leaf=leaf,
            source=self._document.source,
            carrier=self._carrier,
            state=head.state or self._stated(fields),
            parallel=head.parallel,
            story=head.story,
            section=section if body is None else body.parent,
            group=self._document.group_at(section),
            number=self._number,
            depth=depth,
            fields=fields,
            body=body,
            is_skipped=head.is_skipped,
        )

    def _stated(self, fields: dict[str, Field]) -> str:
        """Return the state that a status field gives whose words the pack knows."""
        shape = self._document.shape
        for name in shape.status_names if shape.states and fields else ():
            field = fields.get(title_key(name))
            if field is not None:
                return stated_state(field.value.value, shape.states)
        return ""

    def _section_at(self, offset: int) -> Section | None:
        while self._next < len(self._sections) and self._sections[self._next].span.start <= offset:
            self._current = self._sections[self._next]
            self._next += 1
        return self._current


def _item_tasks(document: TaskList, builder: _Builder) -> Iterator[Task]:
    starts = document.grammar.marks.starts  # none of them is a letter or a digit
    data = document.source.data
    for visit in document.visits:
        item = visit.block
        text = item.paragraph if isinstance(item, Item) and not visit.is_quoted else None
        if text is None or data[text.content.start : text.content.start + 1].isalnum():
            continue
        if text.prose.value[:1] not in starts:
            continue
        head = document.head_of(text)
        if head is None or head.done is None or head.id is None:
            continue
        if document.is_example(item.span.start):
            continue
        depth = sum(isinstance(parent, Item) for parent in visit.parents)
        span = Span(item.span.start, text.span.end)
        yield builder.task(head, span, text, depth=depth)


def _heading_tasks(document: TaskList, builder: _Builder) -> Iterator[Task]:
    for section in document.outline.sections:
        head = read_head(section.heading.prose, document.grammar)
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
    for table in document.tables:
        if document.is_example(table.span.start):
            continue
        columns = task_columns(table, document.shape)
        for row in table.rows if columns is not None else ():
            read = task_row(row, columns, document.grammar) if columns is not None else None
            if read is not None:
                yield builder.task(read.head, row.span, read.leaf, fields=read.fields)
