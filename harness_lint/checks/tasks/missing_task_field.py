"""HL314 missing-task-field. Its page and its tests are in `missing_task_field.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.fields import Field
from harness_lint.documents.task import Task
from harness_lint.documents.task_fields import field_of, may_have_fields
from harness_lint.documents.task_list import TaskList
from harness_lint.findings import Violation
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.packs.patterns import compile_pattern


@check("HL314", "missing-task-field", subject=TaskList, since="0.1", needs=("shape.fields",))
def missing_task_field(tasks: TaskList) -> Iterator[Violation]:
    """A task lacks a field that its sheet or one of its own fields demands."""
    shapes = tasks.shape.fields
    for task in filter(may_have_fields, tasks.tasks):
        for shape in shapes:
            if field_of(task, shape) is not None:
                continue
            if shape.required:
                yield _required(task, shape)
            demanding = _demanding(task, shape, shapes)
            if demanding is not None:
                yield _demanded(task, shape, demanding)


def _required(task: Task, shape: FieldShape) -> Violation:
    where = task.id or task.title
    return Violation(where.at, f"`{task.name}` has no field `{shape.name}`; add it")


def _demanding(task: Task, shape: FieldShape, shapes: tuple[FieldShape, ...]) -> Field | None:
    """Return the field whose value demands *shape*; None unless all that are named do."""
    found: list[Field] = []
    for name, pattern in shape.required_when.items():
        named = next((one for one in shapes if one.name == name), FieldShape(name))
        field = field_of(task, named)
        if field is None or not compile_pattern(pattern).search(field.value.value):
            return None
        found.append(field)
    return found[0] if found else None


def _demanded(task: Task, shape: FieldShape, demanding: Field) -> Violation:
    value = demanding.value
    return Violation(
        value.at,
        f"`{task.name}` declares {demanding.name.value.lower()} `{value.value}` and has no "
        f"{shape.name.lower().removesuffix('s')} field; add `{shape.name}`",
    )
