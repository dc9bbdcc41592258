"""What a document says about how far work is, beside the boxes of that work: facts for HL208."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.documents.fields import fields_of
from harness_lint.documents.set_aside import is_set_aside, is_title_of_set_aside
from harness_lint.documents.task import Task
from harness_lint.markdown.nodes import Item, Paragraph
from harness_lint.markdown.outline import Section
from harness_lint.packs.patterns import compile_globs
from harness_lint.pattern import pattern
from harness_lint.source import Located

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

GENERATED = b"<!-- status-model:start -->"
"""Opens a status block that a tool keeps: see `generated_status.py`."""


_PLAIN = pattern(r"(?m)^Status:[ \t]*([^\n]*[^\s])[ \t]*$")


class Claim(NamedTuple):
    """The words that state how far a piece of work is."""

    name: str
    """What they speak of: ``WP01``, or empty for the document."""
    words: Located[str]
    kind: str
    """``package``, ``story`` or ``document``."""
    is_generated: bool = False


class _Boxes(NamedTuple):
    done: int
    open: tuple[Located[str], ...]
    unmet: tuple[Located[str], ...] = ()
    """Open boxes of the criteria by which the work is done, which are no tasks."""
    criteria: int = 0


def state_facts(document: TaskList) -> Iterator[Said]:
    """Yield each claim of *document* about work whose boxes stand in it, and the first open box.

    A list that is put away among what is done claims to be done, by its place.
    """
    for number, (claim, boxes) in enumerate(_judged(document), 1):
        yield from _said(str(number), claim, boxes)
    if is_archived(document):
        boxes = _of_document(document)
        left = _not_set_aside(document, boxes.open)
        for box in left[:1]:
            values = {"done": boxes.done, "open": len(left)}
            yield Said("archived-open", "", box.at, values)


def is_archived(document: TaskList) -> bool | None:
    """Whether *document* is put away among what is done; None if its family has no archive."""
    archive = document.family.data.get("archive")
    return compile_globs(tuple(archive)).match(document.path) if archive else None


def _not_set_aside(document: TaskList, boxes: Iterable[Located[str]]) -> list[Located[str]]:
    """Return *boxes* without those in sections such as ``## 4. Optional``."""
    starts: list[int] = []
    ends: list[int] = []
    for section in document.outline.sections:
        if is_title_of_set_aside(section.key) and section.span.start >= (ends[-1] if ends else 0):
            starts.append(section.span.start)
            ends.append(section.span.end)
    return [box for box in boxes if not _is_within(box.at.start, starts, ends)]


def _is_within(offset: int, starts: list[int], ends: list[int]) -> bool:
    index = bisect_right(starts, offset) - 1
    return index >= 0 and offset < ends[index]


def box_facts(claim: Claim, items: Iterable[Item]) -> Iterator[Said]:
    """Yield *claim* with the boxes of *items*, and the first open one."""
    yield from _said("", claim, _of_items(items))


def _said(key: str, claim: Claim, boxes: _Boxes) -> Iterator[Said]:
    """Yield *claim*; *key* ties the boxes to it, and tells it from others of the document."""
    if not boxes.done and not boxes.open:
        return
    values = {
        "name": claim.name,
        "kind": claim.kind,
        "generated": claim.is_generated,
        "words": claim.words.value,
        "done": boxes.done,
        "open": len(boxes.open),
        "unmet": len(boxes.unmet),
        "criteria": boxes.criteria,
    }
    yield Said("work-state", key, claim.words.at, values)
    for kind, first in (("open-box", boxes.open[:1]), ("unmet-box", boxes.unmet[:1])):
        for box in first:
            yield Said(kind, key, box.at, {"name": box.value})


def _judged(document: TaskList) -> Iterator[tuple[Claim, _Boxes]]:
    if b"tatus" not in document.source.data:
        return
    for claim in _generated_claims(document):
        group = document.group_by_id.get(claim.name.upper())
        if group is not None:
            yield claim, _of_tasks(group.tasks)
    for group in document.groups:
        field = _status_field(document, group.section)
        if field is not None:
            yield Claim(group.id.value, field, document.shape.group_kind), _of_tasks(group.tasks)
    own = _own_status(document)
    if own is not None:
        kind = str(document.family.data.get("work", "document"))
        yield Claim("", own, kind), _of_document(document)


