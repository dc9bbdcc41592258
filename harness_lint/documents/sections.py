"""The sections of a document held against those that its family names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import HtmlBlock, Rule
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.shape import SectionShape

NEAR = 0.85
"""How alike a title and a name must be for the one to be a slip of the other."""

NEGATIONS = frozenset({"not", "no", "non", "never", "don't", "nicht", "kein"})


class Frame(NamedTuple):
    """A place that has sections of its own: a document, or a section whose parts are named."""

    parent: Section | None
    """None for the document itself."""
    shapes: tuple[SectionShape, ...]
    sections: tuple[Section, ...]
    """All sections in it, at any level, in source order."""
    level: int
    """The level of the sections that are its own; 0 for any."""

    def named(self, shape: SectionShape) -> tuple[Section, ...]:
        """Return the sections that *shape* names."""
        return sections_named(shape, self.sections)

    @property
    def own(self) -> Iterator[Section]:
        """The sections of its level."""
        return (one for one in self.sections if one.level == (self.level or one.level))


def frames_of(document: Document) -> Iterator[Frame]:
    """Yield the places of *document* whose sections its family names, the outermost first."""
    family = document.family
    frames = [Frame(None, family.sections, document.outline.sections, family.section_level)]
    while frames:
        frame = frames.pop()
        yield frame
        for shape in frame.shapes:
            if shape.sections:
                frames.extend(_inside(section, shape) for section in frame.named(shape))


def _inside(section: Section, shape: SectionShape) -> Frame:
    _, *below = section.walk()
    return Frame(section, shape.sections, tuple(below), section.level + 1)


def sections_named(shape: SectionShape, sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return those of *sections* that *shape* names, by their titles or by its pattern."""
    keys = {title_key(name) for name in shape.names}
    if not shape.pattern:
        return tuple(section for section in sections if section.key in keys)
    search = compile_pattern(shape.pattern).search
    return tuple(one for one in sections if one.key in keys or search(one.title))


class Missing(NamedTuple):
    """A section that a document must have and lacks."""

    shape: SectionShape
    misspelled: Section | None
    """The section that was probably meant."""
    after: Section | None
    """The section behind which it belongs; None if it comes first."""
    frame: Frame
    """Where it belongs."""


def missing_sections(document: Document) -> Iterator[Missing]:
    """Yield the sections that the family requires and the document lacks, in the family's order."""
    for frame in frames_of(document):
        required = [one for one in frame.shapes if one.required and not frame.named(one)]
        free = unnamed_sections(frame) if required else []
        for shape in required:
            near = _nearest(shape, free)
            if near is not None:
                free.remove(near)
            yield Missing(shape, near, _before(frame, shape), frame)


def _before(frame: Frame, shape: SectionShape) -> Section | None:
    """Return the nearest section that stands before *shape* in the family and is there."""
    for earlier in reversed(frame.shapes[: frame.shapes.index(shape)]):
        found = frame.named(earlier)
        if found:
            return found[-1]
    return None


def unnamed_sections(frame: Frame) -> list[Section]:
    """Return the sections of *frame* that its family has no name for."""
    named = {id(section) for shape in frame.shapes for section in frame.named(shape)}
    return [section for section in frame.sections if id(section) not in named]


def _nearest(shape: SectionShape, sections: Sequence[Section]) -> Section | None:
    keys = [title_key(name) for name in shape.names]
    best, found = NEAR, None
    for section in sections:
        likeness = max(_likeness(section.key, key) for key in keys)
        if likeness > best:
            best, found = likeness, section
    return found


def _likeness(title: str, name: str) -> float:
    """Return how alike two folded titles are, from 0 to 1; 0 if one denies the other."""
    longest = max(len(title), len(name))
    if longest > 2 * min(len(title), len(name)):
        return 0.0
    if (NEGATIONS & set(title.split())) != (NEGATIONS & set(name.split())):
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, title, name, autojunk=False).ratio()


def is_empty(section: Section) -> bool:
    """Whether nothing stands in *section* but comments and rules."""
    if section.children:
        return False
    return all(
        isinstance(block, Rule) or (isinstance(block, HtmlBlock) and _is_comment(block.value))
        for block in section.blocks
    )


def _is_comment(value: str) -> bool:
    text = value.strip()
    return text.startswith("<!--") and text.find("-->") == len(text) - len("-->")
