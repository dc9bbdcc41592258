"""HL005 malformed-checkbox. Its page and its tests are in `malformed_checkbox.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.markdown.nodes import ListBlock, Text
from harness_lint.pattern import pattern
from harness_lint.source import Span

BOX = pattern(rb"\[(?P<mark>[ \t]{0,3}[xX]?[ \t]{0,3})\](?P<behind>[^\r\n]?)(?P<next>[^\r\n]?)")
"""A box that may be malformed, and the two characters behind it."""

BULLET = pattern(rb"[ \t]*(?P<bullet>[-*+]|\d{1,9}[.)])(?P<gap>[ \t]*)")
"""What stands before it on its line. Blanks before the bullet: the item may be nested."""

NO_TEXT = frozenset((b"", b" ", b"\t"))
LINK_SIGNS = frozenset((b"(", b"[", b":"))
"""What makes of the brackets a link or a reference."""


STATES = frozenset(("work-state", "archived-open"))
"""Kinds of facts that count boxes."""


class NearMiss(NamedTuple):
    """What stands where a box was meant, the offset of the box, and what would be right."""

    at: Span
    box: int
    right: str


@check("HL005", "malformed-checkbox", subject=Document, since="0.1")
def malformed_checkbox(document: Document) -> Iterator[Violation]:
    """A checkbox is written so that no tool reads it as one."""
    found = list(_near_misses(document.source.data))
    if not found or not _speaks_of_tasks(document, found):
        return
    in_box_lists = _in_box_lists(document, found)
    meant = [near for near in found if near.box in in_box_lists and _is_meant(document, near)]
    applicability = _applicability(document) if meant else Applicability.SAFE
    for near in meant:
        yield Violation(
            near.at,
            _words(document.source.slice(near.at), near.right),
            fix=Fix("Repair the checkbox", (Edit(near.at, near.right),), applicability),
        )


def _applicability(document: Document) -> Applicability:
    """Return unsafe where the document says how far its work is: a box that counts may deny it."""
    says = any(said.kind in STATES for said in document.facts())
    return Applicability.UNSAFE if says else Applicability.SAFE


def _words(found: str, right: str) -> str:
    if right == f"{found} ":
        return f"`{found}` runs into the word behind it and is read by no tool; put a space between"
    return f"`{found}` is read as a checkbox by no tool; write `{right.rstrip()}`"


def _near_misses(data: bytes) -> Iterator[NearMiss]:
    for lead, box in _boxes(data):
        if box["behind"] in LINK_SIGNS or not _is_wrong(lead, box):
            continue
        bullet = lead["bullet"].decode()
        gap = lead["gap"].decode() or " "
        mark = box["mark"].decode().strip() or " "
        behind, end = "", box.start("behind")
        if box["behind"] == b"\\":  # a formatter escaped the star of an optional task
            behind, end = "*", end + 2
        elif box["behind"] not in NO_TEXT:
            behind = " "
        at = Span(lead.start("bullet"), end)
        yield NearMiss(at, box.start(), f"{bullet}{gap}[{mark}]{behind}")


def _boxes(data: bytes) -> Iterator[tuple[re.Match[bytes], re.Match[bytes]]]:
    """Yield the boxes right behind a bullet, each with what stands before it on its line."""
    start = 0
    """Of the part of the line in which no box was seen yet."""
    for box in BOX.finditer(data):
        start = data.rfind(b"\n", start, box.start()) + 1 or start
        lead = BULLET.fullmatch(data, start, box.start())
        if lead is not None:
            yield lead, box
        start = box.end("mark")


def _is_wrong(lead: re.Match[bytes], box: re.Match[bytes]) -> bool:
    mark, behind = box["mark"], box["behind"]
    if behind == b"\\":
        return box["next"] == b"*"
    if not lead["gap"]:
        return len(mark) == 1 or behind == b" "
    if len(mark) != 1:
        return behind in (b" ", b"\t")
    return behind not in NO_TEXT and (behind.isalnum() or behind[0] > 0x7F or behind == b"`")


def _speaks_of_tasks(document: Document, found: list[NearMiss]) -> bool:
    """Whether boxes are in use here: `[]` alone may as well speak of a list."""
    return len(found) > 1 or any(item.box is not None for item in document.items)


def _in_box_lists(document: Document, found: list[NearMiss]) -> set[int]:
    """Return the boxes that are certain: an empty `[]` is one only beside another box."""
    data = document.source.data
    doubtful = {near.box for near in found if data[near.box : near.box + 2] == b"[]"}
    certain = {near.box for near in found} - doubtful
    for visit in document.visits if doubtful else ():
        if isinstance(visit.block, ListBlock):
            items = visit.block.items
            here = doubtful & {item.paragraph.content.start for item in items if item.paragraph}
            if len(here) + sum(item.box is not None for item in items) > 1:
                certain |= here
    return certain


def _is_meant(document: Document, near: NearMiss) -> bool:
    """Whether *near* stands in running text: not in code, a comment or an example."""
    inline = document.inline_at(near.box)
    return isinstance(inline, Text) and not document.is_example(near.box)
