"""HL108 placeholder-left. Its page and its tests are in `placeholder_left.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.fields import fields_of
from harness_lint.documents.sections import is_empty
from harness_lint.findings import Related, Severity, Violation
from harness_lint.markdown.nodes import Item, Paragraph, Table, Visit
from harness_lint.markdown.outline import Section, title_key
from harness_lint.packs.patterns import Pattern, compile_globs, compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Span


class Options(NamedTuple):
    """What is a placeholder, and where one belongs."""

    open_words: tuple[str, ...] = ("TBD", "TBA")
    """Words that stand for a decision to come. Upper case only."""
    work_words: tuple[str, ...] = ("TODO", "FIXME")
    """Words that stand for work to come."""
    later_titles: tuple[str, ...] = (
        "actual",
        "column",
        "commit",
        "completed",
        "done",
        "due",
        "evidence",
        "from",
        "issue",
        "keyword",
        "kind",
        "label",
        "lane",
        "marker",
        "outcome",
        "pattern",
        "phase",
        "pr",
        "progress",
        "resolution",
        "result",
        "results",
        "sha",
        "stage",
        "state",
        "status",
        "tag",
        "to",
        "type",
        "value",
        "values",
    )
    """Columns and fields in which such a word is a value, or that are filled in after the work."""
    later_sections: tuple[str, ...] = (
        "Dev Agent Record",
        "QA Results",
        "Review Feedback",
        "Results",
        "Retrospective",
    )
    """Sections that are filled in after the work: a placeholder in them is in its place."""
    ahead: tuple[str, ...] = (
        "Planned",
        "Proposed",
        "Deferred",
        "Postponed",
        "Backlog",
        "Future",
        "Later",
        "Upcoming",
        "Not started",
    )
    """States of a row that lies ahead: what stands in its other cells is not decided yet."""
    templates: tuple[str, ...] = (
        "**/templates/**",
        "**/template/**",
        "*template*",
        "**/*template*/**",
        "**/fixtures/**",
        "**/archetypes/**",
    )
    """Paths of documents that are made of placeholders."""
    archives: tuple[str, ...] = ("**/archive/**", "**/archived/**", "**/.archive/**")
    """Paths of documents that nobody will finish."""


FEW = 5
"""How many cells of one table are reported one by one."""

MOST = 12
"""How many other placeholders of a table are related."""

BOX = pattern(r"\[.\][ \t]+")

AROUND = " \t.:…"
"""What may stand around a word that is all there is."""


@check(
    "HL108",
    "placeholder-left",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    options=Options,
)
def placeholder_left(document: Document, options: Options) -> Iterator[Violation]:
    """A placeholder of a template was left, or a text was put off: `TBD`, `TODO`."""
    patterns = [compile_pattern(pattern) for pattern in document.family.placeholders]
    patterns = [pattern for pattern in patterns if pattern.search(document.source.text)]
    words = (*options.open_words, *options.work_words)
    is_put_off = any(word in document.source.text for word in words)
    if not (patterns or is_put_off) or _is_template(document, options):
        return
    if patterns:
        yield from _tokens(document, patterns)
    if is_put_off:
        yield from _put_off(document, options)


def _is_template(document: Document, options: Options) -> bool:
    """Whether placeholders are in their place, or nobody will replace them."""
    return compile_globs((*options.templates, *options.archives)).match(document.path)


def _tokens(document: Document, patterns: list[Pattern]) -> Iterator[Violation]:
    """Yield the family's own placeholders, which its *patterns* describe, in running text."""
    for group in _by_table(document, patterns):
        (at, words), *others = group
        yield Violation(
            at,
            f"placeholder `{words}` was left; write what it stands for, or remove it",
            related=tuple(Related(other, f"`{left}` was left too") for other, left in others)[
                :MOST
            ],
        )


def _by_table(document: Document, patterns: list[Pattern]) -> Iterator[list[tuple[Span, str]]]:
    """Yield the placeholders, those of one table together: it was left as it came."""
    tables = {
        id(cell): number
        for number, table in enumerate(document.tables)
        for row in table.rows
        for cell in row.cells
    }
    groups: dict[int, list[tuple[Span, str]]] = {}
    for leaf in document.leaves:
        for match in _matches(patterns, leaf.prose.words):
            at = leaf.prose.span(match.start(), match.end())
            if not document.is_example(at.start):
                key = tables.get(id(leaf), -1 - at.start)
                groups.setdefault(key, []).append((at, match[0]))
    yield from groups.values()


