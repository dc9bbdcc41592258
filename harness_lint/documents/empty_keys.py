"""Keys of front matter that were left without what belongs to them: how to give it to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from harness_lint.errors import nearest
from harness_lint.findings import Applicability, Edit, Fix
from harness_lint.markdown.data_tree import DataNode, Entry
from harness_lint.source import Source, Span

INDENT = "  "

_LIKE = 0.75
"""From here on, 0 to 1, a key may be another one misspelled, which belongs to nobody else."""


def filled_or_removed(
    source: Source, root: DataNode, name: str, known: Collection[str]
) -> Fix | None:
    """Return the fix of the key *name* of *root*, whose value should be a mapping and is empty.

    What follows it line by line belongs to it, up to the first key that is *known*; it is
    removed if nothing does. None if it is not alone on its line.
    """
    entry = root.entry(name)
    if entry is None or not root.entries or entry.value.span.start != entry.value.span.end:
        return None
    line = source.line_span(source.line_at(entry.key.span.start))
    if source.slice(line).rstrip() != f"{name}:":
        return None
    below = list(_unknown_below(root, entry, known))
    if below:
        edits = tuple(Edit(Span(at, at), INDENT) for at in _line_starts(source, below))
        return Fix(f"Indent what belongs to `{name}`", edits, Applicability.UNSAFE)
    end = source.line_starts[source.line_at(line.start)]
    return Fix(f"Remove `{name}`", (Edit(Span(line.start, end), ""),), Applicability.UNSAFE)


def _unknown_below(root: DataNode, entry: Entry, known: Collection[str]) -> Iterator[Entry]:
    entries = list(root.entries)
    for one in entries[entries.index(entry) + 1 :]:
        key = one.key.resolved.text
        if key in known or nearest(key, known, _LIKE):
            return
        yield one


def _line_starts(source: Source, entries: list[Entry]) -> Iterator[int]:
    """Yield where the lines of *entries* begin, blank ones left out."""
    first = source.line_at(entries[0].key.span.start)
    for number in range(first, source.line_at(entries[-1].value.span.end) + 1):
        line = source.line_span(number)
        if source.slice(line).strip():
            yield line.start
