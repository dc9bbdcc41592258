"""The tests of one file with what each of them claims, markers and comments assigned to them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harness_lint.documents.code_ids import Ids, Mention
from harness_lint.documents.languages.reading import Marker, Note, Reading, Unit
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

_NUMBERED = pattern(rb"(?i)(?:s|er|ment|req|property)\b[ \t*:_`]{0,6}(?:[^\W\d]{3,14}[ \t:]+)?\d")
"""A number behind a word that may be a label: ``Validates: Requirements 1.2``."""

_DIGIT = pattern(r"[0-9]")

_MOST_KEY = 1_000
"""Characters of a qualified name."""

_MOST_DEPTH = 50
"""Suites around a test that are asked for what they claim."""

_MOST_INHERITED = 20_000
"""Claims of suites that are said again for each of their tests, in one file."""


class Claim(NamedTuple):
    """An ID that is claimed at one place."""

    id: str
    at: Span
    mention: Mention
    is_loose: bool = False
    """Whether it is only one reading of a name."""


class Claims(dict[tuple[str, str], Claim]):
    """ID and role → the claim; of several that say the same, the first explicit one."""

    def add(self, claim: Claim) -> None:
        """Add *claim* unless the same is claimed already, and as clearly."""
        what = (claim.id, claim.mention.role)
        known = self.get(what)
        if known is None or (claim.mention.explicit and not known.mention.explicit):
            self[what] = claim


class Node:
    """A unit in its place, with what is claimed there."""

    __slots__ = ("claims", "has_tests", "key", "parent", "skipped", "unit")

    def __init__(self, unit: Unit, parent: Node | None, separator: str, *, skipped: bool) -> None:
        self.unit = unit
        self.parent: Node | None = parent
        outer = parent.key[:_MOST_KEY] + separator if parent is not None and separator else ""
        self.key: str = outer + unit.name
        self.skipped: bool = skipped or unit.skipped or (parent is not None and parent.skipped)
        self.claims = Claims()
        self.has_tests = False

    @property
    def suites(self) -> Iterator[Node]:
        """The suites around it, from the inside."""
        around: Node | None = self.parent
        for _ in range(_MOST_DEPTH):
            if around is None:
                return
            if not around.unit.is_test:
                yield around
            around = around.parent


class TestTree:
    """Units as a tree, and every claim with the unit that makes it."""

    __test__ = False

    def __init__(self, source: Source, reading: Reading, ids: Ids) -> None:
        self.source = source
        self.reading = reading
        self.ids = ids
        self.claims = Claims()
        """Of the file as a whole: for all its tests."""
        self.scopes: set[str] = set()
        """What the file's comments name as the feature that its properties are of."""
        self.nodes = self._nested(reading.units)
        self._starts = [node.unit.at.start for node in self.nodes]
        self._hits = _Hits(source, ids)
        self._assign()

    def inherited(self) -> Iterator[tuple[Node, Claim, bool]]:
        """Yield the tests of suites with the suites' claims, and whether it is not the first."""
        if not self.claims and not any(n.claims for n in self.nodes if not n.unit.is_test):
            return
        own = {what for node in self.nodes for what in node.claims}
        whole = [claim for what, claim in self.claims.items() if what not in own]
        given: set[tuple[Span, str]] = set()
        count = 0
        for node in self.nodes:
            if not node.unit.is_test:
                continue
            for claim in (*(c for suite in node.suites for c in suite.claims.values()), *whole):
                is_first = (claim.at, claim.id) not in given
                given.add((claim.at, claim.id))
                if (claim.id, claim.mention.role) in node.claims:
                    continue
                count += 1
                if is_first or count < _MOST_INHERITED:
                    yield node, claim, not is_first

    def _nested(self, units: Iterable[Unit]) -> list[Node]:
        nodes: list[Node] = []
        stack: list[Node] = []
        for unit in sorted(units, key=lambda unit: (unit.at.start, -unit.at.end)):
            while stack and stack[-1].unit.at.end <= unit.at.start:
                stack.pop()
            parent = stack[-1] if stack else None
            if parent is not None and parent.unit.is_test and not self.reading.nests:
                continue
            node = Node(unit, parent, self.reading.separator, skipped=self.reading.skipped)
            nodes.append(node)
            stack.append(node)
        return nodes

    def _assign(self) -> None:
        for node in self.nodes:
            self._own(node)
        for marker in self.reading.markers:
            self._from_marker(self.claims, marker)
        notes = _merged(self.source.data, self.reading.notes)
        for note, (owner, counts) in zip(notes, self._owners(notes), strict=True):
            if self._may_claim(note):
                self._from_note(note, owner, counts=counts)

    def _may_claim(self, note: Note) -> bool:
        """Whether *note* holds an ID, or a number that may be one behind a label."""
        if self._hits.within(note.at):
            return True
        return self.ids.has_numbers and _NUMBERED.search(self.source.data, *note.at) is not None

    def _own(self, node: Node) -> None:
        unit = node.unit
        for marker in unit.markers:
            self._from_marker(node.claims, marker)
        for title in unit.titles:
            if self._hits.within(title):
                for mention in self.ids.in_title(self.source.slice(title)):
                    self._add(node.claims, title, mention)
        if unit.is_word and _DIGIT.search(unit.name) is not None:
            for mention in self.ids.in_name(unit.name):
                self._add(node.claims, unit.name_at, mention, is_loose=True)

    def _from_marker(self, claims: Claims, marker: Marker) -> None:
        for mention in self.ids.in_marker(self.source.slice(marker.at)):
            self._add(claims, marker.at, mention._replace(role=marker.role))

    def _from_note(self, note: Note, node: Node | None, *, counts: bool) -> None:
        claims = node.claims if node is not None else self.claims
        text = self.source.slice(note.at)
        for mention in self.ids.in_note(text, labelled_only=not counts):
            if mention.qualifier and "property" in mention.kinds:
                self.scopes.add(mention.qualifier)
            if counts or mention.explicit:
                self._add(claims, note.at, mention)

    def _add(
        self, claims: Claims, region: Span, mention: Mention, *, is_loose: bool = False
    ) -> None:
        data, start = self.source.data, region.start
        if self.source.is_ascii:
            at = Span(start + mention.start, start + mention.end)
        else:
            text = data[start : region.end].decode("utf-8", "replace")
            begin = start + len(text[: mention.start].encode())
            at = Span(begin, begin + len(text[mention.start : mention.end].encode()))
        for identifier in mention.ids:
            claims.add(Claim(identifier, at, mention, is_loose))

    def _owners(self, notes: list[Note]) -> Iterator[tuple[Node | None, bool]]:
        """Yield for each of *notes* the unit that it speaks of, and whether all IDs count.

        That is the unit right below it; the next one in the same suite where only blank lines
        stand between, for labelled notes; else the unit that it stands in.
        """
        data = self.source.data
        around: list[Node] = []
        coming = 0
        for note in notes:
            while coming < len(self.nodes) and self._starts[coming] <= note.at.start:
                around.append(self.nodes[coming])
                coming += 1
            while around and around[-1].unit.at.end <= note.at.start:
                around.pop()
            inner = around[-1] if around else None
            following = self.nodes[coming] if coming < len(self.nodes) else None
            if note.is_doc or following is None or not _leads_line(data, note.at.start):
                yield inner, inner is not None and (note.is_doc or inner.unit.is_test)
                continue
            between = data[note.at.end : following.unit.at.start]
            blank = not between[: between.rfind(b"\n") + 1].strip()
            if blank and b"\n" in between:
                yield following, between.count(b"\n") == 1
            else:
                yield inner, inner is not None and inner.unit.is_test