def _matches(patterns: list[Pattern], words: str) -> Iterator[re.Match[str]]:
    for one in patterns:
        yield from one.finditer(words)


class PutOff(NamedTuple):
    """A place where a text belongs, the word that stands there, and what is said of it."""

    at: Span
    word: str
    message: str


def _put_off(document: Document, options: Options) -> Iterator[Violation]:
    silent = [section.span for section in document.outline.find(options.later_sections)]
    silent += document.example_spans
    reader = _Reader(document, options)
    for section in document.outline.sections:
        for one in reader.in_section(section):
            if not _is_in(one.at, silent):
                yield Violation(one.at, one.message)
    for visit in document.visits:
        if visit.is_quoted:
            continue
        found = [one for one in reader.in_block(visit) if not _is_in(one.at, silent)]
        yield from _few(found)


def _is_in(at: Span, spans: Sequence[Span]) -> bool:
    return any(span.start <= at.start < span.end for span in spans)


def _few(found: Sequence[PutOff]) -> Iterator[Violation]:
    if len(found) <= FEW:
        for one in found:
            yield Violation(one.at, one.message)
        return
    words = f"`{found[0].word}` stands here and in {len(found) - 1} more cells where a text belongs"
    related = tuple(Related(one.at, "here too") for one in found[1:FEW])
    yield Violation(found[0].at, f"{words}; write the texts", related)


class _Reader:
    """Finds the places where one of the words of *options* stands for a text."""

    def __init__(self, document: Document, options: Options) -> None:
        self.data = document.source.data
        self.later_titles = frozenset(options.later_titles)
        self.ahead = frozenset(map(title_key, options.ahead))
        self.open_words = frozenset(options.open_words)
        self.words = (*options.open_words, *options.work_words)
        words = "|".join(map(re.escape, self.words)) or "$^"
        self.begins = re.compile(rf"(?:{words})(?=[ \t]*(?:$|\n|[:.;!?(—–-]))").match

    def in_section(self, section: Section) -> Iterator[PutOff]:
        """Yield the title of an empty section, or the word that its text begins with."""
        if section.title in self.open_words and is_empty(section):
            words = f"`{section.title}` stands where a title belongs; write the section"
            yield PutOff(section.heading.content, section.title, words)
        first = section.blocks[0] if section.blocks else None
        if not isinstance(first, Paragraph) or not self._is_there(first.span):
            return
        match = self.begins(first.prose.words)
        if match is not None:
            words = f"`{match[0]}` stands where the text of `{section.title}` belongs; write it"
            yield PutOff(first.prose.span(*match.span()), match[0], words)

    def in_block(self, visit: Visit) -> Iterator[PutOff]:
        """Yield the cells, fields and items that are one of the words and nothing else."""
        block = visit.block
        if not isinstance(block, Paragraph | Table) or not self._is_there(block.span):
            return
        if isinstance(block, Table):
            yield from self._in_cells(block)
        else:
            is_item = bool(visit.parents) and isinstance(visit.parents[-1], Item)
            yield from self._in_item(block) if is_item else ()
            yield from self._in_fields(block)

    def _is_there(self, span: Span) -> bool:
        """Whether one of the words stands in *span*: most text is never read."""
        text = self.data[span.start : span.end]
        return any(word.encode() in text for word in self.words)

    def _in_item(self, block: Paragraph) -> Iterator[PutOff]:
        words = block.prose.words
        start = box.end() if (box := BOX.match(words)) else 0
        word = words[start:].strip(AROUND)
        if word in self.open_words:
            at = words.index(word, start)
            span = block.prose.span(at, at + len(word))
            yield PutOff(span, word, f"`{word}` stands where an item belongs; write or remove it")

    def _in_fields(self, block: Paragraph) -> Iterator[PutOff]:
        for field in fields_of(block):
            word = field.value.value.strip(AROUND)
            if word in self.words and field.key not in self.later_titles:
                words = f"field `{field.name.value}` is `{word}`; write its value"
                yield PutOff(field.value.at, word, words)

    def _in_cells(self, table: Table) -> Iterator[PutOff]:
        titles = [cell.prose.value.strip() for cell in table.header.cells]
        for row in table.rows:
            if any(title_key(cell.prose.words) in self.ahead for cell in row.cells):
                continue
            for title, cell in zip(titles, row.cells, strict=False):
                word = cell.prose.words.strip(AROUND)
                if word in self.words and title_key(title) not in self.later_titles:
                    where = f"column `{title}`" if title else "a cell"
                    words = f"`{word}` stands in {where}; write the value"
                    yield PutOff(cell.content, word, words)
