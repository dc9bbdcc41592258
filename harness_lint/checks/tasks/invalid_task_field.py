"""HL315 invalid-task-field. Its page and its tests are in `invalid_task_field.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.fields import Field
from harness_lint.documents.task import Task
from harness_lint.documents.task_fields import field_of
from harness_lint.documents.task_list import TaskList
from harness_lint.errors import listed
from harness_lint.findings import Violation, replacement
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern

_REMARK = pattern(r"\s*[(\[—–|,;].*|\s-\s.*", re.DOTALL)


@check("HL315", "invalid-task-field", subject=TaskList, since="0.1", needs=("shape.fields",))
def invalid_task_field(tasks: TaskList) -> Iterator[Violation]:
    """A field of a task has a value that its sheet does not know."""
    shapes = [shape for shape in tasks.shape.fields if shape.values or shape.pattern]
    for task in tasks.tasks if shapes else ():
        for shape in shapes:
            field = field_of(task, shape)
            if field is not None and field.value.value and not _fits(field, shape):
                yield _violation(tasks, task, field, shape)


def _fits(field: Field, shape: FieldShape) -> bool:
    value = field.value.value
    if shape.pattern and not compile_pattern(shape.pattern).fullmatch(value):
        return False
    if not shape.values or shape.value_of(value) is not None:
        return True
    words = (*shape.values, *shape.accepted)
    return bool(_folded(value)) and _folded(value) in {_folded(one) for one in words}


def _folded(value: str) -> str:
    """Return *value* without case, emoji and what stands behind it as a remark."""
    plain = _REMARK.sub("", value.casefold().replace("_", " "))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _violation(tasks: TaskList, task: Task, field: Field, shape: FieldShape) -> Violation:
    value, at = field.value
    known = {_folded(value): value for value in shape.values}
    from difflib import get_close_matches

    near = get_close_matches(_folded(value), known, n=1)
    meant = shape.synonyms.get(_folded(value)) or (known[near[0]] if near else "")
    choices = listed(shape.values)
    wanted = f"is not one of {choices}" if shape.values else f"does not match `{shape.pattern}`"
    guess = f"; did you mean `{meant}`?" if meant else ""
    return Violation(
        at,
        f"{field.name.value.lower()} `{value}` of `{task.name}` {wanted}{guess}",
        fix=replacement(at, tasks.source.slice(at), value, meant) if meant else None,
    )