class _Hits:
    """Where anything stands that looks like an ID: most titles and comments hold none."""

    def __init__(self, source: Source, ids: Ids) -> None:
        grammar = compile_pattern(ids.words) if ids.words else None
        found = [match.start() for match in grammar.finditer(source.text)] if grammar else []
        self._starts = found if source.is_ascii else list(_as_bytes(source.text, found))

    def within(self, at: Span) -> bool:
        number = bisect_left(self._starts, at.start)
        return number < len(self._starts) and self._starts[number] < at.end


def _as_bytes(text: str, offsets: list[int]) -> Iterator[int]:
    at = size = 0
    for offset in offsets:
        size += len(text[at:offset].encode())
        at = offset
        yield size


def _merged(data: bytes, notes: tuple[Note, ...]) -> list[Note]:
    """Return *notes* in order, line comments on lines that follow one another made one."""
    merged: list[Note] = []
    for note in sorted(notes):
        last = merged[-1] if merged else None
        if last is not None and not last.is_doc and not note.is_doc:
            between = data[last.at.end : note.at.start]
            is_next = not between.strip() and between.count(b"\n") == 1
            if is_next and _leads_line(data, last.at.start):
                merged[-1] = Note(Span(last.at.start, note.at.end))
                continue
        merged.append(note)
    return merged


def _leads_line(data: bytes, offset: int) -> bool:
    """Whether nothing but blanks stands before *offset* on its line."""
    start = data.rfind(b"\n", max(0, offset - 400), offset) + 1
    return not data[max(start, offset - 400) : offset].strip(b" \t\xef\xbb\xbf")
