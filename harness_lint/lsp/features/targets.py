"""Files at places: where a link, a path or the name of a skill leads."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain
from posixpath import basename, join, normpath
from typing import NamedTuple

from harness_lint.documents.anchors import slugs_of
from harness_lint.documents.document import Document
from harness_lint.documents.links import parts_of
from harness_lint.lsp.features.words import words_around
from harness_lint.lsp.view import View
from harness_lint.markdown.nodes import CodeSpan, Emphasis, Heading, Image, Inline, Link
from harness_lint.pattern import pattern
from harness_lint.project.links import below_root
from harness_lint.project.listing import parents
from harness_lint.source import Source, Span

_FARTHEST = 300
"""Bytes to each side of a place in which the ends of the path around it are looked for."""

_PATH = pattern(r"@?((?:[\w.@~+-]*/)*[\w.@~+-]+)(?:#([\w.-]+)|:(\d+))?")
"""A path in any text, maybe with a fragment or a line behind it."""

_SKILL = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Target(NamedTuple):
    """A file that the text at a place leads to."""

    at: Span
    """Of the words that lead there."""
    path: str
    """Below the root. It exists."""
    fragment: str = ""
    """A heading, or ``L12`` for a line; empty for the whole file."""
    is_address: bool = True
    """Whether the place is part of the address; False for the words that a link shows."""


def target_at(view: View, path: str, offset: int) -> Target | None:
    """Return the file that the text at *offset* of the file at *path* leads to; None if none."""
    source = view.source(path)
    if source is None:
        return None
    document = view.document(path)
    if isinstance(document, Document):
        linked = _linked(view, document, offset)
        if linked is not None:
            return linked
    return _named(view, source, offset) or _skill(view, source, offset)


def span_in(view: View, target: Target) -> Span:
    """Return the place in the file that *target* means: a heading, a line, else its start."""
    document = view.document(target.path)
    if target.fragment.startswith("L") and target.fragment[1:].isdecimal():
        source = view.source(target.path)
        line = int(target.fragment[1:])
        if source is not None and 1 <= line <= len(source.line_starts):
            return source.line_span(line)
    if isinstance(document, Document) and target.fragment:
        return _headings(document).get(target.fragment.casefold(), Span(0, 0))
    return Span(0, 0)


def resolved(view: View, document: str, written: str) -> Target | None:
    """Return where the address *written* in the file at *document* leads, the place left empty."""
    name, fragment = parts_of(written)
    if not name:
        return Target(Span(0, 0), document, fragment) if fragment else None
    path = below_root(document, name)
    if path is None or path not in view.project.tree.files:
        return None
    return Target(Span(0, 0), path, fragment)


def inlines_at(document: Document, offset: int) -> tuple[Inline, ...]:
    """Return the inlines that hold *offset*, from the outermost to the innermost."""
    leaf = document.leaf_at(offset)
    inlines = leaf.inlines if leaf is not None else ()
    found: list[Inline] = []
    while inlines:
        number = bisect_right(inlines, offset, key=lambda inline: inline.span.start) - 1
        if number < 0 or inlines[number].span.end <= offset:
            break
        inline = inlines[number]
        found.append(inline)
        inlines = inline.children if isinstance(inline, Link | Image | Emphasis) else ()
    return tuple(found)


def _linked(view: View, document: Document, offset: int) -> Target | None:
    for inline in reversed(inlines_at(document, offset)):
        if isinstance(inline, Link | Image):
            found = resolved(view, document.path, inline.target)
            words_end = inline.children[-1].span.end if inline.children else inline.span.start
            is_address = offset > words_end
            at = Span(words_end, inline.span.end) if is_address else inline.span
            return found._replace(at=at, is_address=is_address) if found is not None else None
    return None


def _named(view: View, source: Source, offset: int) -> Target | None:
    """Return the file whose path stands at *offset*: from there, from a folder above, the root."""
    files = view.project.tree.files
    words = words_around(source, offset, _FARTHEST)
    for match in _PATH.finditer(words.text):
        if not match.start() <= words.cursor <= match.end():
            continue
        written, fragment, line = match.groups("")
        for name in dict.fromkeys((written, written.rstrip("."))):
            for folder in chain(parents(source.path), ("",)) if name else ():
                path = normpath(join(folder, name.lstrip("/")))
                if path in files:
                    place = f"L{line}" if line else fragment
                    return Target(words.span(match.start(1), match.end()), path, place)
    return None


def _skill(view: View, source: Source, offset: int) -> Target | None:
    """Return the file of the skill that is named at *offset*, in code or as a value of data."""
    words = words_around(source, offset, _FARTHEST)
    for match in _SKILL.finditer(words.text):
        at = words.span(*match.span())
        if match.start() <= words.cursor <= match.end() and _may_name(view, source, at.start):
            for fact in view.project.facts("skill"):
                folder = basename(str(fact.values["folder"]))
                if match[0] in (str(fact.values["name"]).strip(), folder):
                    return Target(at, fact.at.path)
    return None


def _may_name(view: View, source: Source, offset: int) -> bool:
    document = view.document(source.path)
    if not isinstance(document, Document):
        return True
    front_matter = document.front_matter
    if front_matter is not None and offset < front_matter.span.end:
        return True
    return any(isinstance(inline, CodeSpan) for inline in inlines_at(document, offset))


def _headings(document: Document) -> dict[str, Span]:
    """Return the headings of *document* by their slugs."""
    headings = [visit.block for visit in document.visits if isinstance(visit.block, Heading)]
    slugs = slugs_of(heading.prose.value.replace("\n", " ") for heading in headings)
    return dict(zip(slugs, (heading.content for heading in headings), strict=True))
