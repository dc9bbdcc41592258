"""Titles of the sections that a family knows and the document lacks."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind

from harness_lint.documents.sections import Frame, frames_of
from harness_lint.lsp.features.completion.place import Offer, Place
from harness_lint.markdown.outline import title_key
from harness_lint.pattern import pattern

_HEADING = pattern(r"(?P<marks>#{1,6})(?P<blank>[ \t]*)(?P<title>[^#\n]*)$")


def offered_sections(place: Place) -> Iterator[Offer]:
    """Yield the sections that may be begun where a heading is typed, those required first."""
    heading = _HEADING.match(place.before)
    if heading is None:
        return
    level, typed = len(heading["marks"]), heading["title"]
    found = [
        (not shape.required, number, shape)
        for number, frame in enumerate(frames_of(place.document))
        if _is_here(frame, place.offset)
        and level == (frame.level or place.document.family.section_level or level)
        for shape in frame.shapes
        if not shape.pattern and (shape.repeatable or not _stands(frame, shape.names, place))
    ]
    for is_optional, _, shape in sorted(found, key=lambda one: one[:2]):
        if typed.casefold() in shape.name.casefold():
            about = "optional section" if is_optional else "required section"
            blank = "" if heading["blank"] else " "
            text = f"{blank}{shape.name}"
            at = place.typed(len(typed))
            yield Offer(text, at, CompletionItemKind.Struct, about, label=shape.name)


def _is_here(frame: Frame, offset: int) -> bool:
    parent = frame.parent
    return parent is None or parent.span.start < offset <= parent.span.end


def _stands(frame: Frame, names: tuple[str, ...], place: Place) -> bool:
    """Whether the frame has such a section, other than the one that is being typed."""
    keys = {title_key(name) for name in names}
    return any(
        section.key in keys and not section.span.start <= place.offset <= section.heading.span.end
        for section in frame.sections
    )
