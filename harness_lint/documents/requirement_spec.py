"""Specs made of headings: requirements, each with a text and scenarios, and deltas to such specs.

What the headings look like is `data.requirements` of the pack; `data.delta` makes it a delta.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.documents.document import Document, Said
from harness_lint.markdown.nodes import Heading
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.delta import Delta
    from harness_lint.packs.patterns import Pattern


class Head(NamedTuple):
    """A heading as the tools see one: written with ``#`` at the very start of its line."""

    level: int
    title: Located[str]
    """As written, markup included."""


class Scenario(NamedTuple):
    """A heading below a requirement, with its steps."""

    level: int
    name: Located[str]
    """Without ``Scenario:``."""
    lines: tuple[Located[str], ...]
    """What stands below it, line by line; fences and comments left out."""
    is_empty: bool
    """Whether nothing stands below it, not even code."""


class RequirementBlock(NamedTuple):
    """A requirement with all that belongs to it."""

    name: Located[str]
    """Without ``Requirement:``."""
    is_named: bool
    """Whether its heading is one by the grammar, at its place; else it is only read as one."""
    text: tuple[Located[str], ...]
    """The lines that say what is required: those before the first heading, notes on it left out
    where there are others."""
    scenarios: tuple[Scenario, ...]
    digest: str
    """All its words: equal for equal texts, whatever the white space."""


class Grammar(NamedTuple):
    """What the headings of a family look like, from its pack."""

    section: str
    level: int
    heading: Pattern
    scenario_level: int
    scenario: Pattern
    note: Pattern

    def name_of(self, head: Head) -> Located[str] | None:
        """Return the name that *head* gives a requirement; None if it gives none."""
        match = self.heading.match(head.title.value) if head.level == self.level else None
        name = head.title.value[match.end() :].strip() if match is not None else ""
        return _tail(head.title, name) if name else None


def grammar_of(data: Mapping[str, Any]) -> Grammar:
    """Return the grammar that a pack gives, with what it leaves out filled in."""
    return Grammar(
        section=str(data.get("section", "Requirements")),
        level=int(data.get("level", 3)),
        heading=compile_pattern(data["heading"]),
        scenario_level=int(data.get("scenario-level", 4)),
        scenario=compile_pattern(data.get("scenario", "(?i)scenario:[ \t]*")),
        note=compile_pattern(data.get("note", r"\*\*[^*\n]{1,80}\*\*:")),
    )


