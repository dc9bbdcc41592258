"""Where a renaming looks: in running text, where facts say so, in programs, and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from harness_lint.documents.code_ids import ids_of
from harness_lint.documents.id_ranges import split_id
from harness_lint.documents.languages.reading import Reading
from harness_lint.markdown.data_tree import Offsets
from harness_lint.pattern import pattern
from harness_lint.project.index import Project
from harness_lint.renaming.meanings import Meanings
from harness_lint.renaming.names import spelled_like
from harness_lint.renaming.program import is_name, is_program, reading_of, spoken_parts
from harness_lint.renaming.text import Asked, Found, Region, SourceText
from harness_lint.renaming.values import Name, Texts
from harness_lint.renaming.wanted import Wanted
from harness_lint.renaming.words import Spoken, numbers_behind, spoken_at, written_part
from harness_lint.renaming.written import grammars_for
from harness_lint.source import Source, Span

_LOOKS_LIKE_AN_ID = pattern(r"(?=\S*[A-Za-z])(?=\S*\d)\S+|[A-Za-z]{2,12} \d{1,4}(?:\.\d{1,4})*")


_SHORT = pattern(r"[A-Za-z]{1,3}\d+[A-Za-z]?")
"""Codes of compilers and linters look like that: ``# noqa: T001`` is no task."""


class Search:
    """Looks through one source after the other for the same names."""

    def __init__(self, project: Project, texts: Texts, new: Mapping[Name, str]) -> None:
        self.meanings = Meanings(project)
        self.wanted = Wanted(self.meanings.homes, new)
        self._asked = Asked(self.wanted, self.meanings, project.tree)
        self._claims = self.meanings.claims_of(self.wanted.new)
        self._kinds = {kind.name: kind.id for kind in project.settings.kinds}
        known = {name.local for name in self.wanted.new if self._is_known_by_its_look(name)}
        self._grammars = grammars_for(known)
        self._in_comments = grammars_for(one for one in known if not _SHORT.fullmatch(one))
        self._bound = grammars_for(self.wanted.locals)
        """For places of which a fact says that they name an item."""
        self._words = {one for one in self.wanted.locals - known if split_id(one) is None}
        self._spoken = self._spoken_of(texts)
        self._ids = ids_of(tuple(self._kinds.items()))

    def found_in(self, source: Source) -> Found:
        """Return what changes in *source*, and what is left alone."""
        text = SourceText(source, self._asked)
        self._where_defined(text)
        self._where_claimed(text)
        whole = Span(0, len(source.data))
        if is_program(source.path):
            reading = reading_of(source)
            for span in spoken_parts(reading):
                text.look_through(Region(span, self._in_comments))
            self._in_names(text, reading)
        else:
            text.look_through(Region(whole, self._grammars))
            self._whole_values(text)
        self._spoken_numbers(text)
        return text.found

    def _is_known_by_its_look(self, name: Name) -> bool:
        """Whether the ID of *name* means an item wherever it stands."""
        if not any(one.isalpha() for one in name.local):
            return False
        items = self.meanings.items(name)
        has_pattern = any(self._kinds.get(item.kind) for item in items)
        return has_pattern or _LOOKS_LIKE_AN_ID.fullmatch(name.local) is not None

    def _where_defined(self, text: SourceText) -> None:
        for span, name in self.meanings.defined.get(text.source.path, ()):
            new = self.wanted.new.get(name)
            written = text.source.slice(span)
            part = None if new is None else written_part(name.local, written, new)
            if part is not None:
                text.write(span, part)

    def _where_claimed(self, text: SourceText) -> None:
        source = text.source
        claims = self._claims.get(source.path, ())
        for span, several in groupby(claims, key=lambda one: one[0].at.span):
            link, name = next(several)
            new = self.wanted.new[name]
            if is_name(link):
                continue
            if (part := written_part(name.local, source.slice(span), new)) is not None:
                text.write(span, part)
            else:
                text.look_through(Region(span, self._bound, is_claim=True))

    def _in_names(self, text: SourceText, reading: Reading) -> None:
        """Write the IDs in names of tests and suites: they mean what the test claims besides."""
        source = text.source
        for unit in reading.units:
            for mention in self._ids.in_name(unit.name) if unit.is_word else ():
                meant = self.meanings.meant_in(mention.ids[0], source.path, unit.at)
                new = self.wanted.new.get(meant.name) if meant.name is not None else None
                if new is not None:
                    at = Offsets(unit.name, unit.name_at.start)
                    span = Span(at.byte(mention.start), at.byte(mention.end))
                    text.write(span, spelled_like(source.slice(span), new))

    def _whole_values(self, text: SourceText) -> None:
        """Write IDs that are mere words where they are all that stands in a value."""
        content = text.source.text
        offsets = Offsets(content, 0)
        for word in self._words:
            name = self.meanings.homes.meant(word, text.source.path).name
            new = self.wanted.new.get(name) if name is not None else None
            if new is None:
                continue
            for match in _value_of(word).finditer(content):
                start, end = match.span(match.lastindex or 0)
                text.write(Span(offsets.byte(start), offsets.byte(end)), new)

    def _spoken_numbers(self, text: SourceText) -> None:
        """Write the numbers behind words that make IDs: ``User Story 1``."""
        content, path = text.source.text, text.source.path
        offsets = Offsets(content, 0)
        for lead, head, tail in self._spoken:
            for match in numbers_behind(content, lead):
                local = f"{head}{match[0]}{tail}"
                name = self.meanings.homes.meant(local, path).name
                new = self.wanted.new.get(name) if name is not None else None
                part = written_part(local, match[0], new) if new is not None else None
                if part is not None:
                    text.write(Span(offsets.byte(match.start()), offsets.byte(match.end())), part)

    def _spoken_of(self, texts: Texts) -> tuple[Spoken, ...]:
        found: dict[Spoken, None] = {}
        for path, places in self.meanings.defined.items():
            wanted = [(span, name) for span, name in places if name in self.wanted.new]
            source = texts(path) if wanted else None
            if source is None:
                continue
            for span, name in wanted:
                spoken = spoken_at(source, span, name)
                if spoken is not None:
                    found[spoken] = None
        return tuple(found)


def _value_of(word: str) -> re.Pattern[str]:
    """Return what finds *word* alone in quotes, in a code span, or as a plain value of YAML."""
    one = re.escape(word)
    return re.compile(rf"(?m)(?<=[\"'`])({one})(?=[\"'`])|(?:^|(?<=[:-] ))({one})(?=[ \t]*$)")
