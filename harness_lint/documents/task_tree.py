"""Tasks below tasks: by nesting, or by dotted numbers in a flat list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from harness_lint.documents.set_aside import is_set_aside
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.tasks import Tasks
from harness_lint.markdown.nodes import Emphasis, Item, Leaf, ListBlock
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

_SHOWN = 60
"""How many characters of a task without ID are shown."""
_LEAST = 30
"""How many stay at least when they are cut between words; a long path is cut in the middle."""

_PARTLY = pattern(r"(?i)\bpartial(?:ly)?\b|\bin part\b")

Branch = tuple[Located[str], tuple[Located[str], ...]]
"""A task, named at its box, and those of its children that contradict it."""


def done_with_open_children(document: Tasks) -> Iterator[Branch]:
    """Yield each ticked task with its open children, in source order.

    Children that are set aside (optional, deferred) do not count.
    """
    found: dict[Span, Branch] = {}
    boxes: dict[int, Span] = {}
    if isinstance(document, TaskList):
        found = {branch[0].at: branch for branch in _nested(document)}
        boxed = (item for item in document.boxes if document.shape.hierarchical)
        boxes = {id(item.paragraph): item.box.span for item in boxed if item.box is not None}
    if document.shape.hierarchical:
        for branch in _numbered(document, boxes):
            found.setdefault(branch[0].at, branch)
    for at in sorted(found):
        yield found[at]


def _marked(document: TaskList) -> dict[int, Item]:
    """Return the items whose marks are the pack's own, with plain boxes, by their paragraphs."""
    if not document.shape.own_marks:
        return {}
    return {id(item.paragraph): item for item in document.boxes}


def _below(item: Item, marked: Mapping[int, Item]) -> Iterator[Item]:
    """Yield the items right below *item*, as *marked* has them."""
    for block in item.children:
        if isinstance(block, ListBlock):
            for child in block.items:
                yield marked.get(id(child.paragraph), child)


def _has_list(item: Item) -> bool:
    return any(isinstance(block, ListBlock) for block in item.children)


def _nested(document: TaskList) -> Iterator[Branch]:
    marked = _marked(document)
    for item in document.boxes:
        if item.box is None or not item.box.is_done or not _has_list(item):
            continue
        if _is_qualified(item.paragraph) or document.is_example(item.span.start):
            continue
        children = tuple(
            _named(child, document) for child in _below(item, marked) if _is_open(child)
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


def _numbered(document: Tasks, boxes: dict[int, Span]) -> Iterator[Branch]:
    """Yield the same for ``1`` and ``1.2`` side by side."""
    below = _by_parent(document)
    open_below: dict[str, tuple[Located[str], ...]] = {}
    for task in document.tasks:
        if task.id is None or task.done is not True or _is_qualified(task.leaf):
            continue
        name = task.id.value
        if name not in open_below:
            open_below[name] = tuple(_open_among(below.get(name, ())))
        if open_below[name]:
            yield Located(name, boxes.get(id(task.leaf), task.id.at)), open_below[name]


def _open_among(tasks: Iterable[Task]) -> Iterator[Located[str]]:
    for task in tasks:
        if task.id is not None and task.is_open_box and not is_set_aside(task.leaf.prose.value):
            yield task.id


def open_with_done_children(document: TaskList) -> Iterator[Branch]:
    """Yield each open task all of whose children are ticked, in source order.

    One child that is open, begun or set aside keeps its parent open. So do words that set the
    parent aside, and steps of its own that have no box.
    """
    marked = _marked(document)
    items = [
        item
        for item in document.boxes
        if (document.shape.hierarchical or _has_list(item))
        and _is_open(item)
        and not _has_own_steps(item, marked)
        and not document.is_example(item.span.start)
    ]
    found = {branch[0].at: branch for branch in _nested_done(document, items, marked)}
    if document.shape.hierarchical:
        for branch in _numbered_done(document, items):
            found.setdefault(branch[0].at, branch)
    for at in sorted(found):
        yield found[at]


def _has_own_steps(item: Item, marked: Mapping[int, Item]) -> bool:
    """Whether plain items stand right below *item*; a line in italics is a remark of the tool."""
    return any(
        child.box is None and child.paragraph is not None and not _is_remark(child.paragraph)
        for child in _below(item, marked)
    )


def _is_remark(leaf: Leaf) -> bool:
    return bool(leaf.inlines) and isinstance(leaf.inlines[0], Emphasis)


def _nested_done(
    document: TaskList, items: list[Item], marked: Mapping[int, Item]
) -> Iterator[Branch]:
    for item in items:
        boxes = [child for child in _below(item, marked) if child.box is not None]
        if item.box and boxes and all(child.box and child.box.is_done for child in boxes):
            children = tuple(_named(child, document) for child in boxes)
            yield Located(_named(item, document).value, item.box.span), children


def _numbered_done(document: TaskList, items: list[Item]) -> Iterator[Branch]:
    boxes = {id(item.paragraph): item.box.span for item in items if item.box is not None}
    below = _by_parent(document) if boxes else {}
    all_done = {
        name: tuple(child.id for child in children if child.id is not None)
        for name, children in below.items()
        if all(child.done is True for child in children)
    }
    for task in document.tasks if all_done else ():
        if id(task.leaf) in boxes and task.name in all_done:
            yield Located(task.name, boxes[id(task.leaf)]), all_done[task.name]


def _by_parent(document: Tasks) -> dict[str, list[Task]]:
    """Return for each number the tasks right below it: ``1.2`` below ``1``."""
    below: dict[str, list[Task]] = defaultdict(list)
    for task in document.tasks:
        if task.id is not None and "." in task.id.value:
            below[task.id.value.rpartition(".")[0]].append(task)
    return below
