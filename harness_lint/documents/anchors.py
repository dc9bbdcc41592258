"""Anchors that a document offers: slugs of its headings, and the IDs of its HTML.

Slugs are those of GitHub, as `github-slugger` 2.0.0 has them: lower case, blanks as dashes, and
nothing but letters, marks, numbers that are letters or digits, connectors and dashes. The second
heading of the same slug gets ``-1``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.documents.document import Said
from harness_lint.markdown.nodes import Heading
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document

_DROPPED = pattern(r"[^\w\- ]", re.ASCII)
_BLANKS = str.maketrans(" ", "-")
_CIRCLED = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))
"""Symbols that Unicode counts as alphabetic."""

_INVISIBLE = dict.fromkeys((0x200D, 0xFE0E, 0xFE0F))
"""Of emoji: a slug keeps some of them, and nobody types them."""

_ID = pattern(
    rb"<[a-z][^<>]{0,500}?\s(?:id|name)\s*=\s*(?:\"([^\"<>\n]*)\"|'([^'<>\n]*)'|([^\s\"'<>]+))"
    rb"|\{[^{}\n]{0,80}?#([\w.:-]+)[^{}\n]{0,80}\}",
    re.IGNORECASE,
)
"""An ID in a tag, or in braces behind a heading as generators of sites take it."""

_HTML_HEADING = pattern(r"(?is)<h([1-6])\b[^>]{0,500}>(.{0,500}?)</h\1>")
_TAGS = pattern(r"<[^<>]{0,500}>")

_ALWAYS = pattern(
    r"(?i)|top|readme|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|(?:user-content-)?fn(?:ref)?[-:]?\d.*|:~:.*|[/!].*"
    r"|(?:issuecomment|discussion|pullrequestreview|diff|heading=|slide=|page=).*"
)
"""Fragments that lead somewhere in any document: its top, a line, a footnote, found text."""


class Anchors:
    """The anchors of one document."""

    def __init__(self, titles: Iterable[str], ids: Iterable[str]) -> None:
        self._titles = tuple(titles)
        self._ids = frozenset(ids)

    def offers(self, fragment: str, *, loosely: bool = False) -> bool:
        """Whether *fragment* leads somewhere in the document.

        Upper and lower case do not count. *loosely*: nor do dashes, as renderers differ in them.
        """
        if _ALWAYS.fullmatch(fragment):
            return True
        name = _folded(fragment.removeprefix("user-content-"))
        if name in self._names:
            return True
        return loosely and _loose(name) in self._loose_names

    def near(self, fragment: str) -> str:
        """Return the one slug that *fragment* most likely means; empty if none is, or several."""
        from difflib import get_close_matches

        fragment = fragment.removeprefix("user-content-")
        wanted = _loose(_folded(fragment))
        slugs = list(dict.fromkeys(self.slugs))
        same = [slug for slug in slugs if _loose(_folded(slug)) == wanted]
        same = same or [slug for slug in slugs if slug.startswith(f"{fragment}-")]
        if same:
            return same[0] if len(same) == 1 else ""
        close = get_close_matches(_folded(fragment), slugs, n=2, cutoff=0.8)
        return close[0] if len(close) == 1 else ""

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of the headings, in order."""
        return tuple(slugs_of(self._titles))

    @cached_property
    def _names(self) -> frozenset[str]:
        bare = slugs_of(title.strip() for title in self._titles)
        names = (*self.slugs, *bare, *self._ids)
        return frozenset(_folded(name.removeprefix("user-content-")) for name in names)

    @cached_property
    def _loose_names(self) -> frozenset[str]:
        return frozenset(map(_loose, self._names))


def anchors_of(document: Document) -> Anchors:
    """Return the anchors of *document*."""
    return Anchors(titles_of(document), ids_of(document))


def said_anchors(document: Document) -> Iterator[Said]:
    """Yield what other documents may link to in *document*: all titles and IDs in one fact."""
    titles, ids = "\n".join(titles_of(document)), sorted(set(ids_of(document)))
    if titles or ids:
        yield Said("anchors", document.path, Span(0, 0), {"titles": titles, "ids": ids})


def titles_of(document: Document) -> Iterator[str]:
    """Yield the texts of all headings in order, those in quotes, lists and HTML too."""
    for visit in document.visits:
        if isinstance(visit.block, Heading):
            yield visit.block.prose.value.replace("\n", " ")
    for block in document.html_blocks:
        for match in _HTML_HEADING.finditer(block.value):
            yield " ".join(_TAGS.sub("", match[2]).split())


def ids_of(document: Document) -> Iterator[str]:
    """Yield the IDs that HTML gives, wherever it stands: in code it does no harm."""
    data = document.source.data
    if not any(mark in data for mark in (b"id=", b"name=", b"{#", b"ID=", b"NAME=", b"id =")):
        return
    for match in _ID.finditer(data):
        yield (match[1] or match[2] or match[3] or match[4] or b"").decode("utf-8", "replace")


def slugs_of(titles: Iterable[str]) -> Iterator[str]:
    """Yield the slug of each of *titles*, made different from those before it by a number."""
    seen: dict[str, int] = {}
    for title in titles:
        first = slug = slug_of(title)
        while slug in seen:
            seen[first] += 1
            slug = f"{first}-{seen[first]}"
        seen[slug] = 0
        yield slug


def slug_of(title: str) -> str:
    """Return GitHub's slug of *title*, the text of a heading without markup."""
    text = title.lower()
    if text.isascii():
        return _DROPPED.sub("", text).translate(_BLANKS)
    return "".join([one for one in text if _is_kept(one)]).translate(_BLANKS)


def _is_kept(character: str) -> bool:
    if character in " -":
        return True
    category = unicodedata.category(character)
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return True
    return category == "So" and any(a <= ord(character) <= b for a, b in _CIRCLED)


def _folded(name: str) -> str:
    return name.casefold().translate(_INVISIBLE)


def _loose(name: str) -> str:
    return "".join([one for one in name if one.isalnum()])
