"""Statements of dependencies in the words of a pack: its labels, and its phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.markdown.nodes import Item, Leaf
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import compile_pattern

if TYPE_CHECKING:
    from harness_lint.documents.task import Task
    from harness_lint.documents.task_list import TaskList


class Statement(NamedTuple):
    """Words that say what something waits for; all places are offsets in the leaf's prose."""

    leaf: Leaf
    start: int
    """Where the statement begins."""
    needs: tuple[int, int]
    """Where the IDs stand that are waited for."""
    tasks: tuple[int, int] | None
    """Where the IDs stand that wait; None if the *speaker* does."""
    speaker: str
    """The task in whose text the statement stands, else the group; empty if there is none."""


def statements_of(document: TaskList, tasks: Mapping[int, Task]) -> Iterator[Statement]:
    """Yield the statements in the words of the pack; *tasks* are by the identity of their leaf.

    A label leads a line: ``Depends on: T001``.
    """
    grammar = document.shape.dependencies
    label = _label(grammar.labels)
    phrases = tuple(compile_pattern(phrase) for phrase in grammar.phrases)
    for leaf, task in _spoken(document, tasks):
        text = leaf.prose.value
        speaker = task.name if task is not None else _group_of(document, leaf)
        if label is not None and not _has_field(task, grammar.labels):
            for match in label.finditer(text):
                end = text.find("\n", match.end())
                needs = (match.end(), end if end >= 0 else len(text))
                yield Statement(leaf, match.start(), needs, None, speaker)
        for phrase in phrases:
            for match in phrase.finditer(text):
                yield _of_phrase(leaf, match, speaker)


def _label(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = "|".join(map(re.escape, names))
    return re.compile(rf"(?im)^[ \t*_`-]*(?:{words})[*_`]*[ \t]*[:：][ \t]*") if words else None


def _has_field(task: Task | None, labels: tuple[str, ...]) -> bool:
    """Whether *task* has a field of its own that lists what it waits for."""
    return task is not None and any(title_key(label) in task.fields for label in labels)


def _of_phrase(leaf: Leaf, match: re.Match[str], speaker: str) -> Statement:
    groups = match.re.groupindex
    tasks = match.span(groups["task"]) if "task" in groups else (-1, -1)
    named = tasks if tasks[0] >= 0 else None
    return Statement(leaf, match.start(), match.span(groups["needs"]), named, speaker)


def _spoken(document: TaskList, tasks: Mapping[int, Task]) -> Iterator[tuple[Leaf, Task | None]]:
    """Yield each text outside of quotes and examples, with the task that it stands in."""
    for visit in document.visits:
        leaf = visit.block
        if not isinstance(leaf, Leaf) or visit.is_quoted or document.is_example(leaf.span.start):
            continue
        task = tasks.get(id(leaf))
        for parent in reversed(visit.parents):
            if task is None and isinstance(parent, Item) and parent.paragraph is not None:
                task = tasks.get(id(parent.paragraph))
        yield leaf, task or _task_above(document, tasks, leaf)


def _task_above(document: TaskList, tasks: Mapping[int, Task], leaf: Leaf) -> Task | None:
    """Return the task whose section *leaf* stands in."""
    section = document.outline.section_at(leaf.span.start)
    while section is not None:
        task = tasks.get(id(section.heading))
        if task is not None:
            return task
        section = section.parent
    return None


def _group_of(document: TaskList, leaf: Leaf) -> str:
    """Return the group that *leaf* stands in, where whole groups may wait."""
    if not document.shape.group_id:
        return ""
    group = document.group_at(document.outline.section_at(leaf.span.start))
    return group.id.value if group is not None else ""
