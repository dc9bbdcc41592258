"""HL102 empty-section. Its page and its tests are in `empty_section.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import is_empty
from harness_lint.findings import Violation
from harness_lint.markdown.nodes import Block, CodeBlock, ListBlock, Paragraph, Table
from harness_lint.markdown.outline import Section
from harness_lint.packs.shape import SectionShape

FORMS: Mapping[str, tuple[str, Callable[[Block], bool]]] = {
    "list": ("a list", lambda block: isinstance(block, ListBlock)),
    "ordered-list": ("a numbered list", lambda b: isinstance(b, ListBlock) and b.is_ordered),
    "table": ("a table", lambda block: isinstance(block, Table)),
    "fence": ("a code fence", lambda block: isinstance(block, CodeBlock) and bool(block.fence)),
}

LONGEST_DISMISSAL = 40
"""How long a paragraph may be that says that there is nothing: `None.`, `Not applicable.`"""


@check("HL102", "empty-section", subject=Document, since="0.1", needs=("family.sections",))
def empty_section(document: Document) -> Iterator[Violation]:
    """A required section has no content, or not what its family has in it."""
    for shape in document.family.sections:
        if not shape.required or shape.may_be_empty:
            continue
        for section in document.sections_of(shape):
            yield from _violations(section, shape)


def _violations(section: Section, shape: SectionShape) -> Iterator[Violation]:
    at = section.heading.span
    if is_empty(section):
        yield Violation(at, f"section `{section.title}` is empty; fill it, or write `None.`")
    elif shape.content and not _has_form(section, shape.content):
        form, _ = FORMS[shape.content]
        yield Violation(at, f"section `{section.title}` is not {form}; write it as one")


def _has_form(section: Section, content: str) -> bool:
    _, is_form = FORMS[content]
    blocks = list(section.all_blocks())
    if any(is_form(block) for block in blocks):
        return True
    only = blocks[0] if len(blocks) == 1 else None
    return isinstance(only, Paragraph) and len(only.prose.value) <= LONGEST_DISMISSAL
