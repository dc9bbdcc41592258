"""Lines, cells and tables of skeletons, with gaps that are filled later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness_lint.packs.field_shapes import FieldShape
from harness_lint.setup.examples import matching_text


def gap(name: str, words: str) -> str:
    """Return the gap called *name*, which is filled with *words* where nothing is given for it."""
    return f"{{{{{name}|{words}}}}}"


def field_line(field: FieldShape) -> str:
    """Return the line of *field*, with a value that is right where one is known."""
    return f"**{field.name}**: {value(field)}"


def value(field: FieldShape, choices: Iterable[str] = ()) -> str:
    """Return a gap with the first of *choices*, or with a value that is right for *field*."""
    words = next(iter((*choices, *field.values)), "") or matching_text(field.pattern)
    return gap(field.name, words or f"say here what `{field.name}` is")


def cell(column: FieldShape, otherwise: str) -> str:
    """Return what a cell of *column* may hold; *otherwise* where the pack does not say."""
    words = next(iter(column.values), "") or matching_text(column.pattern)
    return words.replace("|", r"\|") or otherwise


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows*, the first of which is the head, as a table."""
    head, *others = rows
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *others))
