"""What changes in one source, and what in it is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.id_ranges import IdReference
from harness_lint.documents.links import is_sample
from harness_lint.documents.trace_ids import qualifier_before
from harness_lint.fixing.edits import Replacement
from harness_lint.markdown.data_tree import Offsets
from harness_lint.project.index import Tree
from harness_lint.renaming.homes import Meant
from harness_lint.renaming.meanings import Meanings
from harness_lint.renaming.places import is_in_path, is_longer
from harness_lint.renaming.values import Left
from harness_lint.renaming.wanted import Wanted
from harness_lint.renaming.written import Piece, Rewriter, references
from harness_lint.source import Source, Span


class Found(NamedTuple):
    """What was found in one source."""

    edits: list[Replacement]
    left: list[Left]


class Asked(NamedTuple):
    """What a text is held against."""

    wanted: Wanted
    meanings: Meanings
    tree: Tree


class Region(NamedTuple):
    """A stretch of a source, with what to look for in it."""

    span: Span
    grammars: tuple[str, ...]
    is_claim: bool = False
    """Whether a fact says that its IDs are meant."""


class SourceText:
    """A source, read character by character, written byte by byte."""

    def __init__(self, source: Source, asked: Asked) -> None:
        self.source = source
        self.asked = asked
        self.found = Found([], [])

    def look_through(self, region: Region) -> None:
        """Note what changes in *region*, and what may mean an item and stays."""
        text = self.source.slice(region.span)
        offsets = Offsets(text, region.span.start)
        found = references(text, region.grammars)
        ends = [0, *(one.end for one in found)]
        starts = [*(one.start for one in found[1:]), len(text) + 2]
        for reference, earlier, later in zip(found, ends, starts, strict=False):
            qualifier = qualifier_before(text, reference.start, earlier)
            meaning = self._meaning(offsets, qualifier.rstrip("/:#"))
            pieces = list(Rewriter(text, meaning, self.asked.wanted).pieces(reference))
            why = "" if region.is_claim else self._doubt(text, reference, earlier, later)
            if pieces and not why:
                for piece in pieces:
                    self._write(piece, offsets)
            else:
                why = why if pieces else self._unclear(reference, meaning)
                if why:
                    self._leave(reference, offsets, why)

    def write(self, span: Span, new: str) -> None:
        """Note that *new* is to stand at *span*."""
        if self.source.data[span.start : span.end] != new.encode():
            self.found.edits.append(Replacement(span, new.encode()))

    def _meaning(self, offsets: Offsets, qualifier: str) -> Callable[[str, int], Meant]:
        meanings, path = self.asked.meanings, self.source.path

        def meant(local: str, at: int) -> Meant:
            return meanings.meant(local, path, offsets.byte(at), qualifier)

        return meant

    def _doubt(self, text: str, reference: IdReference, earlier: int, later: int) -> str:
        """Return why *reference* may be no ID at all; empty if it is one."""
        if is_longer(text, reference, earlier, later):
            return "it is a part of a longer name"
        if is_in_path(text, reference, self.source.path, self.asked.tree):
            return "it is a part of a path"
        return ""

    def _unclear(self, reference: IdReference, meaning: Callable[[str, int], Meant]) -> str:
        wanted = self.asked.wanted
        if reference.first in wanted.locals:
            return meaning(reference.first, reference.start).why
        if not wanted.comes(reference.first, self.source.path):
            return ""
        is_free = meaning(reference.first, reference.start).name is None
        return "it means the item from now on" if is_free else ""

    def _write(self, piece: Piece, offsets: Offsets) -> None:
        self.write(Span(offsets.byte(piece.start), offsets.byte(piece.end)), piece.new)

    def _leave(self, reference: IdReference, offsets: Offsets, why: str) -> None:
        span = Span(offsets.byte(reference.start), offsets.byte(reference.end))
        if not is_sample(self.source.path):
            self.found.left.append(Left(self.source.path, span, why))


def in_order(edits: Iterable[Replacement]) -> Iterator[Replacement]:
    """Yield *edits* by offset, each place once; of those that overlap, the first."""
    end = -1
    for edit in sorted(edits):
        if edit.span.start >= end:
            yield edit
            end = edit.span.end
