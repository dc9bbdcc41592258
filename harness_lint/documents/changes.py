"""Proposed changes: folders of documents that belong together until they are archived."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from harness_lint.documents.document import Document, Said
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.shape import Family


def folder_of(path: str, family: Family) -> str:
    """Return the folder of the change that the document at *path* belongs to; empty if to none."""
    grammar = family.data["change"]
    match = compile_pattern(grammar["folder"]).match(path)
    folder = match[1] if match is not None else ""
    return "" if basename(folder) in grammar.get("not", ()) else folder


def said_change(document: Document) -> Iterator[Said]:
    """Yield that the change of *document* is there."""
    folder = folder_of(document.path, document.family)
    if folder:
        title = document.outline.title
        at = title.heading.span if title is not None else document.source.line_span(1)
        yield Said("change", folder, at, {})
