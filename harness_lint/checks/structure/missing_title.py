"""HL109 missing-title. Its page and its tests are in `missing_title.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Violation

TITLE_KEYS = ("title", "name")
"""Keys of front matter under which a document says what it is called."""


@check("HL109", "missing-title", subject=Document, since="0.1")
def missing_title(document: Document) -> Iterator[Violation]:
    """A document of a family that has titles begins without one."""
    if not document.family.title_required or document.outline.title is not None:
        return
    if not document.source.data.strip() or _has_title_key(document):
        return
    line = document.source.line_at(_start(document))
    yield Violation(
        document.source.line_span(line),
        "the document has no title; begin it with a heading of level 1: `# <title>`",
    )


def _has_title_key(document: Document) -> bool:
    front_matter = document.front_matter
    if front_matter is None:
        return False
    content = document.source.data[front_matter.content.start : front_matter.content.end]
    if not any(key.encode() in content for key in TITLE_KEYS):
        return False
    root = front_matter.root
    return root is not None and any(root.get(key) is not None for key in TITLE_KEYS)


def _start(document: Document) -> int:
    """Return where the text begins, behind the front matter."""
    blocks = document.markdown.root.children
    return blocks[0].span.start if blocks else 0
