"""User stories by number: those that a spec speaks of, and the phases of a task list for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.spec import Spec
    from harness_lint.documents.task_list import TaskList

MOST_STORIES = 1_000


def story_id(number: str) -> str:
    """Return the ID of a story: ``US3`` of ``3`` and of ``03``."""
    return f"US{int(number)}"


def spoken_stories(spec: Spec) -> Iterator[Said]:
    """Yield the IDs of all stories that *spec* speaks of anywhere, in one fact.

    More than it defines: a story in a table, in a scenario or in a summary is known too.
    """
    trace = spec.family.trace
    patterns = [shape.pattern for shape in (trace.defines if trace else ()) if shape.id == "US{1}"]
    found: set[str] = set()
    for pattern in patterns:
        for match in compile_pattern(pattern).finditer(spec.source.text):
            found.add(story_id(match[1]))
            if len(found) >= MOST_STORIES:
                break
    if found:
        values = {"ids": sorted(found), "scope": scope_of(spec.path, spec.family)}
        yield Said("spoken-stories", "", Span(0, 0), values)


def story_phases(document: TaskList) -> Iterator[Said]:
    """Yield the headings that name a story by number: ``Phase 5: User Story 3 - Export``."""
    pattern = document.family.data.get("story-heading")
    if not pattern:
        return
    grammar = compile_pattern(pattern)
    scope = scope_of(document.path, document.family)
    for section in document.outline.sections:
        match = grammar.search(section.title) if section.level > 1 else None
        if match is not None:
            prose = section.heading.prose
            start = prose.value.find(match[0])
            at = prose.span(start, start + len(match[0])) if start >= 0 else section.heading.span
            yield Said("story-phase", story_id(match[1]), at, {"scope": scope})
