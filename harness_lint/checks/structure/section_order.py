"""HL104 section-order. Its page and its tests are in `section_order.md`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import Frame, frames_of, sections_named
from harness_lint.findings import Related, Violation
from harness_lint.markdown.outline import Section


@check("HL104", "section-order", subject=Document, since="0.1", needs=("family.ordered",))
def section_order(document: Document) -> Iterator[Violation]:
    """Sections stand in another order than their family has them."""
    if not document.family.ordered:
        return
    for frame in frames_of(document):
        found = _named_sections(frame)
        kept = set(_longest_rise([rank for rank, _ in found]))
        for index, (rank, section) in enumerate(found):
            if index not in kept:
                yield _violation(section, rank, [found[number] for number in sorted(kept)])


def _violation(section: Section, rank: int, in_order: Sequence[tuple[int, Section]]) -> Violation:
    before = [other for other_rank, other in in_order if other_rank < rank]
    neighbour = before[-1] if before else in_order[0][1]
    where = "after" if before else "before"
    return Violation(
        section.heading.span,
        f"section `{section.title}` is out of order; move it {where} `{neighbour.title}`",
        related=(Related(neighbour.heading.span, f"it belongs {where} this one"),),
    )


def _named_sections(frame: Frame) -> list[tuple[int, Section]]:
    """Return the first section of each name, in source order, with its rank in the family."""
    own = list(frame.own)
    found = []
    for rank, shape in enumerate(frame.shapes):
        sections = sections_named(shape, own)
        if sections and not shape.repeatable:
            found.append((rank, sections[0]))
    return sorted(found, key=lambda pair: pair[1].span.start)


def _longest_rise(ranks: Sequence[int]) -> Iterator[int]:
    """Yield the indices of the longest rising part of *ranks*, the last index first."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int | None] = []
    for index, rank in enumerate(ranks):
        place = bisect_left(tails, rank)
        before.append(tail_at[place - 1] if place else None)
        if place == len(tails):
            tails.append(rank)
            tail_at.append(index)
        else:
            tails[place], tail_at[place] = rank, index
    at = tail_at[-1] if tail_at else None
    while at is not None:
        yield at
        at = before[at]
