"""HL316 missing-acceptance-criteria. Its page and its tests are in the page beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.fields import Field, fields_of
from harness_lint.documents.task import Task
from harness_lint.documents.task_fields import field_of, may_have_fields
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Violation
from harness_lint.markdown.nodes import Block, ListBlock, Paragraph
from harness_lint.markdown.outline import title_key
from harness_lint.packs.field_shapes import FieldShape


class Options(NamedTuple):
    """Where a task says when it is done."""

    fields: tuple[str, ...] = ("Acceptance Criteria", "Done When")
    """Fields, by their names in the pack, any of which will do."""


@check(
    "HL316",
    "missing-acceptance-criteria",
    subject=TaskList,
    since="0.1",
    needs=("shape.fields",),
    options=Options,
)
def missing_acceptance_criteria(tasks: TaskList, options: Options) -> Iterator[Violation]:
    """A task of a sheet does not say when it is accepted, though most of the others do."""
    shapes = [shape for shape in tasks.shape.fields if shape.name in options.fields]
    sheets = [task for task in tasks.tasks if may_have_fields(task)]
    if not shapes:
        return
    bare = [task for task in sheets if not _says(task, shapes)]
    if len(bare) * 2 >= len(sheets):
        return
    for task in bare:
        where = task.id or task.title
        yield Violation(where.at, f"`{task.name}` has no acceptance criteria; say when it is done")


def _says(task: Task, shapes: list[FieldShape]) -> bool:
    fields = [field for shape in shapes for field in (field_of(task, shape),) if field is not None]
    return any(_has_content(task, field) for field in fields)


def _has_content(task: Task, field: Field) -> bool:
    """Whether *field* is followed by words: on its line, as a list below it, in its subsection."""
    if field.value.value or task.body is None:
        return True
    for child in task.body.children:
        if title_key(child.title) == field.key:
            return bool(child.blocks)
    blocks = task.body.blocks
    for number, block in enumerate(blocks):
        if block.span.start <= field.span.start < block.span.end:
            return _goes_on(block, field, blocks[number + 1 :])
    return True


def _goes_on(block: Block, field: Field, following: tuple[Block, ...]) -> bool:
    if block.span.end > field.span.end + 3:
        return True
    below = following[0] if following else None
    if isinstance(below, Paragraph):
        return not any(other.span.start <= below.span.start + 2 for other in fields_of(below))
    return isinstance(below, ListBlock)
