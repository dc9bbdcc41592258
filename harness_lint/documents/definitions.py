"""What a document defines: an ID that leads a heading, an item, a row or a bold paragraph.

Quotes, code, comments and examples never define. Elsewhere an ID is a claim or a mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple

from harness_lint.documents.defining_sections import defines, refers
from harness_lint.documents.document import Document
from harness_lint.documents.leads import Lead, leads_of
from harness_lint.markdown.nodes import (
    Block,
    Emphasis,
    Leaf,
    ListBlock,
)
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.packs.trace_shapes import DefinitionShape, ItemKind
from harness_lint.pattern import pattern
from harness_lint.source import Span


class Defined(NamedTuple):
    """An item where it is defined."""

    kind: str
    id: str
    at: Span
    """The ID's, or of the words that it is made of."""
    region: Span
    """All that says what the item is: the list item, the row, the section without subsections."""
    title: str
    """The first line behind the ID."""
    shape: str
    """``heading``, ``item``, ``row``, ``bold``, or ``number`` for the n-th item of a section."""
    revision: int | None
    is_retired: bool
    home: int
    """Offset of the table, list or section that it stands in: the same for its neighbours."""
    is_at_home: bool = True
    """Whether the section's title says that items of that sort are defined there."""


_BEHIND = pattern(
    r"(?:[~@](?P<revision>\d{1,6}))?[\s*_`\])]*(?:\((?P<remark>[^()\n]{0,80})\)\s*)?"
    r"(?P<mark>[:：.·|—–-]|(?=[\s\[(]|$))\s*",
)
"""What follows an ID that is being defined: a mark or white space, then what it says."""

_GOES_ON = pattern(r"\w|\.\d|-\w")
"""What makes the ID a longer one than the grammar knows."""

_REFERS = pattern(
    r"(?:,|;|&|\+|/|→|->|=>|⇒|\.\.|…|(?:[-–—]|to|through|and|or|und|is|are|was|were|has|have|had"
    r"|maps?|depends?|requires?|needs?|applies|covers?|traces?|says|states|via|in|from|see|remains?"
    r"|now|already|asserts|becomes|collides|gates|measures|simplifies|ruling|closure|recast)"
    r"(?:[\s:]|$)(?![^\n]*\b(?:MUST|SHALL|SHOULD)\b))"
)
"""Words behind an ID that speak *about* it."""

_RETIRED = pattern(
    r"(?i)[\[(*_\s:—–-]*(?:retired|removed|withdrawn|deprecated|superseded|obsolete|dropped|struck"
    r"|deleted|rescinded)\b"
)


def definitions_of(
    document: Document, shapes: tuple[DefinitionShape, ...], kinds: Mapping[str, ItemKind]
) -> tuple[Defined, ...]:
    """Return what *document* defines, in source order."""
    reader = _Definitions(document, shapes, kinds)
    found = [*_at_home(reader.led()), *reader.numbered()]
    return tuple(sorted(found, key=_PLACE))


_PLACE = attrgetter("at")


def _at_home(found: Iterable[Defined]) -> Iterator[Defined]:
    """Yield what is defined; where an ID leads several texts, those of sections that define."""
    found = list(found)
    settled = {(defined.kind, defined.id) for defined in found if defined.is_at_home}
    for defined in found:
        if defined.is_at_home or (defined.kind, defined.id) not in settled:
            yield defined


