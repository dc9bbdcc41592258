"""HL201 missing-status-block. Its page and its tests are in `missing_status_block.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.status_documents import active_blocks, listed_documents
from harness_lint.source import Location, Place, Span

NEEDS = ("status-documents", "status-demand")


@check("HL201", "missing-status-block", subject=Project, since="0.1", needs=NEEDS)
def missing_status_block(project: Project) -> Iterator[Violation]:
    """A document that must carry a status block carries none."""
    listed = listed_documents(project) if project.settings.status_documents else ()
    yield from _listed(project, listed)
    for fact in project.facts("status-demand"):
        if fact.at.path not in listed:
            yield Violation(fact.at, _demand(fact))


def _listed(project: Project, listed: tuple[str, ...]) -> Iterator[Violation]:
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


def _demand(fact: Fact) -> str:
    """Return the message for a document whose family demands a block."""
    title, form = fact.values["title"], str(fact.values["form"])
    if fact.values["lead"]:
        return f"{title} has no `{fact.values['lead']}` {LED[form]}; add one"
    fields = " and ".join(f"`{field}`" for field in cast("list[str]", fact.values["fields"]))
    return f"{title} does not state its status; add {fields or f'`{fact.key}`'} {UNLED[form]}"


LED = {
    "quote": "block",
    "list": "list",
    "table": "table",
    "fields": "fields",
    "front-matter": "in its front matter",
}
"""What messages call a block of each form."""

UNLED = {
    "quote": "in a quote below its title",
    "list": "in a list below its title",
    "table": "in a table below its title",
    "fields": "below its title",
    "front-matter": "to its front matter",
}
"""Where the fields belong of a block that nothing opens."""
