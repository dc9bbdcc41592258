"""HL104 section-order. Its page and its tests are in `section_order.md`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.sections import Frame, frames_of, sections_named
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.outline import Section
from harness_lint.source import Span

Ranked = tuple[int, Section]
"""A section with its place in the order of the family, from 0."""


@check("HL104", "section-order", subject=Document, since="0.1", needs=("family.ordered",))
def section_order(document: Document) -> Iterator[Violation]:
    """Sections stand in another order than their family has them."""
    if not document.family.ordered:
        return
    for frame in frames_of(document):
        found = _named_sections(frame)
        kept = set(_longest_rise([rank for rank, _ in found]))
        if len(kept) == len(found):
            continue
        in_order = [found[number] for number in sorted(kept)]
        moved = [one for number, one in enumerate(found) if number not in kept]
        fix = _fix(document, frame, in_order, moved)
        for one in moved:
            yield _violation(one, in_order, fix)


def _violation(moved: Ranked, in_order: Sequence[Ranked], fix: Fix | None) -> Violation:
    section = moved[1]
    neighbour, where = _neighbour(moved, in_order)
    return Violation(
        section.heading.span,
        f"section `{section.title}` is out of order; move it {where} `{neighbour.title}`",
        related=(Related(neighbour.heading.span, f"it belongs {where} this one"),),
        fix=fix,
    )


def _neighbour(moved: Ranked, in_order: Sequence[Ranked]) -> tuple[Section, str]:
    """Return the section that *moved* belongs beside, and ``after`` or ``before``."""
    before = [section for rank, section in in_order if rank < moved[0]]
    return (before[-1], "after") if before else (in_order[0][1], "before")


def _fix(
    document: Document, frame: Frame, in_order: Sequence[Ranked], moved: Sequence[Ranked]
) -> Fix | None:
    """Return the fix that moves all of *moved* at once; None if the sections are no sisters."""
    parent = in_order[0][1].parent
    if any(section.parent is not parent for _, section in (*in_order, *moved)):
        return None
    sisters = [section for section in frame.sections if section.parent is parent]
    if any(one.heading.is_setext for one in sisters) or not _is_closed(document):
        return None
    order, placed = list(sisters), sorted(in_order, key=_rank)
    for one in sorted(moved, key=_rank):
        neighbour, where = _neighbour(one, placed)
        order.remove(one[1])
        order.insert(order.index(neighbour) + (where == "after"), one[1])
        placed = sorted((*placed, one), key=_rank)
    edit = _rewritten(document, sisters, order)
    return Fix("Put the sections into order", (edit,), Applicability.UNSAFE)


def _rank(one: Ranked) -> int:
    return one[0]


def _is_closed(document: Document) -> bool:
    """Whether no fence would hide what comes to stand behind it."""
    return all(block.is_closed for block in document.code_blocks if block.fence)


def _rewritten(document: Document, sisters: Sequence[Section], order: Sequence[Section]) -> Edit:
    """Return what puts *sisters* into *order*; the blanks between them stay where they are."""
    changed = [n for n, (old, new) in enumerate(zip(sisters, order, strict=True)) if old is not new]
    part = slice(changed[0], changed[-1] + 1)
    sisters, order = sisters[part], order[part]
    texts = {id(section): document.source.slice(section.span) for section in sisters}
    parts = []
    for there, now in zip(sisters, order, strict=True):
        blanks = texts[id(there)][len(texts[id(there)].rstrip()) :]
        parts.append(texts[id(now)].rstrip() + blanks)
    return Edit(Span(sisters[0].span.start, sisters[-1].span.end), "".join(parts))


def _named_sections(frame: Frame) -> list[Ranked]:
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
