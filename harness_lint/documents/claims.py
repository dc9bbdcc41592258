"""What a document claims: labelled lists, markers of tasks, front matter, columns of tables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from harness_lint.documents.document import Document
from harness_lint.documents.said_of_ids import own_ids
from harness_lint.documents.trace_ids import Cited, cited_anywhere, cited_in_list
from harness_lint.markdown.nodes import Item, Leaf, ListBlock
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.trace_shapes import ClaimShape, ItemKind
from harness_lint.source import Span


class Owner(NamedTuple):
    """An item in whose region what is claimed is claimed by it."""

    region: Span
    kind: str
    id: str


class Claimed(NamedTuple):
    """IDs that are claimed at one place."""

    ids: tuple[str, ...]
    at: Span
    role: str
    kinds: tuple[str, ...]
    explicit: bool
    owner: Owner | None
    revision: int | None = None
    qualifier: str = ""


def claims_of(
    document: Document,
    shapes: tuple[ClaimShape, ...],
    kinds: Mapping[str, ItemKind],
    owners: Iterable[Owner],
) -> tuple[Claimed, ...]:
    """Return the claims of *document*, in source order; one at a place is made once."""
    reader = _Claims(document, shapes, kinds, tuple(sorted(owners)))
    found: dict[tuple[Span, str], Claimed] = {}
    for claimed in reader.all():
        found.setdefault((claimed.at, claimed.role), claimed)
    return tuple(sorted(found.values(), key=lambda claimed: (claimed.at, claimed.role)))


class _Claims:
    def __init__(
        self,
        document: Document,
        shapes: tuple[ClaimShape, ...],
        kinds: Mapping[str, ItemKind],
        owners: tuple[Owner, ...],
    ) -> None:
        self.document = document
        self.shapes = [(shape, grammar_of(shape.kinds, kinds)) for shape in shapes]
        self.owners = owners
        self.starts = [owner.region.start for owner in owners]

    def all(self) -> Iterator[Claimed]:
        for shape, grammar in self.shapes:
            if not grammar:
                continue
            if shape.front_matter:
                yield from self._front_matter(shape, grammar)
            if compile_pattern(grammar).search(self.document.source.text) is None:
                continue
            if shape.labels:
                yield from self._labelled(shape, grammar)
            if shape.columns:
                yield from self._columns(shape, grammar)
            if shape.marker or shape.in_tasks:
                yield from self._in_tasks(shape, grammar)

    def _labelled(self, shape: ClaimShape, grammar: str) -> Iterator[Claimed]:
        label = label_pattern(shape.labels)
        leaves = set(self.document.leaves_with(*label_hints(shape.labels)))
        for visit in self.document.visits if leaves else ():
            leaf = visit.block
            if leaf not in leaves or visit.is_quoted or not self._has_colon(leaf):
                continue
            labels = list(label.finditer(leaf.prose.value))
            if not labels:
                continue
            yield from self._in_leaf(leaf, labels, shape, grammar)
            parent = visit.parents[-1] if visit.parents else None
            if isinstance(parent, Item) and parent.paragraph is leaf:
                yield from self._in_items(leaf, labels, parent.children, shape, grammar)

    def _has_colon(self, leaf: Leaf) -> bool:
        data, span = self.document.source.data, leaf.span
        return data.find(b":", *span) >= 0 or data.find(_WIDE_COLON, *span) >= 0

    def _in_leaf(
        self, leaf: Leaf, labels: list[re.Match[str]], shape: ClaimShape, grammar: str
    ) -> Iterator[Claimed]:
        prose = leaf.prose
        for match, following in zip_longest(labels, labels[1:]):
            end = following.start() if following is not None else None
            for cited in cited_in_list(prose.value, grammar, match.end(), end):
                yield self._claimed(cited, prose.span(cited.start, cited.end), shape, explicit=True)

    def _in_items(
        self,
        leaf: Leaf,
        labels: list[re.Match[str]],
        blocks: Iterable[object],
        shape: ClaimShape,
        grammar: str,
    ) -> Iterator[Claimed]:
        """Yield the claims of the items below a label that ends its line."""
        if leaf.prose.value[labels[-1].end() :].strip(" *_`"):
            return
        for block in blocks:
            for item in block.items if isinstance(block, ListBlock) else ():
                if item.paragraph is not None:
                    prose = item.paragraph.prose
                    for cited in cited_in_list(prose.value, grammar):
                        at = prose.span(cited.start, cited.end)
                        yield self._claimed(cited, at, shape, explicit=True)

    def _columns(self, shape: ClaimShape, grammar: str) -> Iterator[Claimed]:
        names = {title_key(name) for name in shape.columns}
        for table in self.document.tables:
            titles = [title_key(cell.prose.value) for cell in table.header.cells]
            wanted = [number for number, title in enumerate(titles) if title in names]
            for row in table.rows if wanted else ():
                for cell in (row.cells[number] for number in wanted if number < len(row.cells)):
                    for cited in cited_in_list(cell.prose.value, grammar):
                        at = cell.prose.span(cited.start, cited.end)
                        yield self._claimed(cited, at, shape, explicit=True)

    def _in_tasks(self, shape: ClaimShape, grammar: str) -> Iterator[Claimed]:
        marker = compile_pattern(shape.marker) if shape.marker else None
        path = self.document.path
        for task in getattr(self.document, "tasks", ()):
            prose = task.leaf.prose
            if marker is not None:
                for match in marker.finditer(prose.words):
                    for cited in cited_in_list(match[1], grammar):
                        start = match.start(1) + cited.start
                        at = prose.span(start, start + cited.end - cited.start)
                        yield self._claimed(cited, at, shape, explicit=True)
            if shape.in_tasks:
                for cited in own_ids(prose.value, cited_anywhere(prose.words, grammar), path):
                    at = prose.span(cited.start, cited.end)
                    if task.id is None or at != task.id.at:
                        yield self._claimed(cited, at, shape, explicit=False)

    def _front_matter(self, shape: ClaimShape, grammar: str) -> Iterator[Claimed]:
        front_matter = self.document.front_matter
        root = front_matter.root if front_matter is not None else None
        owner = self.owners[0] if self.owners else None
        for key in shape.front_matter if root is not None else ():
            node = root.get(key) if root is not None else None
            for entry in (node.items or (node,)) if node is not None else ():
                words = entry.value if isinstance(entry.value, str) else ""
                for cited in cited_in_list(words, grammar):
                    yield Claimed(
                        cited.ids,
                        entry.span,
                        shape.role,
                        shape.kinds,
                        True,
                        owner,
                        cited.revision,
                        cited.qualifier,
                    )

    def _claimed(self, cited: Cited, at: Span, shape: ClaimShape, *, explicit: bool) -> Claimed:
        owner = self._owner(at.start)
        return Claimed(
            cited.ids, at, shape.role, shape.kinds, explicit, owner, cited.revision, cited.qualifier
        )

    def _owner(self, offset: int) -> Owner | None:
        """Return the innermost item whose region holds *offset*."""
        number = bisect_right(self.starts, offset) - 1
        for back in range(number, max(-1, number - _MOST_NESTED), -1):
            if offset < self.owners[back].region.end:
                return self.owners[back]
        return None


_WIDE_COLON = "：".encode()
"""With ``:`` what every label ends with."""

_MOST_NESTED = 400
"""So many regions in front of a place are asked whether they hold it."""


def grammar_of(names: tuple[str, ...], kinds: Mapping[str, ItemKind]) -> str:
    """Return one pattern for the IDs of the kinds called *names*; empty if none has one."""
    patterns = dict.fromkeys(kinds[name].id for name in names if name in kinds and kinds[name].id)
    return "|".join(f"(?:{one})" for one in patterns)


@lru_cache(maxsize=64)
def label_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds one of *labels* with its colon, and the markup around it."""
    words = "|".join(re.escape(label).replace(r"\ ", r"[ _-]?") for label in labels)
    return re.compile(
        rf"(?i)(?<![^\W_])(?<!\.)@?(?:{words})[*_`]*[ \t]*(?:\([^()\n]{{0,60}}\))?[*_`]*[ \t]*[:：]"
    )


@lru_cache(maxsize=64)
def label_hints(labels: tuple[str, ...]) -> tuple[bytes, ...]:
    """Return the first words of *labels* in their usual spellings, as `leaves_with` takes them."""
    words = {label.split()[0] for label in labels}
    spelled = {form for word in words for form in (word.lower(), word.upper(), word.capitalize())}
    return tuple({form.encode().lower() for form in spelled})
