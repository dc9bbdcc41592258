"""HL105 unknown-section. Its page and its tests are in `unknown_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import missing_sections
from harness_lint.findings import Violation
from harness_lint.markdown.outline import title_key


@check("HL105", "unknown-section", subject=Document, since="0.1", needs=("family.strict",))
def unknown_section(document: Document) -> Iterator[Violation]:
    """A document has a section that its family, which is strict about them, does not know."""
    if not document.family.strict:
        return
    keys = {title_key(name) for shape in document.family.sections for name in shape.names}
    misspelled = {id(missing.misspelled) for missing in missing_sections(document)}
    for section in document.outline.sections:
        is_own = section.level == (document.family.section_level or section.level)
        if is_own and section.key not in keys and id(section) not in misspelled:
            yield Violation(
                section.heading.span,
                f"section `{section.title}` is not known here; "
                f"a {document.family.title} has only the sections that its pack names",
            )