class _Definitions:
    def __init__(
        self,
        document: Document,
        shapes: tuple[DefinitionShape, ...],
        kinds: Mapping[str, ItemKind],
    ) -> None:
        self.document = document
        self.shapes = [(shape, _grammar(shape, kinds)) for shape in shapes if "{n}" not in shape.id]
        self.numbered_shapes = [shape for shape in shapes if "{n}" in shape.id]
        self.by_section: dict[int, Defined] = {}
        """Offset of a heading → what it defines."""
        self.referring: dict[tuple[Section, str], bool] = {}
        """Section and shape of a text in it → whether such texts speak of IDs defined elsewhere."""
        self.struck: dict[Leaf, list[Span]] = {}
        """What is struck out in a text that was looked at: many leads may stand in one."""
        self.defining: dict[Section | None, bool] = {}
        """Section → whether it defines."""

    def led(self) -> Iterator[Defined]:
        """Yield what is defined by an ID, or by words that make one, at the start of a text."""
        if not self._may_define():
            return
        for lead in leads_of(self.document):
            defined = self._defined(lead)
            if defined is not None:
                if lead.shape == "heading":
                    self.by_section[lead.region.start] = defined
                yield defined

    def _may_define(self) -> bool:
        text = self.document.source.text
        return any(grammar.search(text) is not None for _, grammar in self.shapes)

    def _defined(self, lead: Lead) -> Defined | None:
        for shape, grammar in self.shapes:
            if lead.shape not in shape.shapes:
                continue
            defined = self._as(shape, grammar, lead)
            if defined is not None and not self._is_elsewhere(shape, lead):
                return defined
        return None

    def _is_elsewhere(self, shape: DefinitionShape, lead: Lead) -> bool:
        """Whether *lead* stands in a section that refers to IDs, or outside those that define."""
        if self.document.is_example(lead.region.start):
            return True
        section = lead.section
        if section is None or shape.anywhere:
            return bool(shape.under)
        if shape.under:
            names = {title_key(name) for name in shape.under}
            return not any(one.key in names for one in (section, *section.ancestors()))
        return self._refers(section, lead.shape)

    def _refers(self, section: Section, shape: str) -> bool:
        known = self.referring.get((section, shape))
        if known is None:
            chain = (section, *section.ancestors())
            known = refers(chain[1:] if shape == "heading" else chain)
            self.referring[section, shape] = known
        return known

    def _defines(self, section: Section | None) -> bool:
        if section not in self.defining:
            self.defining[section] = defines(section)
        return self.defining[section]

    def _as(self, shape: DefinitionShape, grammar: Pattern, lead: Lead) -> Defined | None:
        prose = lead.leaf.prose
        text = prose.value
        begin = _first_word(text, lead)
        match = grammar.match(text[begin : begin + 300])
        length = match.end() if match is not None else 0
        if match is None or length == 0:
            return None
        end = begin + length
        if _GOES_ON.match(text, end) is not None:
            return None
        behind = _BEHIND.match(text, end)
        if behind is None or (not behind["mark"] and _REFERS.match(text, behind.end())):
            return None
        if _REFERS.match(text, end) is not None:
            return None
        identifier = _identifier(shape, match)
        at = prose.span(begin + (match.start(1) if match.re.groups else 0), end)
        title = text[behind.end() :].split("\n", 1)[0].strip() or _beside(lead)
        remark = behind["remark"] or ""
        return Defined(
            shape.kind,
            identifier,
            at,
            lead.region,
            title,
            lead.shape,
            int(behind["revision"]) if behind["revision"] else None,
            self._is_struck(lead.leaf, at)
            or (remark != "" and _RETIRED.match(remark) is not None)
            or (not title[:1].isalpha() and _RETIRED.match(title) is not None),
            lead.home,
            shape.anywhere or self._defines(lead.section),
        )

    def _is_struck(self, leaf: Leaf, at: Span) -> bool:
        """Whether *at* begins in struck-out text; most documents hold none at all."""
        spans = self.struck.get(leaf)
        if spans is None:
            has_any = self.document.source.data.find(b"~~", *leaf.span) >= 0
            spans = self.struck[leaf] = _struck(leaf) if has_any else []
        number = bisect_right(spans, at.start, key=attrgetter("start")) - 1
        return number >= 0 and at.start < spans[number].end

    def numbered(self) -> Iterator[Defined]:
        """Yield the items that are known by their number in the section of another."""
        for shape in self.numbered_shapes:
            names = {title_key(name) for name in shape.under}
            for section in self.document.outline.sections:
                parent = self._parent(section, shape)
                if parent is None or (names and section.key not in names):
                    continue
                yield from _numbered(shape, parent, section.blocks)

    def _parent(self, section: Section, shape: DefinitionShape) -> Defined | None:
        for one in (section, *section.ancestors()):
            defined = self.by_section.get(one.span.start)
            if defined is not None:
                return defined if defined.kind == shape.parent else None
        return None


def _numbered(
    shape: DefinitionShape, parent: Defined, blocks: tuple[Block, ...]
) -> Iterator[Defined]:
    for block in blocks:
        if not isinstance(block, ListBlock) or not block.is_ordered:
            continue
        written = [item.number for item in block.items]
        counts = len(set(written)) == len(written)
        first = written[0] or 0
        for index, item in enumerate(block.items):
            number = (item.number if counts else first + index) or 0
            identifier = shape.id.replace("{parent}", parent.id).replace("{n}", str(number))
            words = item.paragraph.prose.value if item.paragraph is not None else ""
            title = words.split("\n", 1)[0].strip()
            struck = item.paragraph is not None and _is_struck(item.paragraph, item.paragraph.span)
            retired = struck or parent.is_retired
            yield Defined(
                shape.kind,
                identifier,
                item.marker,
                item.span,
                title,
                "number",
                None,
                retired,
                parent.at.start,
            )


def _grammar(shape: DefinitionShape, kinds: Mapping[str, ItemKind]) -> Pattern:
    kind = kinds.get(shape.kind)
    return compile_pattern(shape.pattern or (kind.id if kind is not None else "") or r"\z\b")


def _identifier(shape: DefinitionShape, match: re.Match[str]) -> str:
    if not shape.id:
        return str(match[1] if match.re.groups else match[0]).strip()
    identifier = shape.id
    for number in range(1, match.re.groups + 1):
        identifier = identifier.replace(f"{{{number}}}", match[number] or "")
    return identifier.strip()


def _first_word(value: str, lead: Lead) -> int:
    """Return where the text proper begins: behind white space, a box and an opening bracket."""
    match = _OPENING.match(value, lead.begin)
    return match.end() if match is not None else lead.begin


_OPENING = pattern(r"\s*(?:\[.\]\s+)?[\[(]?")


def _beside(lead: Lead) -> str:
    """Return the text of the first cell beside the ID that says anything."""
    texts = (cell.prose.value.strip() for cell in lead.beside)
    return next((text for text in texts if text), "")


def _is_struck(leaf: Leaf, at: Span) -> bool:
    return any(span.start <= at.start < span.end for span in _struck(leaf))


def _struck(leaf: Leaf) -> list[Span]:
    """Return the stretches of *leaf* that are struck out, in source order."""
    return sorted(one.span for one in _emphases(leaf) if one.strength == 0)


def _emphases(leaf: Leaf) -> Iterator[Emphasis]:
    stack = list(leaf.inlines)
    while stack:
        inline = stack.pop()
        if isinstance(inline, Emphasis):
            yield inline
            stack.extend(inline.children)
