"""The outline of a text: its sections, and the items that it defines, with their states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.lsp.features.standing import standing, title_beside_id
from harness_lint.lsp.view import View
from harness_lint.project.trace.values import Item
from harness_lint.source import Source, Span

KINDS = {
    "task": types.SymbolKind.Function,
    "test": types.SymbolKind.Method,
    "package": types.SymbolKind.Package,
    "feature": types.SymbolKind.Class,
    "milestone": types.SymbolKind.Event,
    "story": types.SymbolKind.Class,
    "assertion": types.SymbolKind.Boolean,
}
"""Of items; all others are what somebody demands: an interface."""

DEMAND = types.SymbolKind.Interface

MOST = 5_000
"""Symbols of one text."""


class Entry(NamedTuple):
    """A section or an item, where it stands."""

    region: Span
    at: Span
    """What is shown of it when it is chosen: the heading, the ID."""
    name: str
    kind: types.SymbolKind
    local: str = ""
    """The ID of an item; empty for a plain section."""


def document_symbols(
    view: View, path: str, _: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | None:
    """Return the outline of the file at *path*; None if it cannot be read."""
    source = view.source(path)
    if source is None:
        return None
    items = {item.local: item for item in reversed(view.project.trace.items_in.get(path, ()))}
    document = view.document(path)
    found = entries_of(document) if isinstance(document, Document) else map(_entry, items.values())
    return _nested(view, source, sorted(found, key=_order)[:MOST], items)


def entries_of(document: Document) -> Iterator[Entry]:
    """Yield the sections of *document*, and the items that it defines, in no order.

    An item whose ID leads a heading is that section.
    """
    sections = {section.span.start: section for section in document.outline.sections}
    led: set[int] = set()
    for entry in chain(_defined(document), _packages(document), _tasks(document)):
        section = sections.get(entry.region.start)
        if section is None:
            yield entry
        elif entry.region.start not in led:
            led.add(entry.region.start)
            yield entry._replace(
                region=section.span, at=section.heading.span, name=section.title or entry.name
            )
    for start, section in sections.items():
        if start not in led:
            name = section.title or "#" * section.level
            yield Entry(section.span, section.heading.span, name, types.SymbolKind.String)


def _defined(document: Document) -> Iterator[Entry]:
    for item in document.definitions:
        name = f"{item.id} {item.title}".strip()
        yield Entry(item.region, item.at, name, KINDS.get(item.kind, DEMAND), item.id)


def _packages(document: Document) -> Iterator[Entry]:
    """Yield the work packages that an index describes, a section each."""
    if isinstance(document, TaskList) and document.shape.group_kind == "package":
        for group in document.groups:
            at, local = group.section.heading.span, group.id.value.upper()
            yield Entry(group.section.span, at, group.title, KINDS["package"], local)


def _tasks(document: Document) -> Iterator[Entry]:
    """Yield the tasks of a list, each reaching over those that are nested in it."""
    if not isinstance(document, TaskList):
        return
    defined = {item.id for item in document.definitions}
    open_tasks: list[tuple[Task, int]] = []
    for task in document.tasks:
        while open_tasks and open_tasks[-1][0].depth >= task.depth:
            yield from _task(*open_tasks.pop(), defined)
        ends = [(one, max(end, task.span.end)) for one, end in open_tasks]
        open_tasks = [*ends, (task, task.span.end)]
    for task, end in open_tasks:
        yield from _task(task, end, defined)


def _task(task: Task, end: int, defined: Iterable[str]) -> Iterator[Entry]:
    if task.id is not None and task.id.value not in defined:
        name = f"{task.id.value} {task.title.value}".strip()
        region = Span(task.span.start, end)
        yield Entry(region, task.id.at, name, types.SymbolKind.Function, task.id.value)


def _entry(item: Item) -> Entry:
    at = item.at.span
    name = f"{item.local} {title_beside_id(item)}".strip()
    return Entry(at, at, name, KINDS.get(item.kind, DEMAND), item.local)


def _order(entry: Entry) -> tuple[int, int]:
    return entry.region.start, -entry.region.end


def _nested(
    view: View, source: Source, entries: Iterable[Entry], items: dict[str, Item]
) -> list[types.DocumentSymbol]:
    """Return the symbols of *entries*, which are in order, those within others below them."""
    top: list[types.DocumentSymbol] = []
    around: list[tuple[int, types.DocumentSymbol]] = []
    for entry in entries:
        while around and around[-1][0] <= entry.region.start:
            around.pop()
        end = min([entry.region.end, *(end for end, _ in around[-1:])])
        symbol = _symbol(view, source, entry, end, items.get(entry.local))
        if around:
            parent = around[-1][1]
            parent.children = [*(parent.children or ()), symbol]
        else:
            top.append(symbol)
        around.append((end, symbol))
    return top


def _symbol(
    view: View, source: Source, entry: Entry, end: int, item: Item | None
) -> types.DocumentSymbol:
    start = entry.region.start
    at = Span(min(max(start, entry.at.start), end), min(max(start, entry.at.end), end))
    return types.DocumentSymbol(
        name=entry.name,
        kind=entry.kind,
        range=view.positions.range(source, Span(start, end)),
        selection_range=view.positions.range(source, at),
        detail=standing(view, item) if item is not None else None,
        tags=[types.SymbolTag.Deprecated] if item is not None and item.is_gone else None,
    )
