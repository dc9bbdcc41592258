"""HL108 placeholder-left. Its page and its tests are in `placeholder_left.md`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from harness_lint.check import check
from harness_lint.documents.document import Document, fields_of
from harness_lint.documents.sections import is_empty
from harness_lint.findings import Related, Violation
from harness_lint.markdown.nodes import Item, Paragraph, Quote, Table, Visit
from harness_lint.markdown.outline import title_key
from harness_lint.packs.patterns import Pattern, compile_globs, compile_pattern
from harness_lint.pattern import pattern
from harness_lint.source import Span


class Options(NamedTuple):
    """What is a placeholder, and where one belongs."""

    open_words: tuple[str, ...] = ("TBD", "TBA")
    """Words that stand for a decision to come, whatever follows them. Upper case only."""
    work_words: tuple[str, ...] = ("TODO", "FIXME")
    """Words that stand for work to come, alone or with a mark of punctuation behind them."""
    state_titles: tuple[str, ...] = (
        "status",
        "state",
        "progress",
        "phase",
        "lane",
        "column",
        "label",
        "stage",
        "done",
        "kind",
        "marker",
        "value",
        "values",
        "tag",
        "keyword",
        "pattern",
        "type",
        "from",
        "to",
        "resolution",
    )
    """Columns and fields in which such a word is a value like others."""
    later_sections: tuple[str, ...] = (
        "Dev Agent Record",
        "QA Results",
        "Review Feedback",
        "Results",
        "Retrospective",
    )
    """Sections that are filled in after the work: a placeholder in them is in its place."""
    templates: tuple[str, ...] = (
        "**/templates/**",
        "**/template/**",
        "*template*",
        "**/*template*/**",
        "**/fixtures/**",
        "**/archetypes/**",
    )
    """Paths of documents that are made of placeholders."""


Match: TypeAlias = "Callable[[str], re.Match[str] | None]"

FEW = 5
"""How many cells of one table are reported one by one."""


@check("HL108", "placeholder-left", subject=Document, since="0.1", options=Options)
def placeholder_left(document: Document, options: Options) -> Iterator[Violation]:
    """A placeholder of a template was left, or a text was put off: `TBD`, `TODO`."""
    if compile_globs(options.templates).match(document.path):
        return
    yield from _tokens(document)
    words = [word.encode() for word in (*options.open_words, *options.work_words)]
    if any(word in document.source.data for word in words):
        yield from _put_off(document, options, words)


def _tokens(document: Document) -> Iterator[Violation]:
    """Yield the family's own placeholders in running text."""
    patterns = [compile_pattern(pattern) for pattern in document.family.placeholders]
    patterns = [pattern for pattern in patterns if pattern.search(document.source.text)]
    if not patterns:
        return
    for leaf in document.leaves:
        for match in _matches(patterns, leaf.prose.words):
            at = leaf.prose.span(match.start(), match.end())
            if not document.is_example(at.start):
                yield Violation(at, f"placeholder `{match[0]}` was left; write what it stands for")


def _matches(patterns: list[Pattern], words: str) -> Iterator[re.Match[str]]:
    for one in patterns:
        yield from one.finditer(words)


class PutOff(NamedTuple):
    """A place where a text belongs, and the word that stands there."""

    at: Span
    word: str


def _put_off(document: Document, options: Options, words: list[bytes]) -> Iterator[Violation]:
    word_at = _matcher(options)
    silent = [section.span for section in document.outline.find(options.later_sections)]
    silent += document.example_spans
    for section in document.outline.sections:
        match = word_at(section.title)
        if match is not None and section.title == match[0] and is_empty(section):
            yield _violation(PutOff(section.heading.content, match[0]))
    for visit in document.visits:
        block = visit.block
        if not isinstance(block, Paragraph | Table) or not _holds(document, block.span, words):
            continue
        if any(isinstance(parent, Quote) for parent in visit.parents):
            continue
        if isinstance(block, Paragraph):
            found = _in_text(block, word_at, options, in_item=_is_item(visit))
        else:
            found = list(_in_cells(block, word_at, options))
        yield from _few([one for one in found if not _is_in(one.at, silent)])


def _holds(document: Document, span: Span, words: list[bytes]) -> bool:
    text = document.source.data[span.start : span.end]
    return any(word in text for word in words)


def _is_in(at: Span, spans: Sequence[Span]) -> bool:
    return any(span.start <= at.start < span.end for span in spans)


def _matcher(options: Options) -> Match:
    open_words = "|".join(map(re.escape, options.open_words)) or "$^"
    work_words = "|".join(map(re.escape, options.work_words)) or "$^"
    return re.compile(
        rf"(?:(?:{open_words})\b(?![/,|])|(?:{work_words})\b(?=[ \t]*(?:$|\n|[:.;!?(—–-])))"
    ).match


def _few(found: Sequence[PutOff]) -> Iterator[Violation]:
    if len(found) <= FEW:
        yield from map(_violation, found)
        return
    words = f"`{found[0].word}` stands here and in {len(found) - 1} more cells where a text belongs"
    related = tuple(Related(one.at, "here too") for one in found[1:FEW])
    yield Violation(found[0].at, f"{words}; write the texts", related)


def _violation(found: PutOff) -> Violation:
    return Violation(found.at, f"`{found.word}` stands where a text belongs; write the text")


def _is_item(visit: Visit) -> bool:
    return bool(visit.parents) and isinstance(visit.parents[-1], Item)


BOX = pattern(r"\[.\][ \t]+")


def _in_text(block: Paragraph, word_at: Match, options: Options, *, in_item: bool) -> list[PutOff]:
    """Return the word that *block* begins with (an item must be nothing else), or its fields'."""
    words = block.prose.words
    start = box.end() if in_item and (box := BOX.match(words)) else 0
    match = word_at(words[start:])
    if match is not None:
        is_whole = words[start:].strip(" .:…") == match[0]
        return [PutOff(block.content, match[0])] if is_whole or not in_item else []
    return [
        PutOff(field.value.at, match[0])
        for field in fields_of(block)
        if (match := word_at(field.value.value)) and field.key not in options.state_titles
    ]


def _in_cells(table: Table, word_at: Match, options: Options) -> Iterator[PutOff]:
    titles = [title_key(cell.prose.value) for cell in table.header.cells]
    for row in table.rows:
        for title, cell in zip(titles, row.cells, strict=False):
            match = word_at(cell.prose.words)
            if match is not None and title not in options.state_titles:
                yield PutOff(cell.content, match[0])
