"""HL105 unknown-section. Its page and its tests are in `unknown_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import frames_of, missing_sections, unnamed_sections
from harness_lint.findings import Violation


@check("HL105", "unknown-section", subject=Document, since="0.1", needs=("family.strict",))
def unknown_section(document: Document) -> Iterator[Violation]:
    """A document has a section that its family, which is strict about them, does not know."""
    if not document.family.strict:
        return
    misspelled = {id(missing.misspelled) for missing in missing_sections(document)}
    for frame in frames_of(document):
        named = document.family.title if frame.parent is None else f"`{frame.parent.title}`"
        unnamed = {id(section) for section in unnamed_sections(frame)} - misspelled
        for section in frame.own:
            if id(section) in unnamed:
                yield Violation(
                    section.heading.span,
                    f"section `{section.title}` is not known here; "
                    f"{_a(named)} has only the sections that its pack names",
                )


def _a(name: str) -> str:
    return name if name.startswith("`") else f"a {name}"
