"""The tree of sections: a heading with all that it governs."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from harness_lint.markdown.nodes import Block, Heading, Root
from harness_lint.pattern import pattern
from harness_lint.source import Span


class Section:
    """A heading of the document itself (none inside quotes or lists) and what stands below it."""

    __slots__ = ("_key", "blocks", "children", "heading", "level", "parent", "span", "title")

    def __init__(
        self, heading: Heading, parent: Section | None, blocks: tuple[Block, ...], span: Span
    ) -> None:
        self.heading = heading
        self.title = heading.prose.value.strip()
        """The heading's text as a reader sees it, trimmed."""
        self.level = heading.level
        self.parent = parent
        self.blocks = blocks
        """The blocks between this heading and the next heading of any level."""
        self.span = span
        """From the heading to the end of the section, its subsections included."""
        self.children: list[Section] = []
        self._key: str | None = None

    @property
    def key(self) -> str:
        """The title as `title_key` folds it, for matching names and aliases."""
        if self._key is None:
            self._key = title_key(self.title)
        return self._key

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in source order."""
        stack = [self]
        while stack:
            section = stack.pop()
            yield section
            stack.extend(reversed(section.children))

    def all_blocks(self) -> Iterator[Block]:
        """Yield the blocks of this section and of its subsections, headings left out."""
        for section in self.walk():
            yield from section.blocks

    def ancestors(self) -> Iterator[Section]:
        """Yield the sections that this one stands in, the nearest first."""
        section = self.parent
        while section is not None:
            yield section
            section = section.parent


class Outline:
    """All sections of a document."""

    __slots__ = ("_starts", "preamble", "sections")

    def __init__(self, preamble: tuple[Block, ...], sections: tuple[Section, ...]) -> None:
        self.preamble = preamble
        """The blocks before the first heading."""
        self.sections = sections
        """Every section, in source order."""
        self._starts: list[int] = []

    @property
    def title(self) -> Section | None:
        """The first section of level 1."""
        return next((section for section in self.sections if section.level == 1), None)

    def find(self, names: Iterable[str]) -> tuple[Section, ...]:
        """Return the sections whose title is one of *names*, as `title_key` folds both."""
        keys = {title_key(name) for name in names}
        return tuple(section for section in self.sections if section.key in keys)

    def release(self) -> None:
        """Cut the sections apart: they hold each other, and with it the whole tree."""
        for section in self.sections:
            section.parent = None
            section.children.clear()

    def section_at(self, offset: int) -> Section | None:
        """Return the innermost section that holds *offset*; None before the first heading."""
        if not self._starts:
            self._starts = [section.span.start for section in self.sections]
        # the section that began last reaches to the next heading, so it is the innermost
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or offset >= self.sections[number].span.end:
            return None
        return self.sections[number]


def outline_of(root: Root, end: int) -> Outline:
    """Return the outline of *root*; *end* is the byte length of the source."""
    headings = [(i, b) for i, b in enumerate(root.children) if isinstance(b, Heading)]
    first = headings[0][0] if headings else len(root.children)
    sections: list[Section] = []
    open_sections: list[Section] = []
    for number, (index, heading) in enumerate(headings):
        following = headings[number + 1][0] if number + 1 < len(headings) else None
        while open_sections and open_sections[-1].level >= heading.level:
            closed = open_sections.pop()
            closed.span = Span(closed.span.start, heading.span.start)
        parent = open_sections[-1] if open_sections else None
        blocks = root.children[index + 1 : following]
        section = Section(heading, parent, blocks, Span(heading.span.start, end))
        if parent is not None:
            parent.children.append(section)
        sections.append(section)
        open_sections.append(section)
    return Outline(root.children[:first], tuple(sections))


_NUMBERING = pattern(r"^(?:\d{1,3}(?:[.)]\d+)*[.)]?|\d+(?:[.)]\d+)*[.)]|[ivx]+[.)]|[a-z][.)])\s+")
"""``1. ``, ``2.3 ``, ``iv) `` or ``b. `` in front of a title; ``2026 `` is a year."""

_MARK = pattern(
    r"\*?\((?:mandatory|required|optional|必[須须填]|必需|[選选]填|可[選选]|任意|필수|선택"
    r"|pflicht|obligat|obrigat|opcional|optionnel|facultat|обязат|необязат|إلزامي|اختياري)"
    r"[^()]*\)\*?\s*$"
)
"""``*(mandatory)*`` behind a title, as spec-kit's templates have it, and in other languages."""


_EMOJI_PARTS = dict.fromkeys((0x200D, 0x20E3, 0xFE0E, 0xFE0F))
"""Joiner, keycap and variation selectors: ``1️⃣`` is a number, ``⚠️`` a symbol."""


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """Return *title* folded for comparison.

    Case, numbering, emoji and punctuation at both ends, a trailing ``(mandatory)`` and runs of
    blanks do not count: ``## 3. 🚧 Stop Conditions:`` is ``stop conditions``. The number of an
    issue does: ``#302 Fares`` is about another one than ``#17 Fares``.
    """
    text = unicodedata.normalize("NFKC", title).translate(_EMOJI_PARTS).casefold().strip()
    text = _MARK.sub("", text)
    is_issue = text.startswith("#")
    text = _strip_symbols(text)
    if not is_issue:
        text = _strip_symbols(_NUMBERING.sub("", text))
    return " ".join(text.split())


def _strip_symbols(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_symbol(text[start]):
        start += 1
    while end > start and _is_symbol(text[end - 1]) and text[end - 1] not in ")]":
        end -= 1
    return text[start:end]


def _is_symbol(character: str) -> bool:
    return not character.isalnum() and unicodedata.category(character) not in ("Mn", "Mc")
