"""HL416 empty-contract. Its page and its tests are in `empty_contract.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.definitions import definitions_of
from harness_lint.documents.document import Document
from harness_lint.findings import Violation
from harness_lint.pattern import pattern

_ID_LIKE = pattern(r"(?m)^[ \t]*(?:#{1,6}|[-*+|]|\d+[.)])?[ \t]*[*`\[]*[A-Z]{1,8}[A-Z0-9-]*[-.]?\d")


@check("HL416", "empty-contract", subject=Document, since="0.1", needs=("family.trace",))
def empty_contract(document: Document) -> Iterator[Violation]:
    """A contract defines no item, so that every plan would satisfy it."""
    trace = document.family.trace
    if trace is None or not trace.required:
        return
    if _ID_LIKE.search(document.source.text) is not None:  # IDs of a grammar that we do not know
        return
    if not definitions_of(document, trace.defines, document.kinds):
        kind = document.kinds[trace.defines[0].kind]
        title = document.outline.title
        at = title.heading.content if title is not None else document.source.line_span(1)
        yield Violation(
            at,
            f"the {document.family.title} defines no {kind.title}; "
            f"begin a heading with the ID of each",
        )
