"""HL103 duplicate-section. Its page and its tests are in `duplicate_section.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import UNKNOWN, Document
from harness_lint.documents.fences import fence_reading
from harness_lint.documents.sections import frames_of
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Span


class Options(NamedTuple):
    """What may stand twice, besides what the pack says."""

    logs: tuple[str, ...] = (
        "QA Results",
        "Change Log",
        "Changelog",
        "Dev Agent Record",
        "Review Log",
        "Activity Log",
        "Clarifications",
    )
    """Sections that grow by one part after the other, each with the same titles."""
    titles: tuple[str, ...] = (
        "Example",
        "Examples",
        "Note",
        "Notes",
        "Output",
        "Input",
        "Result",
        "Results",
        "Question",
        "Answer",
        "Why",
        "Warning",
        "Tip",
    )
    """Titles that repeat where they are needed."""


COUNTED = pattern(
    r"\d|\b(?:task|step|phase|stage|option|scenario|case|test|issue|finding|round|session|day|week|"
    r"question|version|release|story|approach|alternative)\b"
)
"""What a title of one of many holds."""

Sisters = Sequence[Section]


@check("HL103", "duplicate-section", subject=Document, since="0.1", options=Options)
def duplicate_section(document: Document, options: Options) -> Iterator[Violation]:
    """A section that a document has once stands in it twice."""
    if document.family.name == UNKNOWN.name:
        return
    sections = document.outline.sections
    if len({section.key for section in sections}) == len(sections):
        return
    repeats = {
        id(section): shape.repeatable
        for frame in frames_of(document)
        for shape in frame.shapes
        for section in frame.named(shape)
    }
    named = _name_of_item(document)
    groups = [one for one in _groups(sections) if not named(one[0].title)]
    for group in groups:
        if repeats.get(id(group[0])) is False:
            yield from _violations(document, group)
    own = [group for group in groups if id(group[0]) not in repeats and len(group) == 2]
    if own and not fence_reading(document).nests:
        for group in _meant_once(document, own, options):
            yield from _violations(document, group)


def _name_of_item(document: Document) -> Callable[[str], object]:
    """Return what tells whether a title names a requirement, which HL608 judges as one."""
    heading = document.family.data.get("requirements", {}).get("heading")
    if not heading:
        return lambda _: None
    return compile_pattern(str(heading)).match


def _groups(sections: Sisters) -> Iterator[Sisters]:
    """Yield the sections of one title, level and parent, where there are several."""
    groups: Mapping[tuple[str, int, int], list[Section]] = defaultdict(list)
    for section in sections:
        groups[section.key, section.level, id(section.parent)].append(section)
    return (group for group in groups.values() if len(group) > 1 and group[0].key)


def _violations(document: Document, group: Sisters) -> Iterator[Violation]:
    for section in group[1:]:
        yield Violation(
            section.heading.span,
            f"section `{section.title}` stands here a second time; join the two, or remove one",
            related=(Related(group[0].heading.span, "the first one"),),
            fix=_fix(document, group[0], section),
        )


def _fix(document: Document, first: Section, again: Section) -> Fix | None:
    """Return the fix that removes *again*, if it says the same as *first* to the letter."""
    source = document.source
    if source.slice(first.span).rstrip() != source.slice(again.span).rstrip():
        return None
    start, end = again.span
    if end == len(source.data):
        start = source.data.find(b"\n", len(source.data[:start].rstrip())) + 1
    return Fix("Remove the repetition", (Edit(Span(start, end), ""),), Applicability.UNSAFE)


def _meant_once(
    document: Document, groups: Sequence[Sisters], options: Options
) -> Iterator[Sisters]:
    """Yield the groups that are no parts of a log, of a series, or of a form filled in twice."""
    logs = {title_key(title) for title in options.logs}
    free = {title_key(title) for title in options.titles}
    forms: Mapping[int, list[Sisters]] = defaultdict(list)
    for group in groups:
        forms[id(group[0].parent)].append(group)
    for one, *others in forms.values():
        section = one[0]
        above = {ancestor.key for ancestor in (section, *section.ancestors())}
        if others or logs & above or section.key in free or COUNTED.search(section.key):
            continue
        if not document.is_example(section.span.start):
            yield one
