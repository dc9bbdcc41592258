"""Data inside documents: the fences that a family calls data, and structured files themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.source import Source, Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataTree

LANGUAGES = ("json", "yaml", "yml")
"""The languages of fences that are read with a place for each value."""


class DataText(NamedTuple):
    """A text of data: a file, or what stands in a fence. All spans are of the source."""

    tree: DataTree
    source: Source
    language: str
    schema: str | Mapping[str, Any] = ""
    """The schema that the family gives for it, or its name; empty for none."""
    block: CodeBlock | None = None
    """The fence; None for a file."""


def data_texts(subject: object) -> Iterator[DataText]:
    """Yield the data of a document: what its family says is data, and nothing else."""
    if isinstance(subject, DataFile):
        if subject.family.is_structured:
            for tree in subject.trees:
                yield DataText(tree, subject.source, subject.language, subject.family.schema)
    elif isinstance(subject, Document) and subject.family.embedded:
        yield from _declared_fences(subject)


def data_fences(document: Document) -> Iterator[DataText]:
    """Yield every fence of *document* whose language says that it is data."""
    for block in document.code_blocks:
        if block.language in LANGUAGES:
            yield fence_data(document.source, block, block.language)


def _declared_fences(document: Document) -> Iterator[DataText]:
    for shape in document.family.embedded:
        spans = _section_spans(document, shape.get("section", ""))
        for block in document.code_blocks:
            if _language(block, shape["language"]) and _is_in(block.span, spans):
                data = fence_data(document.source, block, shape["language"])
                yield data._replace(schema=shape.get("schema", ""))


def _section_spans(document: Document, name: str) -> list[Span]:
    if not name:
        return [Span(0, len(document.source.data))]
    names = next((s.names for s in document.family.sections if s.name == name), (name,))
    return [section.span for section in document.outline.find(names)]


def _is_in(span: Span, spans: list[Span]) -> bool:
    return any(outer.start <= span.start < outer.end for outer in spans)


def _language(block: CodeBlock, wanted: str) -> bool:
    if block.language:
        return block.language == wanted
    return wanted == "json" and bool(block.fence) and block.value.lstrip().startswith("{")


def fence_data(source: Source, block: CodeBlock, language: str) -> DataText:
    """Return the data in *block*, read as *language*."""
    from harness_lint.markdown.json_tree import read_json
    from harness_lint.markdown.yaml_tree import read_yaml

    read: Callable[[bytes, int], DataTree] = read_json if language == "json" else read_yaml
    data = block.value.encode()
    if source.data[block.content.start : block.content.end].rstrip() == data.rstrip():
        return DataText(read(data, block.content.start), source, language, block=block)
    tree = read(data, 0)
    return DataText(_moved(tree, _placer(source, block)), source, language, block=block)


def _placer(source: Source, block: CodeBlock) -> Callable[[Span], Span]:
    """Return what turns spans of the code into spans of the source, line by line.

    A line of the code is the end of its line in the source: what stands before it there is the
    prefix of the list or the quote around the fence.
    """
    code = Source.from_text("", block.value)
    first = source.line_at(block.content.start)

    def place(offset: int) -> int:
        line = code.line_at(offset)
        behind = code.line_span(line).end - offset
        if first + line - 1 > len(source.line_starts):
            return block.content.end
        return max(block.content.start, source.line_span(first + line - 1).end - behind)

    return lambda span: Span(place(span.start), max(place(span.start), place(span.end)))


def _moved(tree: DataTree, place: Callable[[Span], Span]) -> DataTree:
    for document in tree.documents:
        for node in document.walk():
            node.span = place(node.span)
    error = tree.error and tree.error._replace(at=place(tree.error.at))
    duplicates = tuple(
        double._replace(at=place(double.at), first=place(double.first))
        for double in tree.duplicates
    )
    return tree._replace(error=error, duplicates=duplicates)
