"""Status blocks in front matter: keys and their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.status_block import StatusBlock, without_others
from harness_lint.documents.status_fields import StatusField, field_of
from harness_lint.markdown.data_tree import DataNode, Entry
from harness_lint.packs.field_shapes import StatusBlockShape, field_key
from harness_lint.source import Located, Source, Span

if TYPE_CHECKING:
    from harness_lint.markdown.front_matter import FrontMatter
    from harness_lint.markdown.parser import Markdown

FENCE = "---"
NONE = "[]"
"""The value of a list without entries."""
MOST_WORDS = 50
"""So many entries of a list are read as its value."""


def front_matter_blocks(markdown: Markdown, shape: StatusBlockShape) -> Iterator[StatusBlock]:
    """Yield the block that the keys of the front matter make, or those below its lead.

    Front matter that cannot be read holds none.
    """
    front_matter = markdown.front_matter
    if front_matter is None or not front_matter.is_closed or front_matter.error is not None:
        return
    found = _holder(front_matter, shape)
    if found is None:
        return
    lead, holder = found
    entries = holder.resolved.entries
    read = (_field(entry, shape, markdown.source) for entry in entries)
    fields = without_others((field for field in read if field is not None), shape)
    if any(field.shape is not None for field in fields):
        yield StatusBlock(shape, lead, fields)


def _holder(front_matter: FrontMatter, shape: StatusBlockShape) -> tuple[Span, DataNode] | None:
    root = front_matter.root
    if root is None or not root.is_mapping:
        return None
    if not shape.lead:
        return Span(front_matter.opens_at, front_matter.opens_at + len(FENCE)), root
    keys = {field_key(lead) for lead in shape.leads}
    for entry in root.resolved.entries:
        if field_key(entry.key.resolved.text) in keys and entry.value.is_mapping:
            return entry.key.span, entry.value
    return None


def _field(entry: Entry, shape: StatusBlockShape, source: Source) -> StatusField | None:
    name = _unquoted(entry.key, source)
    if not name.value or not entry.key.is_scalar:
        return None
    value = _value(entry, source)
    end = max(entry.value.span.end, entry.key.span.end)
    line = Span(entry.key.span.start, end)
    field = field_of(name, value, line, shape)
    return field._replace(is_one_line=_is_alone(line, source))


def _value(entry: Entry, source: Source) -> Located[str]:
    node = entry.value.resolved
    if node.is_sequence:
        words = [item.resolved.text for item in node.items[:MOST_WORDS]]
        return Located(", ".join(words) or NONE, entry.value.span)
    if node.is_mapping:
        return Located(source.slice(entry.value.span).strip(), entry.value.span)
    if node.value is None:
        behind = min(entry.key.span.end + 1, len(source.data))
        return Located("", Span(behind, behind))
    return _unquoted(entry.value, source)


def _unquoted(node: DataNode, source: Source) -> Located[str]:
    """Return the words of a scalar where they stand, inside of their quotes."""
    words, span = node.resolved.text.strip(), node.span
    raw = source.slice(span)
    if node.resolved.is_quoted and len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
        span = Span(span.start + 1, span.end - 1)
    return Located(words, span)


def _is_alone(span: Span, source: Source) -> bool:
    """Whether nothing else, not even a comment, stands on the line of *span*."""
    number = source.line_at(span.start)
    if source.line_at(span.end) != number:
        return False
    return source.slice(source.line_span(number)).strip() == source.slice(span)
