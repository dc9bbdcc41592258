"""HL607 story-without-test. Its page and its tests are in `story_without_test.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.check import check
from harness_lint.documents.definitions import Defined
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Severity, Violation
from harness_lint.markdown.nodes import ListBlock
from harness_lint.markdown.outline import Section


class Options(NamedTuple):
    """When the other stories of a document show what one of them lacks."""

    siblings: int = 2
    """How many others must say how they are tested; more than those that do not."""


@check(
    "HL607",
    "story-without-test",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    needs=("family.tested",),
    options=Options,
)
def story_without_test(document: Document, options: Options) -> Iterator[Violation]:
    """A story or a requirement does not say how it is tested, though the others do."""
    for demand in document.family.data["tested"]:
        if "kind" in demand:
            yield from _unlike_the_others(document, demand, options)
        elif not _says(document.source.text, demand):
            yield _of_document(document, demand)


def _unlike_the_others(
    document: Document, demand: Mapping[str, Any], options: Options
) -> Iterator[Violation]:
    stories = list(_stories(document, str(demand["kind"])))
    tested = [_is_tested(document, section, demand) for _, section in stories]
    others = sum(tested)
    if others < options.siblings or others * 2 <= len(stories):
        return
    example = stories[tested.index(True)][0]
    for (story, _), is_tested in zip(stories, tested, strict=True):
        if not is_tested:
            yield Violation(
                story.at,
                f"`{story.id}` has no {demand['says']}, as {others} of the {len(stories)} have; "
                f"{demand['ask']}",
                related=(Related(example.at, f"`{example.id}` has"),),
            )


def _of_document(document: Document, demand: Mapping[str, Any]) -> Violation:
    title = document.outline.title
    at = title.heading.content if title is not None else document.source.line_span(1)
    return Violation(at, f"this {document.family.title} has no {demand['says']}; {demand['ask']}")


def _stories(document: Document, kind: str) -> Iterator[tuple[Defined, Section]]:
    """Yield what headings define of *kind*, with their sections; nothing that is retired."""
    found = [one for one in document.definitions if one.kind == kind and one.shape == "heading"]
    sections = {one.span.start: one for one in document.outline.sections} if found else {}
    for defined in found:
        section = sections.get(defined.region.start)
        if section is not None and not defined.is_retired:
            yield defined, section


def _is_tested(document: Document, section: Section, demand: Mapping[str, Any]) -> bool:
    if demand.get("list") and any(isinstance(block, ListBlock) for block in section.all_blocks()):
        return True
    return _says(document.source.slice(section.span), demand)


def _says(text: str, demand: Mapping[str, Any]) -> bool:
    folded = text.casefold()
    return any(word in folded for word in demand["words"])
