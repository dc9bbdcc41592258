"""Links to headings: where a heading changes, so does the address that renderers make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from harness_lint.documents.anchors import slugs_of
from harness_lint.fixing.edits import Replacement, edited
from harness_lint.markdown.parser import parse
from harness_lint.pattern import pattern
from harness_lint.project.index import beside
from harness_lint.renaming.values import Texts
from harness_lint.source import Source, Span

_LINK = pattern(rb"(?<=[(\s\"'<])([^\s()\"'<>#]*)#([^\s()\"'<>#]+)(?=[)\s\"'>])")
"""An address with a fragment."""


def moved_anchors(
    edits: Mapping[str, tuple[Replacement, ...]], texts: Texts
) -> dict[tuple[str, str], str]:
    """Return path and fragment of each heading → its fragment with *edits*, where it changes."""
    found = {}
    for path, own in edits.items():
        source = texts(path) if path.lower().endswith(_HAS_HEADINGS) else None
        if source is not None:
            later = Source.from_bytes(path, edited(source.data, own))
            for old, new in zip(_slugs(source), _slugs(later), strict=False):
                if old != new:
                    found[path, old] = new
    return found


def link_edits(source: Source, moved: Mapping[tuple[str, str], str]) -> Iterator[Replacement]:
    """Yield what changes in the addresses of *source* for the headings that *moved*."""
    if b"#" not in source.data:
        return
    for match in _LINK.finditer(source.data):
        target = unquote(match[1].decode("utf-8", "replace"))
        path = beside(source.path, target) if target else source.path
        fragment = unquote(match[2].decode("utf-8", "replace")).casefold()
        new = moved.get((path or "", fragment))
        if new is not None:
            yield Replacement(Span(*match.span(2)), new.encode())


_HAS_HEADINGS = (".md", ".markdown", ".mdc")


def _slugs(source: Source) -> Iterable[str]:
    titles = (
        section.heading.prose.value.replace("\n", " ") for section in parse(source).outline.sections
    )
    return slugs_of(titles)
