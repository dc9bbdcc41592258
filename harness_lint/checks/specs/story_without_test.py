"""HL607 story-without-test. Its page and its tests are in `story_without_test.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from harness_lint.check import check
from harness_lint.documents.definitions import Defined
from harness_lint.documents.document import Document
from harness_lint.findings import Related, Severity, Violation
from harness_lint.markdown.nodes import ListBlock
from harness_lint.markdown.outline import Section
from harness_lint.source import Span

Demand: TypeAlias = Mapping[str, Any]


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
    lacks: dict[Span, list[_Lack]] = {}
    for demand in document.family.data["tested"]:
        if "kind" in demand:
            for one in _unlike_the_others(document, demand, options):
                lacks.setdefault(one.story.at, []).append(one)
        elif not _says(document.source.text, demand):
            yield _of_document(document, demand)
    yield from map(_of_story, lacks.values())


class _Lack(NamedTuple):
    """What a story does not say, and the others do."""

    story: Defined
    demand: Demand
    others: str
    """How many of them say it."""
    example: Defined
    """One of them."""


def _unlike_the_others(document: Document, demand: Demand, options: Options) -> Iterator[_Lack]:
    stories = list(_stories(document, str(demand["kind"])))
    tested = [_is_tested(document, section, demand) for _, section in stories]
    others = sum(tested)
    if others < options.siblings or others * 2 <= len(stories):
        return
    example = stories[tested.index(True)][0]
    for (story, _), is_tested in zip(stories, tested, strict=True):
        if not is_tested:
            yield _Lack(story, demand, f"{others} of the {len(stories)}", example)


def _of_story(lacks: Sequence[_Lack]) -> Violation:
    story = lacks[0].story
    counts = dict.fromkeys(lack.others for lack in lacks)
    if len(counts) == 1:
        what = " and ".join(f"no {lack.demand['says']}" for lack in lacks)
        what += f", as {lacks[0].others} have"
    else:
        what = " and ".join(f"no {lack.demand['says']}, as {lack.others} have," for lack in lacks)
    asked = ", and ".join(str(lack.demand["ask"]) for lack in lacks)
    return Violation(
        story.at,
        f"`{story.id}` has {what.rstrip(',')}; {asked}",
        related=tuple(
            Related(example.at, f"`{example.id}` has")
            for example in dict.fromkeys(lack.example for lack in lacks)
        ),
    )


def _of_document(document: Document, demand: Demand) -> Violation:
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


def _is_tested(document: Document, section: Section, demand: Demand) -> bool:
    if demand.get("list") and any(isinstance(block, ListBlock) for block in section.all_blocks()):
        return True
    return _says(document.source.slice(section.span), demand)


def _says(text: str, demand: Demand) -> bool:
    folded = text.casefold()
    return any(word in folded for word in demand["words"])
