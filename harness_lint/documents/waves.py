"""Waves of work: lines that list packages or tasks as parallel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.id_ranges import find_ids
from harness_lint.markdown.nodes import Leaf
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

_LABEL = pattern(r"(?i)\((?:in )?parallel\)[ \t]*[:：]")
_GLUE = pattern(r"(?:[\s,|/&+*_]|\band\b){1,12}")


class Wave(NamedTuple):
    """A line such as ``Wave 1 (parallel): WP01, WP02``."""

    label: Span
    members: tuple[Located[str], ...]
    """IDs at their places; those of a range all at the range's."""


def waves_of(document: TaskList) -> Iterator[Wave]:
    """Yield the waves of *document*; an ID behind other words than the list's is in none."""
    shape = document.shape
    ids = "|".join(filter(None, (shape.id, shape.group_id)))
    for leaf in document.leaves_with(b"parallel)") if ids else ():
        if not document.is_example(leaf.span.start):
            yield from _waves(leaf, ids, document)


def _waves(leaf: Leaf, ids: str, document: TaskList) -> Iterator[Wave]:
    prose = leaf.prose
    for label in _LABEL.finditer(prose.value):
        line_end = prose.value.find("\n", label.end())
        end = line_end if line_end >= 0 else len(prose.value)
        members: list[Located[str]] = []
        at = label.end()
        for reference in find_ids(prose.value, ids, label.end(), end):
            if prose.value[at : reference.start] and not _GLUE.fullmatch(
                prose.value, at, reference.start
            ):
                break
            span = prose.span(reference.start, reference.end)
            members += [Located(name, span) for name in reference.members(document.ids)]
            at = reference.end
        if len(members) > 1:
            yield Wave(prose.span(*label.span()), tuple(members))