def _generated_claims(document: TaskList) -> Iterator[Claim]:
    if GENERATED not in document.source.data:
        return
    from harness_lint.documents.generated_status import generated_status_of

    for block in generated_status_of(document):
        for entry in block.entries:
            yield Claim(entry.name.value, entry.lane, "package", is_generated=True)


def _status_field(document: TaskList, section: Section) -> Located[str] | None:
    for block in section.blocks:
        may_hold = document.folded.find(b"status", *block.span) >= 0
        for field in fields_of(block) if may_hold else ():
            if field.key == "status" and field.value.value:
                return field.value
    return None


def _own_status(document: TaskList) -> Located[str] | None:
    """Return the status of the whole: a section of that name, or a field in the head."""
    names = document.family.data.get("status-sections", ())
    for section in document.outline.find(names) if names else ():
        paragraph = _first_paragraph(section)
        if paragraph is not None and section.level <= 2:
            line = paragraph.prose.value.split("\n", 1)[0]
            return Located(line.strip(), paragraph.prose.span(0, len(line)))
    field = next((field for field in document.fields if field.key == "status"), None)
    if field is not None:
        return field.value if field.value.value else None
    return _plain_status(document) if names else None


def _plain_status(document: TaskList) -> Located[str] | None:
    """Return what a line ``Status: review`` right below the title says."""
    title = document.outline.title
    first = _first_paragraph(title) if title is not None else None
    match = _PLAIN.search(first.prose.value) if first is not None else None
    if first is None or match is None:
        return None
    return Located(match[1], first.prose.span(*match.span(1)))


def _first_paragraph(section: Section) -> Paragraph | None:
    first = section.blocks[0] if section.blocks else None
    return first if isinstance(first, Paragraph) else None


def is_open(task: Task) -> bool:
    """Whether *task* has an empty box that is to be ticked: neither skipped nor set aside."""
    return task.is_open_box and not task.is_skipped and not is_set_aside(task.leaf.prose.value)


def _of_tasks(tasks: Iterable[Task]) -> _Boxes:
    states = list(tasks)
    return _Boxes(
        sum(task.done is True for task in states),
        tuple(Located(task.name, (task.id or task.title).at) for task in states if is_open(task)),
    )


def _of_document(document: TaskList) -> _Boxes:
    """Return the tasks' boxes; where tasks carry no ID, all boxes in the sections of work."""
    if document.tasks:
        return _of_tasks(document.tasks)
    tasks = _of_items(_boxes_below(document, "work-sections"))
    criteria = _of_items(_boxes_below(document, "done-sections"))
    return tasks._replace(unmet=criteria.open, criteria=criteria.done + len(criteria.open))


def _boxes_below(document: TaskList, key: str) -> list[Item]:
    """Return the boxes in the sections whose titles the pack lists under *key*."""
    names = document.family.data.get(key, ())
    spans = [section.span for section in document.outline.find(names)] if names else []
    return [
        item
        for item in document.boxes
        if any(span.start <= item.span.start < span.end for span in spans)
    ]


def _of_items(items: Iterable[Item]) -> _Boxes:
    """Return the boxes of *items*; open ones below what is set aside are set aside with it.

    A ticked task may be set aside too: ``[x] Move the files - N/A``.
    """
    done, open_, aside = 0, [], -1
    for item in items:
        paragraph = item.paragraph
        if item.box is None or paragraph is None:
            continue
        done += item.box.is_done
        if item.span.start < aside:
            continue
        if is_set_aside(paragraph.prose.value):
            aside = item.span.end
        elif item.box.mark == " ":
            line = paragraph.prose.value.split("\n", 1)[0][3:].strip()
            open_.append(Located(line[:40], item.box.span))
    return _Boxes(done, tuple(open_))
