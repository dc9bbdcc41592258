"""Deltas: what a proposed change adds to a spec, modifies, removes and renames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.requirement_spec import (
        Grammar,
        Head,
        RequirementBlock,
        RequirementSpec,
    )

ADDED, MODIFIED, REMOVED, RENAMED = "added", "modified", "removed", "renamed"


class Entry(NamedTuple):
    """One thing that a delta does to one requirement."""

    operation: str
    name: Located[str]
    """The requirement's name; of one that is renamed, the name that it loses."""
    block: RequirementBlock | None = None
    """What is added, or what the requirement becomes."""
    new_name: Located[str] | None = None
    """The name that it is given."""


class Half(NamedTuple):
    """One line of a renaming, without the other that makes it one."""

    side: str
    """``FROM`` or ``TO``."""
    name: Located[str]


class Stray(NamedTuple):
    """A requirement outside of all sections of a delta, where it does nothing."""

    name: Located[str]
    section: str
    """The title of the section that it stands in; empty above the first."""


class Delta(NamedTuple):
    """A delta as its tool reads it."""

    entries: tuple[Entry, ...]
    sections: tuple[Head, ...]
    """The headings of its sections, in source order."""
    halves: tuple[Half, ...]
    strays: tuple[Stray, ...]
    titles: Mapping[str, str]
    """Operation → the title of its section, as the pack spells it."""
    target: str
    """Path of the spec that it changes, below the root; empty where no delta is read."""


_REMOVED = pattern(r"[-*+][ \t]*`?###[ \t]*Requirement:")
_RENAMED = pattern(r"(?:[-*+][ \t]*)?(FROM|TO):[ \t]*`?###[ \t]*Requirement:")
"""How lines begin that name a requirement. Source: parsers of OpenSpec 1.13.2."""


def read_delta(spec: RequirementSpec, grammar: Grammar, shape: Mapping[str, Any]) -> Delta:
    """Return what *spec* does, in the sections that *shape* names."""
    titles: Mapping[str, str] = shape["operations"]
    operations = {title.casefold(): operation for operation, title in titles.items()}
    reader = _Reader(spec, grammar)
    sections, strays = [], []
    operation, section = "", ""
    for index, head in enumerate(spec.heads):
        if head.level == grammar.level - 1:
            section = head.title.value
            operation = operations.get(section.casefold(), "")
            if operation:
                sections.append(head)
                reader.read_section(index, operation)
        elif not operation and (name := grammar.name_of(head)) is not None:
            strays.append(Stray(name, section))
    return Delta(
        tuple(reader.entries),
        tuple(sections),
        tuple(reader.halves),
        tuple(strays),
        titles,
        target_of(spec.path, shape),
    )


def target_of(path: str, shape: Mapping[str, Any]) -> str:
    """Return the path of the spec that the delta at *path* changes; empty if it is read by none."""
    match = compile_pattern(shape["path"]).fullmatch(path)
    if match is None:
        return ""
    target = str(shape["target"])
    for number, words in enumerate(match.groups(), 1):
        target = target.replace(f"{{{number}}}", words)
    return target


class _Reader:
    """Gathers the entries of one section after the other."""

    def __init__(self, spec: RequirementSpec, grammar: Grammar) -> None:
        self.spec = spec
        self.grammar = grammar
        self.entries: list[Entry] = []
        self.halves: list[Half] = []

    def read_section(self, index: int, operation: str) -> None:
        """Read the section whose heading is at *index*."""
        blocks = tuple(self._blocks(index)) if operation != RENAMED else ()
        if operation in (ADDED, MODIFIED):
            self.entries += (Entry(operation, block.name, block) for block in blocks)
            return
        end = self.spec.line_of(self._end(index))
        lines = self.spec.lines(self.spec.start_of(index), end)
        if operation == RENAMED:
            self._read_names(lines)
            return
        named = [Entry(operation, block.name) for block in blocks]
        for line in lines:
            match = _REMOVED.match(line.value)
            name = _named(line, match.end()) if match is not None else None
            if name is not None:
                named.append(Entry(operation, name))
        self.entries += sorted(named, key=lambda entry: entry.name.at)

    def _end(self, index: int) -> int:
        """Return the index of the heading that ends the section of that at *index*."""
        heads, top = self.spec.heads, self.grammar.level - 1
        following = (n for n in range(index + 1, len(heads)) if heads[n].level == top)
        return next(following, len(heads))

    def _blocks(self, index: int) -> Iterator[RequirementBlock]:
        heads, end = self.spec.heads, self._end(index)
        starts = [
            (number, name)
            for number in range(index + 1, end)
            if (name := self.grammar.name_of(heads[number])) is not None
        ]
        stops = [*(number for number, _ in starts[1:]), end]
        for (start, name), stop in zip(starts, stops, strict=False):
            scenarios = [
                self.spec.scenario(number, self.grammar)
                for number in range(start + 1, stop)
                if heads[number].level == self.grammar.scenario_level
            ]
            limit = self.spec.line_of(stop)
            yield self.spec.block(start, limit, self.grammar, name, scenarios)

    def _read_names(self, lines: Iterator[Located[str]]) -> None:
        """Read pairs of ``FROM:`` and ``TO:``; a line without the other is a half."""
        pending: Located[str] | None = None
        for line in lines:
            match = _RENAMED.match(line.value)
            name = _named(line, match.end()) if match is not None else None
            if match is None or name is None:
                continue
            if match[1] == "FROM":
                self._drop(pending)
                pending = name
            elif pending is None:
                self.halves.append(Half("TO", name))
            else:
                self.entries.append(Entry(RENAMED, pending, new_name=name))
                pending = None
        self._drop(pending)

    def _drop(self, pending: Located[str] | None) -> None:
        if pending is not None:
            self.halves.append(Half("FROM", pending))


def _named(line: Located[str], start: int) -> Located[str] | None:
    """Return the name that stands in *line* from *start*, without backtick and closing ``#``."""
    rest = line.value[start:].removesuffix("`")
    name = rest.strip()
    opened = name.rstrip("#")
    if opened.endswith((" ", "\t")):
        name = opened.rstrip()
    at = line.at.start + len(line.value[:start].encode("utf-8", "replace"))
    at += len(rest) - len(rest.lstrip())
    return Located(name, Span(at, at + len(name.encode("utf-8", "replace")))) if name else None


def folded(name: str) -> str:
    """Return *name* so that spellings which only a slip tells apart are equal."""
    return " ".join(name.lower().split())


def said_delta(spec: RequirementSpec, delta: Delta) -> Iterator[Said]:
    """Yield that a change has a delta, and each entry under the path of the spec it changes."""
    from harness_lint.documents.changes import folder_of
    from harness_lint.documents.requirement_spec import values_of

    if "change" in spec.family.data and (delta.target or delta.sections):
        yield Said("delta-document", folder_of(spec.path, spec.family), Span(0, 0), {})
    level = spec.grammar.scenario_level if spec.grammar is not None else 0
    for entry in delta.entries if delta.target else ():
        values: dict[str, Any] = {"name": entry.name.value}
        if entry.block is not None:
            values = values_of(entry.block, level)
        values["operation"] = entry.operation
        if entry.new_name is not None:
            values["new-name"] = entry.new_name.value
        yield Said("delta-entry", delta.target, entry.name.at, values)
