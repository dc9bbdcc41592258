"""The facts of the trace graph that a Markdown document gives: definitions, claims, mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TypeAlias

from harness_lint.documents.claims import Claimed, Owner, claims_of, grammar_of
from harness_lint.documents.definitions import Defined
from harness_lint.documents.document import Document, Said
from harness_lint.documents.said_of_ids import said_to_be_gone
from harness_lint.documents.scopes import scope_of
from harness_lint.documents.task import Task
from harness_lint.documents.trace_ids import cited_anywhere
from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.packs.trace_shapes import ItemKind, TraceShape
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

MOST_TEXT = 4_000
"""Characters of an item's text that are kept: for its fingerprint, and to show what changed."""

Levels: TypeAlias = tuple[tuple[str, Pattern], ...]
"""Names of levels, with what finds the words that set them: the first that is found counts."""

_MARKUP = pattern(r"[*`\\]+|~~|(?<!\w)_+|_+(?!\w)")
_MARKER = r"[ \t]*(?:[-+]|\d+[.)])[ \t]+"
_LIST_MARKER = pattern(_MARKER)
_FRAME = pattern(rf"[|#>]+|^{_MARKER}|\[[ xX~-]\]", re.MULTILINE)


def trace_facts(
    document: Document, trace: TraceShape, kinds: Mapping[str, ItemKind]
) -> Iterator[Said]:
    """Yield what *document* defines and claims."""
    scope = scope_of(document.path, document.family)
    defined = document.definitions
    levels = _levels(document) if defined else ()
    homes: dict[int, int] = {}
    for item in defined:
        home = homes.setdefault(item.home, len(homes))  # a line above it must not change it
        yield _definition(item, home, scope, document.source, levels)
    if trace.claims:
        owners = _owners(document, defined)
        claims = claims_of(document, trace.claims, kinds, owners)
        gone = _gone(document, trace, kinds) if claims else frozenset()
        for claimed in claims:
            yield from _claims(claimed, scope, document.source, gone)


def mention_facts(document: Document, kinds: Mapping[str, ItemKind]) -> Iterator[Said]:
    """Yield every ID of *kinds* in the document's running text: what `harness-lint trace` shows."""
    grammar = grammar_of(tuple(kinds), kinds)
    scope = scope_of(document.path, document.family)
    for leaf in document.leaves if grammar else ():
        prose = leaf.prose
        for cited in cited_anywhere(prose.value, grammar):
            at = prose.span(cited.start, cited.end)
            for identifier in cited.ids:
                yield Said("mention", identifier, at, {"scope": scope})


def normalised(text: str) -> str:
    """Return the beginning of *text* as `plain` gives it: what counts as an item's wording."""
    return plain(text)[:MOST_TEXT]


def plain(text: str) -> str:
    """Return *text* without markup and with single blanks."""
    if "_" in text or "~~" in text:
        bare = _MARKUP.sub("", text)
    else:  # the same, many times as fast
        bare = text.replace("*", "").replace("`", "").replace("\\", "")
    if "\n" in bare or "[" in bare or "|" in bare or "#" in bare or ">" in bare:
        bare = _FRAME.sub(" ", bare)
    else:  # one line: nothing but the marker of a list may stand in front
        marker = _LIST_MARKER.match(bare)
        bare = bare[marker.end() :] if marker is not None else bare
    return " ".join(bare.split())


def _definition(item: Defined, home: int, scope: str, source: Source, levels: Levels) -> Said:
    text = normalised(source.slice(item.region))
    values = {
        "kind": item.kind,
        "scope": scope,
        "title": item.title,
        "text": text,
        "shape": item.shape,
        "home": home,
        "level": next((name for name, words in levels if words.search(text)), None),
        "revision": item.revision,
        "retired": item.is_retired,
        "live": True,
        "state": None,
    }
    return Said("definition", item.id, item.at, values)


def _levels(document: Document) -> Levels:
    words = document.family.data.get("levels", {})
    return tuple((str(level), compile_pattern(one)) for level, one in words.items())


def _gone(document: Document, trace: TraceShape, kinds: Mapping[str, ItemKind]) -> frozenset[str]:
    """Return the IDs that *document* claims, but says elsewhere to be no more."""
    names = dict.fromkeys(name for shape in trace.claims for name in shape.kinds)
    grammar = grammar_of(tuple(names), kinds)
    return said_to_be_gone(document, grammar) if grammar else frozenset()


def _claims(claimed: Claimed, scope: str, source: Source, gone: frozenset[str]) -> Iterator[Said]:
    owner = claimed.owner
    values = {
        "role": claimed.role,
        "kinds": list(claimed.kinds),
        "source_kind": owner.kind if owner is not None else "document",
        "source": owner.id if owner is not None else source.path,
        "scope": scope,
        "qualifier": claimed.qualifier,
        "explicit": claimed.explicit,
        "revision": claimed.revision,
        "state": None,
        "written": source.slice(claimed.at),
    }
    for identifier in claimed.ids:
        if identifier in gone:
            yield Said("claim", identifier, claimed.at, {**values, "says_gone": True})
            continue
        yield Said("claim", identifier, claimed.at, values)


def _owners(document: Document, defined: tuple[Defined, ...]) -> Iterator[Owner]:
    """Yield the items of *document* that can claim others: tasks, packages, what it defines."""
    from harness_lint.documents.task_list import TaskList
    from harness_lint.documents.work_package import WorkPackage

    for item in defined:
        yield Owner(item.region, item.kind, item.id)
    if isinstance(document, WorkPackage):
        if document.id is not None:
            yield Owner(Span(0, len(document.source.data)), "package", document.id.value.upper())
    elif isinstance(document, TaskList):
        kind = document.shape.group_kind
        for group in document.groups:
            yield Owner(group.section.span, kind, group.id.value.upper())
        named = {item.id for item in defined}
        tasks = tuple(t for t in document.tasks if t.id is None or t.id.value not in named)
        yield from _task_owners(tasks, len(document.source.data))


def _task_owners(tasks: tuple[Task, ...], end: int) -> Iterator[Owner]:
    """Yield the tasks with their regions: to the next task or heading, or their own section."""
    for task, following in zip_longest(tasks, tasks[1:]):
        if task.id is None:
            continue
        stop = task.body.span.end if task.body is not None else _end_of_blocks(task, end)
        if following is not None and following.span.start > task.span.start:
            stop = min(stop, following.span.start)
        yield Owner(Span(task.span.start, stop), "task", task.id.value)


def _end_of_blocks(task: Task, end: int) -> int:
    """Return where the section that *task* stands in goes on to a heading, or ends."""
    if task.section is None:
        return end
    below = (child.span.start for child in task.section.children)
    return next((start for start in below if start > task.span.start), task.section.span.end)
