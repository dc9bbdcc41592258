"""Specs, PRDs and product documents: their requirements, open questions and status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from harness_lint.documents.document import Document, Said
from harness_lint.markdown.nodes import (
    Emphasis,
    Heading,
    Inline,
    Item,
    Leaf,
    Link,
    Paragraph,
    Quote,
    Table,
)
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span


class Requirement(NamedTuple):
    """A requirement or criterion where it is defined."""

    id: Located[str]
    level: str | None
    """``must``, ``should`` or ``may``; None where the text does not say."""
    span: Span
    """The item's text, the heading, the paragraph or the row."""


class Clarification(NamedTuple):
    """A marker that asks for a decision: ``[NEEDS CLARIFICATION: which time zone?]``."""

    question: str
    at: Span


class Spec(Document):
    """A specification of a feature, of a mission or of a product."""

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """What the document defines, by shape: an ID that leads an item, a heading or a row."""
        pattern = self.family.data.get("requirement-id")
        return tuple(self._requirements(compile_pattern(pattern))) if pattern else ()

    @cached_property
    def clarifications(self) -> tuple[Clarification, ...]:
        """The questions that are still open. Markers that are only spoken of are none."""
        grammar = self.family.data.get("clarification")
        if not grammar or not any(m.encode() in self.source.data for m in grammar["markers"]):
            return ()
        return tuple(_Markers(grammar, self.family.data["requirement-id"]).open_in(self))

    @cached_property
    def status(self) -> Located[str] | None:
        """The document's status line as written; None if it has none."""
        names = [name for f in self.family.fields if f.name == "Status" for name in f.names]
        keys = {title_key(name) for name in names}
        return next((field.value for field in self.fields if field.key in keys), None)

    def facts(self) -> Iterator[Said]:
        """Yield what every document says, the status and the open questions."""
        yield from super().facts()
        if self.status is not None and self.status.value:
            yield Said("spec-status", self.status.value, self.status.at, {})
        if self.family.trace is not None:
            from harness_lint.documents.stories import spoken_stories

            yield from spoken_stories(self)
        for open_question in self.clarifications:
            planned_in = self.family.data["clarification"]["planned-in"]
            values = {"planned-in": planned_in}
            yield Said("clarification", open_question.question, open_question.at, values)

    def _requirements(self, pattern: Pattern) -> Iterator[Requirement]:
        for visit in self.visits:
            block = visit.block
            if visit.is_quoted:
                continue
            if isinstance(block, Table):
                for row in block.rows:
                    if row.cells:
                        yield from self._defined(row.cells[0], row.span, pattern, row.cells)
            elif isinstance(block, Heading | Paragraph):
                yield from self._defined(block, block.span, pattern, (block,))

    def _defined(
        self, lead: Leaf, span: Span, pattern: Pattern, leaves: tuple[Leaf, ...]
    ) -> Iterator[Requirement]:
        """Yield the requirement that *lead* opens with, if it does."""
        match = pattern.match(lead.prose.value.lstrip())
        if match is None or self.is_example(span.start):
            return
        begin = len(lead.prose.value) - len(lead.prose.value.lstrip())
        at = lead.prose.span(begin, begin + match.end())
        text = " ".join(leaf.prose.value for leaf in leaves)
        yield Requirement(Located(match[0], at), self._level(text), span)

    def _level(self, text: str) -> str | None:
        for level, words in self.family.data.get("levels", {}).items():
            if compile_pattern(words).search(text) is not None:
                return str(level)
        return None


_DEFERS = pattern(r"(?i)\b(?:deferred|postponed) (?:to|until|from)\b|[(\[]deferred[)\]]")


class _Markers:
    """Tells markers that ask from markers that are spoken of, by the pack's words."""

    def __init__(self, grammar: Mapping[str, Any], requirement: str) -> None:
        self.needles = tuple(word.encode() for word in grammar["markers"])
        words = "|".join(re.escape(word) for word in grammar["markers"])
        self.marker = re.compile(rf"[\[【](?:{words})(?:[ ]?[:：]([^\[\]【】]{{0,600}}))?[\]】]")
        self.requirement = compile_pattern(requirement)
        self.blank = compile_pattern(grammar["blank"])
        self.mention = compile_pattern(grammar["mention"])
        self.settled = compile_pattern(grammar["settled"])
        self.deferred: set[str] | None = None
        """IDs of the requirements that the document puts off, once they are asked for."""

    def open_in(self, spec: Spec) -> Iterator[Clarification]:
        for visit in spec.visits:
            if any(isinstance(parent, Quote) or _is_ticked(parent) for parent in visit.parents):
                continue
            block = visit.block
            if isinstance(block, Table):
                for cell in (cell for row in block.rows for cell in row.cells):
                    yield from self._in_leaf(spec, cell)
            elif isinstance(block, Leaf):
                yield from self._in_leaf(spec, block)

    def _in_leaf(self, spec: Spec, leaf: Leaf) -> Iterator[Clarification]:
        words = spec.source.data[leaf.span.start : leaf.span.end]
        if not any(needle in words for needle in self.needles):
            return
        prose = leaf.prose
        for match in self.marker.finditer(prose.words):
            at = prose.span(match.start(), match.end())
            before = prose.value[prose.value.rfind("\n", 0, match.start()) + 1 : match.start()]
            # From the source: a comment behind the marker may name the decision.
            rest = spec.source.slice(Span(at.end, leaf.span.end)).split("\n", 1)[0]
            if not self._asks(match, before, rest) or _is_struck(leaf, at):
                continue
            if not self._in_settled_section(spec, at) and not self._is_deferred(spec, before):
                question = prose.value[match.start(1) : match.end(1)] if match[1] else ""
                yield Clarification(" ".join(question.split()), at)

    def _asks(self, match: re.Match[str], before: str, after: str) -> bool:
        start = before.lstrip(" *_")
        if self.settled.search(after) is not None or self.settled.match(start) is not None:
            return False
        is_requirement = self.requirement.match(start) is not None
        if match[1] is None:  # without a question it asks only at the end of a requirement
            return is_requirement and not after.strip(" .*_|\r") and not self.mention.search(before)
        if self.blank.match(match[1].strip()) is not None:
            return False
        return is_requirement or self.mention.search(before) is None

    def _is_deferred(self, spec: Spec, before: str) -> bool:
        """Whether another line of *spec* defers the requirement that *before* begins with."""
        requirement = self.requirement.match(before.lstrip(" *_"))
        if requirement is None:
            return False
        if self.deferred is None:
            self.deferred = {
                found[0]
                for line in spec.source.text.splitlines()
                if _DEFERS.search(line) is not None and self.marker.search(line) is None
                for found in self.requirement.finditer(line)
            }
        return requirement[0] in self.deferred

    def _in_settled_section(self, spec: Spec, at: Span) -> bool:
        section = spec.outline.section_at(at.start)
        if section is None or spec.is_example(at.start):
            return section is not None
        titles = (section.title, *(parent.title for parent in section.ancestors()))
        return any(self.settled.search(title) is not None for title in titles)


def _is_ticked(block: object) -> bool:
    return isinstance(block, Item) and block.box is not None and block.box.is_done


def _is_struck(leaf: Leaf, at: Span) -> bool:
    """Whether *at* stands in struck-out text."""
    stack: list[Inline] = list(leaf.inlines)
    while stack:
        inline = stack.pop()
        if isinstance(inline, Emphasis | Link):
            inside = inline.span.start <= at.start and at.end <= inline.span.end
            if inside and isinstance(inline, Emphasis) and inline.strength == 0:
                return True
            stack.extend(inline.children)
    return False
