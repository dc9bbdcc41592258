"""HL106 misspelled-section. Its page and its tests are in `misspelled_section.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import missing_sections
from harness_lint.findings import Applicability, Edit, Fix, Violation


@check("HL106", "misspelled-section", subject=Document, since="0.1", needs=("family.sections",))
def misspelled_section(document: Document) -> Iterator[Violation]:
    """A section's title is nearly that of a required section, which is missing."""
    for missing in missing_sections(document):
        section = missing.misspelled
        if section is not None:
            at = section.heading.content
            fix = Fix("Rename it", (Edit(at, missing.shape.name),), Applicability.UNSAFE)
            yield Violation(
                at,
                f"section `{section.title}` is not known; did you mean `{missing.shape.name}`?",
                fix=fix,
            )
