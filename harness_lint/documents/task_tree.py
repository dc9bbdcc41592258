"""Tasks below tasks: by nesting, or by dotted numbers in a flat list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from harness_lint.documents.set_aside import is_set_aside
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.markdown.nodes import Item, Leaf, ListBlock
from harness_lint.pattern import pattern
from harness_lint.source import Located

_SHOWN = 60
"""How many characters of a task without ID are shown."""
_LEAST = 30
"""How many stay at least when they are cut between words; a long path is cut in the middle."""

_PARTLY = pattern(r"(?i)\bpartial(?:ly)?\b|\bin part\b")

Branch = tuple[Located[str], tuple[Located[str], ...]]
"""A ticked task, named at its box, and its open children."""


def done_with_open_children(document: TaskList) -> Iterator[Branch]:
    """Yield each ticked task with its open children, in source order.

    Children that are set aside (optional, deferred) do not count.
    """
    found = {branch[0].at: branch for branch in _nested(document)}
    if document.shape.hierarchical:
        for branch in _numbered(document):
            found.setdefault(branch[0].at, branch)
    for at in sorted(found):
        yield found[at]


def _nested(document: TaskList) -> Iterator[Branch]:
    for item in document.boxes:
        if item.box is None or not item.box.is_done or _is_qualified(item.paragraph):
            continue
        if document.is_example(item.span.start):
            continue
        children = tuple(
            _named(child, document)
            for block in item.children
            if isinstance(block, ListBlock)
            for child in block.items
            if _is_open(child)
        )
        if children:
            yield Located(_named(item, document).value, item.box.span), children


def _is_qualified(leaf: Leaf | None) -> bool:
    """Whether the words of a ticked task say that it is not all done, or need not be."""
    text = leaf.prose.value if leaf is not None else ""
    return is_set_aside(text) or _PARTLY.search(text) is not None


def _is_open(item: Item) -> bool:
    if item.box is None or item.box.mark != " " or item.paragraph is None:
        return False
    return not is_set_aside(item.paragraph.prose.value)


def _named(item: Item, document: TaskList) -> Located[str]:
    """Return the ID of *item* where it stands; its first words at its box if it has none."""
    paragraph = item.paragraph
    head = document.head_of(paragraph) if paragraph is not None else None
    if head is not None and head.id is not None:
        return head.id
    at = item.box.span if item.box is not None else item.marker
    return Located(_short(head.title.value) if head is not None else "", at)


def _short(title: str) -> str:
    if len(title) <= _SHOWN:
        return title
    words = title[:_SHOWN].rpartition(" ")[0].rstrip(" ,;:")
    return f"{words} …" if len(words) >= _LEAST else f"{title[:_SHOWN]}…"


def _numbered(document: TaskList) -> Iterator[Branch]:
    """Yield the same for ``1`` and ``1.2`` side by side."""
    below: dict[str, list[Task]] = defaultdict(list)
    for task in document.tasks:
        if task.id is not None and "." in task.id.value:
            below[task.id.value.rpartition(".")[0]].append(task)
    boxes = {id(item.paragraph): item.box.span for item in document.boxes if item.box is not None}
    for task in document.tasks:
        if task.id is None or task.done is not True or _is_qualified(task.leaf):
            continue
        children = tuple(
            child.id
            for child in below.get(task.id.value, ())
            if child.id is not None
            and child.is_open_box
            and not is_set_aside(child.leaf.prose.value)
        )
        if children:
            yield Located(task.id.value, boxes.get(id(task.leaf), task.id.at)), children
