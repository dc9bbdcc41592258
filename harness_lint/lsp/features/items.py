"""Items at places: what an ID in a text stands for, and everywhere that an item is named."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from posixpath import dirname
from typing import NamedTuple

from harness_lint.documents.task_list import TaskList
from harness_lint.engine.file_stage import is_markdown
from harness_lint.lsp.features.mentions import is_mentionable, mention_at, mentions_of
from harness_lint.lsp.features.words import words_around
from harness_lint.lsp.view import View
from harness_lint.pattern import pattern
from harness_lint.project.trace.values import Item
from harness_lint.source import LOCATION_TEXT, Located, Location, Source, Span

_DIGIT = pattern(r"\d")
_MOST_WORDS = 40
"""Bytes to each side of a place in which the number of a task is looked for."""


class Named(NamedTuple):
    """A place that names items."""

    at: Span
    items: tuple[Item, ...]
    """What is meant, the likeliest first; several at the place of a range of IDs."""


class Use(IntEnum):
    """What is done with an item where it is named."""

    DEFINED = 0
    CLAIMED = 1
    MENTIONED = 2


class Occurrence(NamedTuple):
    """A place at which an item is named."""

    path: str
    at: Span
    use: Use


def named_at(view: View, path: str, offset: int) -> Named | None:
    """Return the items that the text at *offset* of the file at *path* names; None if none.

    What the file defines and claims goes before what it only mentions. An offset right behind an
    ID belongs to it.
    """
    source = view.source(path)
    if source is None:
        return None
    mention = mention_at(view, source, offset)
    stated = _stated_at(view, source, offset)
    if mention is None and stated is None:
        return _needed_at(view, source, offset)
    if mention is None or (stated is not None and not _is_inside(mention.at, stated.at)):
        return stated
    if stated is not None:  # one of a range of IDs, or the same
        local = mention.items[0].local
        items = tuple(item for item in stated.items if item.local == local)
        return Named(mention.at, items or mention.items)
    return Named(*mention)


def occurrences_in(view: View, source: Source, item: Item) -> Iterator[Occurrence]:
    """Yield the places of *source* that name *item*, in order."""
    found: dict[Span, Use] = {}
    if item.at.path == source.path and stands_there(source, item.at):
        found[item.at.span] = Use.DEFINED
    graph = view.project.trace
    for link in graph.links_to.get(item.id, ()):
        if link.at.path == source.path and stands_there(source, link.at):
            found.setdefault(link.at.span, Use.CLAIMED)
    if item.at.path == source.path and not is_mentionable(item.local):
        found.update(
            (one.at, Use.CLAIMED) for one in _needs_in(view, source) if one.value == item.local
        )
    stated = tuple(found)
    for at in mentions_of(view, source, item) if is_markdown(source.path) else ():
        if not any(one.start < at.end and at.start < one.end for one in stated):
            found[at] = Use.MENTIONED
    for at, use in sorted(found.items()):
        yield Occurrence(source.path, at, use)


def occurrences(view: View, item: Item) -> Iterator[Occurrence]:
    """Yield every place of the project that names *item*: definition, claims and mentions.

    It is mentioned in the documents of its scope. Without a scope, its ID is one of the whole
    project, or of a document: then it is mentioned in those beside it.
    """
    for path in _paths(view, item):
        source = view.source(path)
        if source is not None:
            yield from occurrences_in(view, source, item)


def stands_there(source: Source, at: Location) -> bool:
    """Whether the words at *at* are still those that were read: a text may have moved since."""
    line = source.slice(at.span).partition("\n")[0].strip()
    return at.span.end <= len(source.data) and line[:LOCATION_TEXT] == at.text


def _stated_at(view: View, source: Source, offset: int) -> Named | None:
    """Return what is defined or claimed at *offset*; of several, at the shortest place."""
    graph, path = view.project.trace, source.path
    found: dict[Span, list[Item]] = {}
    for item in graph.items_in.get(path, ()):
        if item.at.span.start <= offset <= item.at.span.end and stands_there(source, item.at):
            found.setdefault(item.at.span, []).append(item)
    for link in graph.links_in.get(path, ()):
        at = link.at.span
        is_here = at.start <= offset <= at.end and stands_there(source, link.at)
        if is_here and link.target is not None:
            found.setdefault(at, []).append(graph.items[link.target])
    if not found:
        return None
    at = min(found, key=lambda span: span.end - span.start)
    return Named(at, tuple({item.id: item for item in found[at]}.values()))


def _needed_at(view: View, source: Source, offset: int) -> Named | None:
    """Return the task that must come first, as *offset* says: by a number, or by several words."""
    if not _DIGIT.search(words_around(source, offset, _MOST_WORDS).text):
        return None
    for one in _needs_in(view, source):
        if one.at.start <= offset <= one.at.end:
            items = view.project.trace.items_in.get(source.path, ())
            named = tuple(item for item in items if item.local == one.value)
            return Named(one.at, named) if named else None
    return None


def _needs_in(view: View, source: Source) -> Iterator[Located[str]]:
    """Yield the tasks that statements of *source* name as waiting or waited for."""
    document = view.document(source.path)
    for dependency in document.dependencies if isinstance(document, TaskList) else ():
        yield from (*dependency.dependent_spans, *dependency.need_spans)


def _is_inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _paths(view: View, item: Item) -> list[str]:
    """Return the files that may name *item*, in order."""
    project = view.project
    claiming = {link.at.path for link in project.trace.links_to.get(item.id, ())}
    is_everywhere = item.id == item.local
    folder = "" if is_everywhere else f"{item.scope or dirname(item.at.path)}/".lstrip("/")
    near = (path for path in project.sources if path.startswith(folder) or path == item.scope)
    return sorted({item.at.path, *claiming, *filter(is_markdown, near)})
