"""IDs in program text: in comments, titles, markers and names of tests; other strings are data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from harness_lint.documents.languages.reading import Reading
from harness_lint.documents.languages.table import reader_of
from harness_lint.fixing.edits import Replacement
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Link
from harness_lint.source import Source, Span


def is_program(path: str) -> bool:
    """Whether the source at *path* is program text."""
    return reader_of(path) is not None


def reading_of(source: Source) -> Reading:
    """Return what is told of the tests in *source*, which is program text."""
    read = reader_of(source.path)
    return read(source.data) if read is not None else Reading("", "", ())


def spoken_parts(reading: Reading) -> list[Span]:
    """Return where a program speaks to people or to its test runner, in order."""
    return sorted(_parts(reading))


def _parts(reading: Reading) -> Iterator[Span]:
    yield from (note.at for note in reading.notes)
    yield from (marker.at for marker in reading.markers)
    for unit in reading.units:
        yield from unit.titles
        yield from (marker.at for marker in unit.markers)


def is_name(link: Link) -> bool:
    """Whether *link* is claimed by the name of a test."""
    return link.claim.values.get("loose") is True


def renamed_tests(project: Project, edits: Iterable[tuple[str, Replacement]]) -> dict[str, str]:
    """Return the tests whose names change with *edits*, which have paths: old name → new one.

    A name that another test keeps, or that becomes several, is left out: nobody can tell which
    test is spoken of.
    """
    by_path: dict[str, list[Replacement]] = defaultdict(list)
    for path, edit in edits:
        by_path[path].append(edit)
    found: dict[str, set[str]] = defaultdict(set)
    for fact in project.facts("test"):
        name = str(fact.values.get("name") or "")
        found[name].add(_changed(name, fact.at.span.start, by_path.get(fact.at.path, ())))
    return {
        name: min(new) for name, new in found.items() if name and len(new) == 1 and new != {name}
    }


def _changed(name: str, at: int, edits: Iterable[Replacement]) -> str:
    """Return *name*, which stands at *at* of its file, with the *edits* that lie in it."""
    for span, new in sorted(edits, reverse=True):
        start, end = span.start - at, span.end - at
        if 0 <= start < end <= len(name):
            name = name[:start] + new.decode() + name[end:]
    return name
