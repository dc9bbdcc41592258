"""Documents that draw the order of tasks: trees, arrows and tables of what waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from harness_lint.documents.cycles import needs_from
from harness_lint.documents.dependency_drawing import Drawn, drawn_in
from harness_lint.documents.document import Document, Said
from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.task import Dependency, Task
from harness_lint.documents.tasks import Tasks
from harness_lint.markdown.nodes import Leaf, Row
from harness_lint.packs.task_shapes import TaskShape
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

MOST_LISTED = 10_000
"""So many dependencies are read from tables and notes: ranges make many of few words."""
MOST_STEPS = 200
"""So many steps of critical paths are looked at."""

_PLAIN = ("", "text", "txt", "ascii")
_NEEDS = pattern(r"(?i)^(?:depends?\b|dependenc|blocked by\b|requires?\b|prerequisite)")
_BLOCKS = pattern(r"(?i)^(?:(?:can )?blocks?\b)")
_CRITICAL = pattern(r"(?i)\bcritical path\b")
_AFTER = pattern(r"\((?:after|nach|depends on)\b([^()]*)\)")
_STEM = pattern(r"[\w-]+")


class Step(NamedTuple):
    """Two neighbours of a path that is called critical."""

    first: Located[str]
    then: Located[str]


class FileNeed(NamedTuple):
    """A row that says that one file needs another, by the stems of their names."""

    file: Located[str]
    need: Located[str]


class DependencyGraph(Document, Tasks):
    """A document about the order of tasks that are defined elsewhere."""

    @property
    def shape(self) -> TaskShape:
        """The grammar of the tasks that it speaks of."""
        return self.family.tasks or TaskShape()

    @property
    def defines_ids(self) -> bool:
        """It only speaks of tasks."""
        return False

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """It defines none."""
        return ()

    @cached_property
    def drawings(self) -> tuple[Drawn, ...]:
        """What the blocks of code draw, in source order."""
        grammar = self.shape.id
        blocks = (one for one in self.code_blocks if one.language in _PLAIN) if grammar else ()
        return tuple(drawn_in(block, self.source, grammar) for block in blocks)

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """What is drawn and listed outside of critical paths, one statement for each arrow."""
        found = [
            _dependency(edge.then, edge.first)
            for drawn in self.drawings
            if not self._is_critical(drawn.span)
            for edge in drawn.edges
        ]
        found += islice(self._listed(), MOST_LISTED)
        return tuple(sorted(found, key=lambda one: one.span))

    @cached_property
    def critical_steps(self) -> tuple[Step, ...]:
        """The steps of the paths that the document calls critical."""
        steps = [
            Step(edge.first, edge.then)
            for drawn in self.drawings
            if self._is_critical(drawn.span)
            for edge in drawn.edges
        ]
        return tuple(steps[:MOST_STEPS])

    @cached_property
    def labels(self) -> dict[str, str]:
        """The stem of the file that stands in brackets behind an ID: ``BE-001 (lamp.sh)``."""
        found: dict[str, str] = {}
        for drawn in self.drawings:
            for identifier, label in drawn.labels:
                stem = _STEM.match(label)
                if stem is not None:
                    found.setdefault(identifier, stem[0].casefold())
        return found

    @cached_property
    def file_needs(self) -> tuple[FileNeed, ...]:
        """The needs of files that tables list."""
        return tuple(need for row in self._rows() for need in self._files_of(row))

    def facts(self) -> Iterator[Said]:
        """Yield the tasks that it orders, besides what every document says."""
        from harness_lint.documents.order_facts import order_facts

        yield from super().facts()
        yield from order_facts(self)

    def leads_to(self, first: str, then: str) -> bool:
        """Whether *then* waits for *first*, at once or by what stands between."""
        return any(first in needs for needs in needs_from(then, lambda t: self.needs.get(t, ())))

    def _is_critical(self, span: Span) -> bool:
        section = self.outline.section_at(span.start)
        return section is not None and _CRITICAL.search(section.title) is not None

    def _rows(self) -> Iterator[tuple[Row, Row]]:
        for table in self.tables:
            yield from ((table.header, row) for row in table.rows)

    def _listed(self) -> Iterator[Dependency]:
        for header, row in self._rows() if self.shape.id else ():
            subjects = self._ids(row.cells[0]) if row.cells else []
            for title, cell in zip(header.cells[1:], row.cells[1:], strict=False):
                words = title.prose.value.strip()
                waits, blocks = _NEEDS.match(words), _BLOCKS.match(words)
                if waits is None and blocks is None:
                    continue
                for subject in subjects[:1]:
                    for other in self._ids(cell):
                        pair = (subject, other) if waits else (other, subject)
                        yield _dependency(*pair)
        for leaf in self.leaves if self.shape.id else ():
            yield from self._groups(leaf)

    def _groups(self, leaf: Leaf) -> Iterator[Dependency]:
        """Yield what ``BE-003, BE-004 (after BE-002)`` says."""
        prose = leaf.prose
        match = _AFTER.search(prose.value) if "(" in prose.value else None
        if match is None:
            return
        ids = self._ids(leaf)
        at = prose.span(*match.span(1)) if match[1] else Span(0, 0)
        needs = [one for one in ids if at.start <= one.at.start < at.end]
        for one in ids:
            if one.at.start < at.start:
                yield from (_dependency(one, need) for need in needs)

    def _ids(self, leaf: Leaf) -> list[Located[str]]:
        """Return the IDs in *leaf*, ranges expanded, each at what stands for it."""
        prose = leaf.prose
        return [
            Located(name, prose.span(one.start, one.end))
            for one in find_ids(prose.value, self.shape.id)
            for name in one.ids()
        ]

    def _files_of(self, row: tuple[Row, Row]) -> Iterator[FileNeed]:
        header, cells = row[0].cells, row[1].cells
        files = _files(cells[0]) if cells else []
        for title, cell in zip(header[1:], cells[1:], strict=False):
            if files and _NEEDS.match(title.prose.value.strip()) is not None:
                yield from (FileNeed(files[0], need) for need in _files(cell))


_FILE = pattern(r"([\w-]+)\.(?:sh|py|js|ts|ya?ml|json|toml|md|php|go|rs|rb)\b(?!/)")


def _files(cell: Leaf) -> list[Located[str]]:
    """Return the files that a cell names, by their stems."""
    return [
        Located(match[1].casefold(), cell.prose.span(*match.span()))
        for match in _FILE.finditer(cell.prose.value)
    ]


def _dependency(then: Located[str], first: Located[str]) -> Dependency:
    return Dependency((then.value,), (first.value,), then.at, (then,), (first,))
