"""HL210 closed-set-mismatch. Its page and its tests are in `closed_set_mismatch.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project
from harness_lint.project.status_documents import (
    absent_documents,
    active_blocks,
    listed_documents,
)
from harness_lint.source import Location, Place, Span


@check("HL210", "closed-set-mismatch", subject=Project, since="0.1", needs=("status-documents",))
def closed_set_mismatch(project: Project) -> Iterator[Violation]:
    """The closed set of documents with a status block and the documents themselves differ."""
    if not project.settings.status_documents:
        return
    listed = frozenset(listed_documents(project))
    for path, block in active_blocks(project).items():
        if path not in listed and not block.values["demanded"]:
            lead = block.values["lead"]
            yield Violation(
                block.at,
                f"`{lead}` block in a document that `status-documents` does not list; "
                "list it or remove the block",
            )
    for path, alike in absent_documents(project):
        repair = f"did you mean `{alike}`?" if alike else "correct the path or remove it"
        yield Violation(
            Location(path, Span(0, 0), Place(1, 1, 1, 1), ""),
            f"`status-documents` lists `{path}`, but there is no such file; {repair}",
        )
