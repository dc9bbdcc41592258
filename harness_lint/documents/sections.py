"""The sections of a document held against those that its family names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import HtmlBlock, Rule
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.shape import SectionShape

NEAR = 0.85
"""How alike a title and a name must be for the one to be a slip of the other."""

NEGATIONS = frozenset({"not", "no", "non", "never", "don't", "nicht", "kein"})


class Missing(NamedTuple):
    """A section that a document must have and lacks."""

    shape: SectionShape
    misspelled: Section | None
    """The section that was probably meant."""
    after: Section | None
    """The section behind which it belongs; None if it comes first."""


def missing_sections(document: Document) -> Iterator[Missing]:
    """Yield the sections that the family requires and the document lacks, in the family's order."""
    shapes = document.family.sections
    required = [shape for shape in shapes if shape.required and not document.sections_of(shape)]
    if not required:
        return
    free = _unnamed(document)
    for shape in required:
        near = _nearest(shape, free)
        if near is not None:
            free.remove(near)
        yield Missing(shape, near, _before(document, shape))


def _before(document: Document, shape: SectionShape) -> Section | None:
    """Return the nearest section that stands before *shape* in the family and is there."""
    number = document.family.sections.index(shape)
    for earlier in reversed(document.family.sections[:number]):
        found = document.sections_of(earlier)
        if found:
            return found[-1]
    return None


def _unnamed(document: Document) -> list[Section]:
    """Return the sections that the family has no name for."""
    keys = {title_key(name) for shape in document.family.sections for name in shape.names}
    return [section for section in document.outline.sections if section.key not in keys]


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
