"""HL201 missing-status-block. Its page and its tests are in `missing_status_block.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project
from harness_lint.project.status_documents import active_blocks, listed_documents
from harness_lint.source import Location, Place, Span


@check("HL201", "missing-status-block", subject=Project, since="0.1", needs=("status-documents",))
def missing_status_block(project: Project) -> Iterator[Violation]:
    """A document of the closed set carries no status block."""
    listed = listed_documents(project)
    if not listed:
        return
    blocks = active_blocks(project)
    templates = {fact.at.path: fact for fact in project.facts("status-block")}
    for path in listed:
        if path in blocks:
            continue
        template = templates.get(path)
        if template is not None:
            lead = template.values["lead"]
            yield Violation(template.at, f"`{lead}` block is still the template; fill it in")
        else:
            yield Violation(
                Location(path, Span(0, 0), Place(1, 1, 1, 1), ""),
                "document has no status block, but `status-documents` lists it; add one",
            )
