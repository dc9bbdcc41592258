"""Ranges of IDs that say which tasks there are, and what there is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from harness_lint.documents.id_ranges import IdReference, find_ids
from harness_lint.documents.summary import overview_rows
from harness_lint.documents.task import Group
from harness_lint.documents.task_list import TaskList
from harness_lint.markdown.nodes import Leaf
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_ELSEWHERE = pattern(
    r"(?i)\b(?:old|new|former(?:ly)?|renumbered|renamed|previous(?:ly)?|was|were|reserved?|future|later|"
    r"removed|dropped|deleted|example|e\.g\.|template|spec|feature|mission|see|other|prior|next|add(?:s|ed)?)\b"
)
"""Words beside a range that may speak of tasks that are not in this list."""


class RangeClaim(NamedTuple):
    """A range that is not what there is."""

    at: Span
    words: str
    actual: str
    """What there is, in words that complete *but …*."""
    related: Span | None = None
    right: str | None = None
    """The words with the IDs that are there; None where no range has them all."""


def wrong_ranges(document: TaskList) -> Iterator[RangeClaim]:
    """Yield the ranges of overviews and headings that differ, and those whose ends do not exist."""
    if not document.ids or not document.shape.id or not document.defines_ids:
        return
    said: set[Span] = set()
    for claim in (*_overview(document), *_headings(document), *_dead_ends(document)):
        if claim.at not in said:
            said.add(claim.at)
            yield claim


def _overview(document: TaskList) -> Iterator[RangeClaim]:
    for row in overview_rows(document):
        cell = row.tasks_cell
        if cell is not None and any(reference.is_range for reference in row.ranges):
            words = cell.prose.value.strip()
            yield from _against(document, row.group, row.ranges, Located(words, cell.content))


def _headings(document: TaskList) -> Iterator[RangeClaim]:
    for group in document.groups:
        prose = group.section.heading.prose
        references = find_ids(prose.value, document.shape.id)
        if len(references) == 1 and references[0].is_range:
            one = references[0]
            written = Located(prose.value[one.start : one.end], prose.span(one.start, one.end))
            yield from _against(document, group, (one,), written)


def _against(
    document: TaskList,
    group: Group,
    references: tuple[IdReference, ...],
    written: Located[str],
) -> Iterator[RangeClaim]:
    """Yield the claim if the IDs of *references* are not those of *group*'s tasks."""
    claimed = {name for reference in references for name in reference.members(document.ids)}
    there = [task.id.value for task in group.tasks if task.id is not None]
    extended = {name for name in there if any(name.startswith(one) for one in claimed)}
    surplus = [name for name in there if name not in claimed and name not in extended]
    missing = sorted(name for name in claimed if not _is_there(name, there))
    if not there or not (surplus or missing):
        return
    kind = document.shape.group_kind
    yield RangeClaim(
        written.at,
        written.value,
        f"{kind} {group.id.value} has {_listed(there)}",
        group.id.at,
        _right(document, references, written.value, there),
    )


def _right(
    document: TaskList, references: tuple[IdReference, ...], words: str, there: list[str]
) -> str | None:
    """Return *words* with their one range from the first to the last of *there*."""
    found = find_ids(words, document.shape.id)
    if len(references) != 1 or len(found) != 1 or not found[0].is_range:
        return None
    one = found[0]
    written = words[one.start : one.end]
    if written.count(one.first) != 1 or written.count(one.last) != 1 or len({*there}) < 2:
        return None
    right = written.replace(one.last, there[-1]).replace(one.first, there[0])
    again = find_ids(right, document.shape.id)
    if len(again) != 1 or {*again[0].members(document.ids)} != {*there}:
        return None
    return words[: one.start] + right + words[one.end :]


def _is_there(name: str, there: list[str]) -> bool:
    return any(one.startswith(name) for one in there)


def _listed(names: list[str]) -> str:
    return f"`{names[0]}`" if len(names) == 1 else f"`{names[0]}` to `{names[-1]}` ({len(names)})"


def _dead_ends(document: TaskList) -> Iterator[RangeClaim]:
    """Yield ranges of which one end is no task; bare numbers may count something else."""
    if not any(character.isalpha() for character in document.ids[0]):
        return
    for leaf in _leaves_with_ranges(document):
        prose = leaf.prose
        if document.is_example(leaf.span.start) or _ELSEWHERE.search(prose.value):
            continue
        for reference in find_ids(prose.value, document.shape.id):
            if reference.first == reference.last or reference.is_open:
                continue
            known = document.known_ids
            dead = [end for end in (reference.first, reference.last) if known.lacks(end)]
            if dead and len(dead) < 2:
                written = prose.value[reference.start : reference.end]
                at = prose.span(reference.start, reference.end)
                near = known.nearest(dead[0]) or document.ids[-1]
                actual = f"`{dead[0]}` is not in this list, which has `{near}`"
                yield RangeClaim(at, written, actual)


def _leaves_with_ranges(document: TaskList) -> Iterator[Leaf]:
    """Yield each leaf, but those of tasks, whose source has a range: no other is looked into."""
    tasks = {id(task.leaf) for task in document.tasks}
    leaves = [leaf for leaf in document.leaves if id(leaf) not in tasks]
    texts = [document.source.slice(leaf.span) for leaf in leaves]
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    ranges = (one for one in find_ids("\n".join(texts), document.shape.id) if one.is_range)
    for number in dict.fromkeys(bisect_right(starts, one.start) - 1 for one in ranges):
        yield leaves[number]
