"""Paths in the places where a family names files that must exist: fields, sections, keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.document import Document, Said
from harness_lint.documents.fields import fields_of
from harness_lint.documents.instructed_paths import is_elsewhere, is_open
from harness_lint.documents.links import is_placeholder, is_sample
from harness_lint.markdown.nodes import CodeSpan, Emphasis, Inline, Leaf, Paragraph
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.reference_shape import ReferenceShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.data_file import DataFile
    from harness_lint.markdown.data_tree import DataNode

_PATH = pattern(
    r"((?:\.{1,2}/|/)?(?:\.\./)*\.?[\w-][\w.@-]*(?:/[\w.@-]+)*/?)(?:#[\w.-]*|:\d+(?:[:-]\d+)*)?"
)
"""A path, maybe with the place in the file behind it."""

_FILE = pattern(r"(?:.*/|.+/.*\.\w{1,8}|.+\.(?:md|mdc|mdx|txt|ya?ml|json|toml|csv|puml))")
"""What of this is certainly one: a folder, a file in a folder, or a document."""

_ADDRESS = pattern(r"[a-zA-Z][\w+.-]*:|//|~|.*[\s${}<>*?|]")
"""Values of structured files that are addresses, patterns or texts."""


def named_path_facts(document: Document) -> Iterator[Said]:
    """Yield the paths at the places that the family of *document* names."""
    if is_sample(document.path):
        return
    told: set[Span] = set()
    for shape in document.family.references:
        for word in _words_of(document, shape):
            path = _path_in(word.value, shape)
            if path and word.at not in told and not is_open(document, *word.at):
                told.add(word.at)
                yield _said(path, word.at, shape)


def named_paths_in_data(document: DataFile) -> Iterator[Said]:
    """Yield the paths at the keys that the family of *document* names."""
    from harness_lint.documents.data_ids import inner_span, words_of
    from harness_lint.documents.data_trace import values_at

    root = document.tree.root if not is_sample(document.path) else None
    for shape in document.family.references if root is not None else ():
        if root is None or any(values_at(root, key) for key in shape.unless):
            continue
        for key in shape.keys:
            for at in values_at(root, key):
                path = words_of(at.node)
                if path and not _ADDRESS.match(path) and _matches(path, shape):
                    yield _said(path, inner_span(at.node, document.source), shape)


def _said(path: str, at: Span, shape: ReferenceShape) -> Said:
    return Said("named-path", path, at, {"base": shape.base})


def _path_in(words: str, shape: ReferenceShape) -> str:
    """Return the path that *words* are; empty if they are none, or one of a machine."""
    match = _PATH.fullmatch(words.strip())
    if match is None or not _FILE.fullmatch(match[1]) or not _matches(match[1], shape):
        return ""
    return "" if is_placeholder(match[1]) or is_elsewhere(match[1]) else match[1]


def _matches(path: str, shape: ReferenceShape) -> bool:
    return not shape.pattern or compile_pattern(shape.pattern).search(path) is not None


def _words_of(document: Document, shape: ReferenceShape) -> Iterator[Located[str]]:
    if shape.fields:
        yield from _of_fields(document, shape.fields)
    for section in document.outline.find(shape.sections) if shape.sections else ():
        for leaf in document.leaves:
            if section.span.start <= leaf.span.start < section.span.end:
                yield from _code_in(leaf, leaf.span)
    if shape.columns:
        yield from _of_columns(document, {title_key(title) for title in shape.columns})
    if shape.front_matter and document.front_matter is not None:
        yield from _of_keys(document, shape.front_matter)


def _of_fields(document: Document, names: tuple[str, ...]) -> Iterator[Located[str]]:
    keys = {title_key(name) for name in names}
    for leaf in document.leaves_with(*(name.lower().encode() for name in names)):
        if not isinstance(leaf, Paragraph):
            continue
        for field in fields_of(leaf):
            if field.key in keys:
                code = list(_code_in(field.leaf, field.value.at))
                yield from code or [field.value]


def _of_columns(document: Document, keys: set[str]) -> Iterator[Located[str]]:
    for table in document.tables:
        wanted = [
            number
            for number, cell in enumerate(table.header.cells)
            if title_key(cell.prose.value) in keys
        ]
        for row in table.rows:
            for number in wanted:
                if number < len(row.cells):
                    cell = row.cells[number]
                    code = list(_code_in(cell, cell.span))
                    yield from code or [Located(cell.prose.value.strip(), cell.content)]


def _of_keys(document: Document, keys: Iterable[str]) -> Iterator[Located[str]]:
    from harness_lint.documents.data_ids import entries_of, inner_span, words_of

    root: DataNode | None = document.front_matter.root if document.front_matter else None
    for key in keys if root is not None else ():
        for node in entries_of(root.get(key)) if root is not None else ():
            yield Located(words_of(node), inner_span(node, document.source))


def _code_in(leaf: Leaf, span: Span) -> Iterator[Located[str]]:
    """Yield the code spans of *leaf* within *span*, in emphasis too."""
    stack: list[Inline] = list(reversed(leaf.inlines))
    while stack:
        inline = stack.pop()
        if isinstance(inline, CodeSpan):
            if span.start <= inline.content.start and inline.content.end <= span.end:
                yield Located(inline.value, inline.content)
        elif isinstance(inline, Emphasis):
            stack.extend(reversed(inline.children))
