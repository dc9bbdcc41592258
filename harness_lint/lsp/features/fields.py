"""Fields of status blocks, heads, sections and tasks, as they stand on one line, whole or half."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.documents.sections import frames_of
from harness_lint.documents.status_fields import EMOJI, FIELD, MARKUP, PREFIX
from harness_lint.documents.task_list import TaskList
from harness_lint.lsp.features.prose import code, plain
from harness_lint.packs.field_shapes import FieldShape, field_key
from harness_lint.source import Source, Span


class FieldLine(NamedTuple):
    """A line that begins with the name of a field that the document's family knows."""

    at: Span
    """From the name to the end of the line."""
    shape: FieldShape
    value: Span
    """What stands behind the colon, without blanks and markup at its ends."""


def field_at(document: Document, offset: int) -> FieldLine | None:
    """Return the field on the line of *offset*; None if its name is known nowhere here."""
    source = document.source
    line = line_around(source, offset)
    text = source.slice(line)
    head = PREFIX.match(text)
    begin = head.end() if head is not None else 0
    emoji = EMOJI.match(text, begin)
    begin = emoji.end() if emoji is not None else begin
    begin += len(text[begin:]) - len(text[begin:].lstrip(f"{MARKUP}|"))
    found = FIELD.match(text, begin)
    if found is None:
        return None
    shape = shape_called(document, found[1].strip(), offset)
    if shape is None:
        return None
    value = text[found.end() :].rstrip(f"{MARKUP}|\\")
    start = found.end() + len(value) - len(value.lstrip(MARKUP))
    value_at = span_in_line(text, line, start, found.end() + len(value))
    return FieldLine(span_in_line(text, line, begin, len(text)), shape, value_at)


def shape_called(document: Document, name: str, offset: int) -> FieldShape | None:
    """Return the field called *name* that may stand at *offset*."""
    key = field_key(name)
    for shape in shapes_at(document, offset):
        if any(field_key(known) == key for known in shape.names):
            return shape
    return None


def shapes_at(document: Document, offset: int) -> Iterator[FieldShape]:
    """Yield the fields that may stand at *offset*, those of sections around it first."""
    for frame in frames_of(document):
        for shape in frame.shapes or ():
            for section in frame.named(shape) if shape.fields else ():
                if section.span.start <= offset <= section.span.end:
                    yield from shape.fields
    for block in document.status_shapes:
        if block.form != "front-matter":
            yield from block.fields
    yield from document.family.fields
    if isinstance(document, TaskList):
        yield from document.shape.fields


def words_on(field: FieldLine) -> str:
    """Return what the family says of *field*, as Markdown; empty if that is its name alone."""
    shape = field.shape
    parts = [f"**{plain(shape.name)}** · field{', required' if shape.required else ''}"]
    if shape.values:
        parts.append(f"Values: {', '.join(map(code, shape.values))}")
    others = [f"{code(word)} for {code(value)}" for word, value in shape.accepted.items()]
    if others:
        parts.append(f"Also read: {', '.join(others)}")
    if shape.pattern:
        parts.append(f"Matches {code(shape.pattern)}")
    return "\n\n".join(parts) if len(parts) > 1 or shape.required else ""


def line_around(source: Source, offset: int) -> Span:
    """Return the span of the line of *offset*, without its line end."""
    return source.line_span(source.line_at(min(offset, len(source.data))))


def span_in_line(text: str, line: Span, start: int, end: int) -> Span:
    """Return ``text[start:end]`` of the *line* that holds *text* as a span of the source."""
    first = line.start + len(text[:start].encode("utf-8", "replace"))
    return Span(first, first + len(text[start : max(start, end)].encode("utf-8", "replace")))
