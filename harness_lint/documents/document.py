"""The base of all Markdown documents: source, tree, outline, fields."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.documents.fields import Field, fields_of
from harness_lint.markdown.nodes import (
    Block,
    CodeBlock,
    HtmlBlock,
    Inline,
    Item,
    Leaf,
    Table,
    Visit,
)
from harness_lint.markdown.outline import Outline, title_key
from harness_lint.packs.field_shapes import NOTHING, StatusBlockShape
from harness_lint.packs.shape import Family
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.documents.count import Count
    from harness_lint.documents.definitions import Defined
    from harness_lint.documents.status_block import StatusBlock
    from harness_lint.markdown.front_matter import FrontMatter
    from harness_lint.markdown.parser import Markdown

UNKNOWN = Family(name="unknown", title="Markdown document", pack="")
"""The family of documents that no pack recognises: only family-free checks judge them."""


class Said(NamedTuple):
    """A fact about the source: what is said at a span. See `project/facts.py`."""

    kind: str
    key: str
    at: Span
    values: Mapping[str, Any]


class Document:
    """A Markdown document of a family. Everything is read from one source, when asked for."""

    def __init__(
        self,
        markdown: Markdown,
        family: Family = UNKNOWN,
        status_shapes: tuple[StatusBlockShape, ...] = (),
        kinds: Mapping[str, ItemKind] = NOTHING,
    ) -> None:
        self.markdown = markdown
        self.family = family
        self.status_shapes = status_shapes
        self.kinds = kinds
        """The kinds of items that the packs know, by name."""

    @property
    def source(self) -> Source:
        """The file."""
        return self.markdown.source

    @property
    def path(self) -> str:
        """The file's path below the project's root."""
        return self.markdown.source.path

    @property
    def front_matter(self) -> FrontMatter | None:
        """The front matter, None if there is none."""
        return self.markdown.front_matter

    @property
    def outline(self) -> Outline:
        """The tree of sections."""
        return self.markdown.outline

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Every block and item, in source order."""
        return self.markdown.root.walk()

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every block that holds text, table cells included, in source order."""
        return tuple(self._leaves())

    def _leaves(self) -> Iterator[Leaf]:
        for visit in self.visits:
            if isinstance(visit.block, Leaf):
                yield visit.block
            elif isinstance(visit.block, Table):
                yield from visit.block.header.cells
                for row in visit.block.rows:
                    yield from row.cells

    @cached_property
    def _by_class(self) -> Mapping[type, Sequence[Any]]:
        """Every block and item by its class, in source order: most are asked for by several."""
        found: dict[type, list[Block | Item]] = defaultdict(list)
        for visit in self.visits:
            found[type(visit.block)].append(visit.block)
        return found

    @cached_property
    def _leaf_starts(self) -> list[int]:
        return [leaf.span.start for leaf in self.leaves]

    def leaf_at(self, offset: int) -> Leaf | None:
        """Return the block of text that holds *offset*; None in code, HTML and between blocks."""
        number = bisect_right(self._leaf_starts, offset) - 1
        if number < 0 or self.leaves[number].span.end <= offset:
            return None
        return self.leaves[number]

    def leaves_with(self, *words: bytes) -> Iterator[Leaf]:
        """Yield each block of text whose source holds one of *words*, in source order.

        *words* are in lower case; upper and lower case of ASCII do not count. Nearly every text is
        passed over without a look at it: for what can be said with these words alone.
        """
        found: set[int] = set()
        for word in words:
            at = self.folded.find(word)
            while at >= 0:
                number = bisect_right(self._leaf_starts, at) - 1
                if number >= 0 and at < self.leaves[number].span.end:
                    found.add(number)
                    at = self.leaves[number].span.end - 1
                at = self.folded.find(word, at + 1)
        return map(self.leaves.__getitem__, sorted(found))

    @cached_property
    def folded(self) -> bytes:
        """The bytes of the source, letters of ASCII in lower case."""
        return self.source.data.lower()

    def inline_at(self, offset: int) -> Inline | None:
        """Return the outermost inline that holds *offset*; None where there is no running text."""
        leaf = self.leaf_at(offset)
        if leaf is None:
            return None
        number = bisect_right(leaf.inlines, offset, key=lambda inline: inline.span.start) - 1
        inline = leaf.inlines[number] if number >= 0 else None
        return inline if inline is not None and offset < inline.span.end else None

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every list item, outside quotes."""
        return tuple(
            visit.block
            for visit in self.visits
            if isinstance(visit.block, Item) and not visit.is_quoted
        )

    @cached_property
    def code_blocks(self) -> tuple[CodeBlock, ...]:
        """Every fence and every indented code block."""
        return tuple(self._by_class.get(CodeBlock, ()))

    @cached_property
    def html_blocks(self) -> tuple[HtmlBlock, ...]:
        """Every block of HTML, comments included."""
        return tuple(self._by_class.get(HtmlBlock, ()))

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table."""
        return tuple(self._by_class.get(Table, ()))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The document's own fields: those before the first section below the title."""
        blocks = list(self.outline.preamble)
        if self.outline.sections:
            blocks += self.outline.sections[0].blocks
        return tuple(field for block in blocks for field in fields_of(block))

    @property
    def section_lengths(self) -> Mapping[str, Mapping[str, int]]:
        """Title of a section → ``least`` and ``most`` characters that its family wants there."""
        lengths: Mapping[str, Mapping[str, int]] = self.family.data.get("section-lengths", NOTHING)
        return lengths

    @cached_property
    def example_spans(self) -> tuple[Span, ...]:
        """Spans of the outermost sections that hold examples, in order."""
        names = {title_key(name) for name in (*self.family.examples, *EXAMPLE_TITLES)}
        spans: list[Span] = []
        for section in self.outline.sections:
            if section.key in names and not (spans and section.span.start < spans[-1].end):
                spans.append(section.span)
        return tuple(spans)

    def is_example(self, offset: int) -> bool:
        """Whether *offset* stands in a section of examples."""
        spans = self.example_spans
        number = bisect_right(spans, offset, key=lambda span: span.start) - 1
        return number >= 0 and offset < spans[number].end

    @cached_property
    def status_blocks(self) -> tuple[StatusBlock, ...]:
        """The blocks in which the document states its own state, templates included."""
        shapes = [shape for shape in self.status_shapes if self._may_have(shape)]
        if not shapes:
            return ()
        from harness_lint.documents.status_block import status_blocks_of

        found = status_blocks_of(self.markdown, shapes)
        return tuple(block for block in found if not self.is_example(block.lead.start))

    def _may_have(self, shape: StatusBlockShape) -> bool:
        """Whether a status block of *shape* may be here: a quick test."""
        if shape.form == "front-matter" and self.front_matter is None:
            return False
        if all(lead.isascii() for lead in shape.leads):
            folded = self.folded
            return not shape.lead or any(lead.lower().encode() in folded for lead in shape.leads)
        words = self.source.text.casefold()
        return any(lead.casefold() in words for lead in shape.leads)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """The numbers that the document states of itself, where it is certain what they count."""
        if not self.family.counts:
            return ()
        from harness_lint.documents.stated_counts import stated_counts

        return tuple(stated_counts(self))

    @cached_property
    def definitions(self) -> tuple[Defined, ...]:
        """The items that the document defines, by the shapes of its family, in source order."""
        if self.family.trace is None or not self.family.trace.defines:
            return ()
        from harness_lint.documents.definitions import definitions_of

        return definitions_of(self, self.family.trace.defines, self.kinds)

    def release(self) -> None:
        """Let what was read go, once nobody needs the document any more."""
        self.markdown.release()

    def own_facts(self) -> Iterator[Said]:
        """Yield those facts that bear on what is found in the document itself."""
        from harness_lint.documents.directives import directives_of, said_directive

        if self.markdown.root.truncated_at is not None:
            at = self.markdown.root.truncated_at
            reason = "what is nested more than a hundred deep is not read"
            yield Said("truncated", "", Span(at, at), {"reason": reason})
        for directive in directives_of(self):
            yield from said_directive(directive, self.path, self.family)

    def facts(self) -> Iterator[Said]:
        """Yield what the project needs to know of this document."""
        yield from self.own_facts()
        if self.status_blocks or self.family.status is not None:
            from harness_lint.documents.status_facts import status_facts

            yield from status_facts(self)
        yield from self._said_dates()
        if self.path.endswith(INSTRUCTIONS) and b"skill" in self.source.data:
            from harness_lint.documents.skill_references import said_skills

            yield from said_skills(self)
        if _MAY_LINK.search(self.source.data):
            from harness_lint.documents.links import link_facts

            yield from link_facts(self)
        yield from self._said_anchors()
        if _INSTRUCTS.search(self.path):
            from harness_lint.documents.instructions import instruction_facts

            yield from instruction_facts(self)
        if self.family.references:
            from harness_lint.documents.named_paths import named_path_facts

            yield from named_path_facts(self)
        if self.family.name != UNKNOWN.name:
            yield self._said_sections()
        if "change" in self.family.data:
            from harness_lint.documents.changes import said_change

            yield from said_change(self)
        if self.family.trace is not None:
            from harness_lint.documents.trace_facts import trace_facts

            yield from trace_facts(self, self.family.trace, self.kinds)

    def _said_anchors(self) -> Iterator[Said]:
        from harness_lint.documents.anchors import said_anchors

        return said_anchors(self)

    def _said_dates(self) -> Iterator[Said]:
        from harness_lint.documents.dates import dates_of

        return dates_of(self)

    def _said_sections(self) -> Said:
        """Return the titles of the document's sections: what its siblings may have too."""
        level = self.family.section_level or 2
        sections = self.outline.sections
        titles = {section.key: section.title for section in sections if section.level == level}
        others = [section.key for section in sections if section.level != level]
        title = self.outline.title
        at = title.heading.span if title is not None else self.source.line_span(1)
        return Said("sections", self.family.name, at, {"titles": titles, "others": others})


_INSTRUCTS = pattern(
    r"(?:^|/)(?:SKILL|(?:AGENTS|CLAUDE)(?:\.\w+)?|GEMINI|QWEN|CRUSH|copilot-instructions)\.md$|\.mdc$"
    r"|(?:^|/)\.[a-z]+/(?:agents?|commands?|rules|droids|workflows|prompts|instructions)/"
)
"""Paths of documents that tell an agent what to do."""

_MAY_LINK = pattern(rb"\]\(\s{0,9}<?(?!https?:|\s|\))|\]:\s{0,9}<?(?!https?:|\s)|(?i:<(?:a|img)\s)")
"""What a document has that may link to something in the project."""

INSTRUCTIONS = ("AGENTS.md", "CLAUDE.md", "GEMINI.md")
"""Names of the files that tell agents what to do in a folder."""

EXAMPLE_TITLES = ("Example", "Examples", "Sample", "Template", "Templates", "Bad examples")
"""Titles under which text is shown, not said."""
