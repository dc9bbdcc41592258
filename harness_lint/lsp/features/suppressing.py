"""Comments that suppress a finding, and where they can stand without changing anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.findings import Finding
from harness_lint.markdown.nodes import Block, CodeBlock, Heading, HtmlBlock, Item, Table
from harness_lint.source import BYTE_ORDER_MARK, Source

REASON = " -- reason"
"""What the user is to write over."""


class Comment(NamedTuple):
    """A comment to insert."""

    title: str
    at: int
    """Byte offset."""
    text: str


def suppression(
    source: Source, document: Document | DataFile, finding: Finding
) -> Iterator[Comment]:
    """Yield the comments that suppress *finding*: at its line, and in the whole file."""
    if isinstance(document, DataFile):
        if document.language == "yaml":
            yield _above(source, finding, "# {}", 0)
        return
    front_matter = document.front_matter
    if front_matter is not None and finding.span.start < front_matter.span.end:
        if front_matter.content.start < finding.span.start:
            yield _above(source, finding, "# {}", front_matter.content.start)
        return
    yield from _in_markdown(source, document, finding)


def _in_markdown(source: Source, document: Document, finding: Finding) -> Iterator[Comment]:
    yield from _on_line(source, document, finding)
    at = _top(source, document)
    text = f"<!-- harness-lint: disable-file={finding.name}{REASON} -->\n\n"
    is_open = at > 0 and source.data[at - 1 : at] not in (b"\n", b"\xbf")
    yield Comment(f"Suppress {finding.name} in this file", at, "\n" * is_open + text)


def _on_line(source: Source, document: Document, finding: Finding) -> Iterator[Comment]:
    """Yield the comment for the line of *finding*: above blocks that it would become part of."""
    title = f"Suppress {finding.name} on this line"
    block = _block_at(document, finding.span.start)
    # What is found in a whole file stays on its first line, whatever stands there.
    if isinstance(block, CodeBlock | HtmlBlock) or (isinstance(block, Heading) and finding.span[0]):
        start = _line_start(source, block.span.start)
        prefix = source.data[start : block.span.start].decode()
        if not prefix.strip("> \t"):  # a list would end with what stands before its marker
            words = f"<!-- harness-lint: disable-next-line={finding.name}{REASON} -->"
            yield Comment(title, start, f"{prefix}{words}\n")
        return
    comment = f" <!-- harness-lint: disable-line={finding.name}{REASON} -->"
    yield Comment(title, _line_end(source, finding, isinstance(block, Table)), comment)


def _top(source: Source, document: Document) -> int:
    """Return where the text begins, behind a byte order mark or the front matter."""
    front_matter = document.front_matter
    if front_matter is None:
        return len(BYTE_ORDER_MARK) if source.data.startswith(BYTE_ORDER_MARK) else 0
    end = source.data.find(b"\n", front_matter.span.end)
    return end + 1 if end >= 0 else len(source.data)


def _above(source: Source, finding: Finding, form: str, first: int) -> Comment:
    """Return a comment on a line of its own, above the one of *finding*."""
    start = max(_line_start(source, finding.span.start), first)
    line = source.data[start:]
    indent = line[: len(line) - len(line.lstrip(b" "))].decode()
    words = form.format(f"harness-lint: disable-next-line={finding.name}{REASON}")
    return Comment(f"Suppress {finding.name} on this line", start, f"{indent}{words}\n")


def _block_at(document: Document, offset: int) -> Block | Item | None:
    """Return the innermost block that holds *offset*."""
    found = None
    for visit in document.visits:
        if visit.block.span.start <= offset <= visit.block.span.end:
            found = visit.block
    return found


def _line_start(source: Source, offset: int) -> int:
    return source.line_span(source.line_at(offset)).start


def _line_end(source: Source, finding: Finding, in_table: bool) -> int:
    """Return where a comment ends the line of *finding*; in a table, within the last cell."""
    start, end = source.line_span(source.line_at(finding.span.start))
    text = source.data[start:end].rstrip()
    if in_table and text.endswith(b"|"):
        return start + len(text[:-1].rstrip())
    return start + len(text)
