"""HL802 embedded-data-schema. Its page and its tests are in `embedded_data_schema.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from harness_lint.check import check
from harness_lint.documents.embedded_data import DataText, data_texts
from harness_lint.findings import Violation
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataNode


@check("HL802", "embedded-data-schema", subject=object, since="0.1")
def embedded_data_schema(subject: object) -> Iterator[Violation]:
    """Data in a fence, or a structured file, does not follow its schema."""
    for text in data_texts(subject):
        if not text.schema or text.tree.error is not None:
            continue
        for root in text.tree.documents:
            yield from _violations(root, text)


def _violations(root: DataNode, text: DataText) -> Iterator[Violation]:
    from harness_lint.documents.schema_slips import corrected
    from harness_lint.markdown.data_tree import TooLargeError
    from harness_lint.packs.conformity import schema_of
    from harness_lint.packs.schemas import problems_in

    try:
        value = root.to_python()
    except TooLargeError:
        return
    schema = schema_of(text.schema)
    if text.block is not None and _is_of_another_shape(value, schema):
        return
    title = schema.get("title", "data")
    name = f"{'the' if text.block is None else 'the example'} {title}"
    for problem in problems_in(value, schema):
        fix = corrected(text.source, root, problem)
        yield Violation(_place(root, problem.path), problem.message_in(name), fix=fix)


def _is_of_another_shape(value: object, schema: Mapping[str, Any]) -> bool:
    """Whether an example shares at most one key with *schema*: it was never meant to follow it."""
    if not isinstance(value, dict):
        return False
    shared = value.keys() & schema.get("properties", value).keys()
    return len(shared) <= 1 < len(value)


def _place(root: DataNode, path: tuple[str | int, ...]) -> Span:
    """Return the span of the value at *path*; of an object or a list, its key or its first sign."""
    node = root.at(path)
    if node is None:
        raise AssertionError(f"unreachable: {path!r}")
    if node.is_scalar:
        return node.span
    parent = root.at(path[:-1]) if path else None
    key = parent.key_span(path[-1]) if parent is not None and isinstance(path[-1], str) else None
    return key or Span(node.span.start, node.span.start + 1)
