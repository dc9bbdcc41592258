"""The fields of a sheet's tasks, by the names that a pack gives them."""

from __future__ import annotations

from harness_lint.documents.fields import Field
from harness_lint.documents.task import Task
from harness_lint.markdown.outline import title_key
from harness_lint.packs.field_shapes import FieldShape


def field_of(task: Task, shape: FieldShape) -> Field | None:
    """Return the field of *task* that *shape* names; None if it has none."""
    for name in shape.names:
        field = task.fields.get(title_key(name))
        if field is not None:
            return field
    return None


def may_have_fields(task: Task) -> bool:
    """Whether *task* is a section with fields of its own: one without any is of another kind."""
    return task.body is not None and bool(task.fields)
