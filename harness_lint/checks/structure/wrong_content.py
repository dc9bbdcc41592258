"""HL113 wrong-content. Its page and its tests are in `wrong_content.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.named_rows import lacking_columns
from harness_lint.documents.sections import frames_of, is_empty
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_marks import marks_of
from harness_lint.errors import listed
from harness_lint.findings import Violation
from harness_lint.markdown.nodes import Block, CodeBlock, ListBlock, Paragraph, Table
from harness_lint.markdown.outline import Section
from harness_lint.packs.shape import SectionShape
from harness_lint.source import Span

LONGEST_DISMISSAL = 40
"""How long a paragraph may be that says that there is nothing: `None.`, `Not applicable.`"""


@check("HL113", "wrong-content", subject=Document, since="0.1", needs=("family.sections",))
def wrong_content(document: Document) -> Iterator[Violation]:
    """A section holds something else than its family has in it."""
    for frame in frames_of(document):
        for shape in frame.shapes:
            if not (shape.content or shape.columns or shape.language):
                continue
            for section in frame.named(shape):
                is_other = not is_empty(section) and not _is_dismissed(section)
                if is_other and not _is_own_checklist(document, section, shape):
                    yield from _violations(section, shape)


def _violations(section: Section, shape: SectionShape) -> Iterator[Violation]:
    content = shape.content or ("table" if shape.columns else "fence")
    form, is_form = FORMS[content]
    blocks = [block for block in section.all_blocks() if is_form(block)]
    at = section.heading.span
    if not blocks:
        yield Violation(at, f"section `{section.title}` holds no {form}; write its content as one")
    elif shape.columns:
        yield from _column_violations([b for b in blocks if isinstance(b, Table)], section, shape)
    elif shape.language:
        yield from _language_violations(
            [block for block in blocks if isinstance(block, CodeBlock)], section, shape.language
        )


def _language_violations(
    fences: list[CodeBlock], section: Section, language: str
) -> Iterator[Violation]:
    if any(fence.language == language.lower() for fence in fences):
        return
    first = fences[0]
    found = f"is `{first.language}`" if first.language else "names no language"
    yield Violation(
        Span(first.span.start, first.span.start + len(first.fence + first.info)),
        f"the code fence of `{section.title}` {found}; it must be `{language}`",
    )


def _column_violations(
    tables: list[Table], section: Section, shape: SectionShape
) -> Iterator[Violation]:
    """Yield what the best of *tables* lacks of the columns that one of them must have."""
    found = ((lacking_columns(one, shape.columns), one) for one in tables)
    lacking, table = min(found, key=_fewest)
    if lacking:
        names = listed(lacking)
        yield Violation(
            table.header.span, f"the table of `{section.title}` lacks the column {names}; add it"
        )


def _fewest(pair: tuple[list[str], Table]) -> int:
    return len(pair[0])


def _is_dismissed(section: Section) -> bool:
    """Whether it says in a few words that there is nothing."""
    blocks = list(section.all_blocks())
    only = blocks[0] if len(blocks) == 1 else None
    return isinstance(only, Paragraph) and len(only.prose.value) <= LONGEST_DISMISSAL


def _is_own_checklist(document: Document, section: Section, shape: SectionShape) -> bool:
    """Whether it must be a checklist, and an item has a mark of the pack's own, box or none."""
    if shape.content != "checklist" or not isinstance(document, TaskList):
        return False
    own = document.shape.own_marks
    marks = marks_of(document.shape.marks)
    lists = (block for block in section.all_blocks() if isinstance(block, ListBlock))
    return any(marks.boxed(item, own) is not None for block in lists for item in block.items)


def _is_checklist(block: Block) -> bool:
    return isinstance(block, ListBlock) and any(item.box is not None for item in block.items)


FORMS: Mapping[str, tuple[str, Callable[[Block], bool]]] = {
    "list": ("list", lambda block: isinstance(block, ListBlock)),
    "ordered-list": ("numbered list", lambda b: isinstance(b, ListBlock) and b.is_ordered),
    "checklist": ("checklist", _is_checklist),
    "table": ("table", lambda block: isinstance(block, Table)),
    "fence": ("code fence", lambda block: isinstance(block, CodeBlock) and bool(block.fence)),
    "prose": ("running text", lambda block: isinstance(block, Paragraph)),
}
"""What each kind of content is called, and what it is."""