class RequirementSpec(Document):
    """A spec of requirements with scenarios, or a delta to one."""

    @cached_property
    def grammar(self) -> Grammar | None:
        """What its headings look like; None if the pack does not say."""
        data = self.family.data.get("requirements")
        return grammar_of(data) if data else None

    @cached_property
    def delta(self) -> Delta | None:
        """What it changes of another spec; None if the family is not one of deltas."""
        shape = self.family.data.get("delta")
        if not shape or self.grammar is None:
            return None
        from harness_lint.documents.delta import read_delta

        return read_delta(self, self.grammar, shape)

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """Its headings; none in code, in a comment, in a list or in a quote."""
        return tuple(
            Head(block.level, Located(self.source.slice(block.content).strip(), block.content))
            for block in self.markdown.root.children
            if isinstance(block, Heading)
            and not block.is_setext
            and self._begins_line(block.span.start)
            and block.content.end > block.content.start
        )

    def _begins_line(self, offset: int) -> bool:
        return offset == 0 or self.source.data[offset - 1 : offset] in (b"\n", b"\r", b"\xbf")

    @cached_property
    def section(self) -> int | None:
        """The index in `heads` of the section that holds the requirements of a main spec."""
        if self.grammar is None:
            return None
        title = self.grammar.section.casefold()
        return next(
            (i for i, h in enumerate(self.heads) if h.title.value.casefold() == title), None
        )

    @cached_property
    def requirements(self) -> tuple[RequirementBlock, ...]:
        """The requirements that it states: all of a main spec, what a delta adds or modifies."""
        if self.delta is not None:
            if not self.delta.target:
                return ()
            return tuple(entry.block for entry in self.delta.entries if entry.block is not None)
        if self.grammar is None or self.section is None:
            return ()
        grammar, top = self.grammar, self.heads[self.section].level
        return tuple(
            self._block(index, grammar, is_named=top == grammar.level - 1)
            for index in self.below(self.section)
        )

    def below(self, index: int) -> Iterator[int]:
        """Yield the indices of the headings right below that at *index*."""
        nearest = 7
        for number in range(index + 1, len(self.heads)):
            level = self.heads[number].level
            if level <= self.heads[index].level:
                return
            if level <= nearest:
                nearest = level
                yield number

    def _block(self, index: int, grammar: Grammar, *, is_named: bool) -> RequirementBlock:
        head = self.heads[index]
        name = grammar.name_of(head)
        scenarios = [self.scenario(one, grammar) for one in self.below(index)]
        end = self.end_of(index, head.level)
        block = self.block(index, end, grammar, name or head.title, scenarios)
        return block._replace(is_named=is_named and name is not None)

    def block(
        self,
        index: int,
        end: int,
        grammar: Grammar,
        name: Located[str],
        scenarios: Sequence[Scenario],
    ) -> RequirementBlock:
        """Return the block of the heading at *index*, called *name*, that ends before *end*."""
        text = tuple(self.lines(self.start_of(index), self.end_of(index, 6)))
        said = tuple(line for line in text if grammar.note.match(line.value) is None)
        words = self.source.data[self.start_of(index) : end].decode("utf-8", "replace").split()
        return RequirementBlock(name, True, said or text, tuple(scenarios), " ".join(words))

    def scenario(self, index: int, grammar: Grammar) -> Scenario:
        """Return the scenario of the heading at *index*."""
        head = self.heads[index]
        match = grammar.scenario.match(head.title.value)
        name = _tail(head.title, head.title.value[match.end() :]) if match else head.title
        start, end = self.start_of(index), self.end_of(index, head.level)
        lines = tuple(self.lines(start, end))
        return Scenario(head.level, name, lines, not lines and not self._holds_code(start, end))

    def start_of(self, index: int) -> int:
        """Return the offset of the line behind the heading at *index*."""
        at = self.source.data.find(b"\n", self.heads[index].title.at.end)
        return at + 1 if at >= 0 else len(self.source.data)

    def end_of(self, index: int, level: int) -> int:
        """Return where what belongs to the heading at *index* ends.

        That is the next heading of *level* or above, or the end of the document.
        """
        for number in range(index + 1, len(self.heads)):
            if self.heads[number].level <= level:
                return self.line_of(number)
        return len(self.source.data)

    def line_of(self, index: int) -> int:
        """Return the offset of the line of the heading at *index*; the end of all for none."""
        if index >= len(self.heads):
            return len(self.source.data)
        return self.source.data.rfind(b"\n", 0, self.heads[index].title.at.start) + 1

    def lines(self, start: int, end: int) -> Iterator[Located[str]]:
        """Yield the lines from *start* to *end* that say something, trimmed.

        Lines in a fence or in a comment say nothing.
        """
        data = self.source.data
        while start < end:
            stop = data.find(b"\n", start, end)
            stop = end if stop < 0 else stop
            words = data[start:stop].strip()
            at = start + len(data[start:stop]) - len(data[start:stop].lstrip())
            if words and not self._is_hidden(at):
                text = words.decode("utf-8", "replace")
                yield Located(text, Span(at, at + len(words)))
            start = stop + 1

    @cached_property
    def _fences(self) -> tuple[Span, ...]:
        return tuple(block.span for block in self.code_blocks if block.fence)

    @cached_property
    def _hidden(self) -> tuple[list[int], list[int]]:
        comments = (block.span for block in self.html_blocks if block.is_comment)
        spans = sorted((*self._fences, *comments))
        return [span.start for span in spans], [span.end for span in spans]

    def _is_hidden(self, offset: int) -> bool:
        starts, ends = self._hidden
        number = bisect_right(starts, offset) - 1
        return number >= 0 and offset < ends[number]

    def _holds_code(self, start: int, end: int) -> bool:
        number = bisect_left(self._fences, start, key=lambda span: span.start)
        return number < len(self._fences) and self._fences[number].start < end

    def facts(self) -> Iterator[Said]:
        """Yield the requirements, or what a delta does, besides what every document says."""
        yield from super().facts()
        if self.delta is not None:
            from harness_lint.documents.delta import said_delta

            yield from said_delta(self, self.delta)
            return
        grammar = self.grammar
        for block in self.requirements:
            if block.is_named and grammar is not None:
                values = values_of(block, grammar.scenario_level)
                yield Said("spec-requirement", self.path, block.name.at, values)


def values_of(block: RequirementBlock, scenario_level: int) -> dict[str, Any]:
    """Return what the project needs to know of a requirement, with scenarios of that level."""
    from hashlib import sha256

    return {
        "name": block.name.value,
        "scenarios": [
            scenario.name.value for scenario in block.scenarios if scenario.level == scenario_level
        ],
        "digest": sha256(block.digest.encode("utf-8", "replace")).hexdigest()[:16],
    }


def _tail(title: Located[str], words: str) -> Located[str]:
    """Return the *words* that *title* ends with, with their own span."""
    words = words.strip()
    start = title.at.end - len(words.encode("utf-8", "replace"))
    return Located(words, Span(max(title.at.start, start), title.at.end))
