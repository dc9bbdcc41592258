"""Skills: `SKILL.md` files of all families, their metadata, cases and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from harness_lint.documents.document import Document, Said
from harness_lint.markdown.nodes import CodeSpan, Item, Leaf, ListBlock, Paragraph
from harness_lint.packs.patterns import compile_globs
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DataNode
    from harness_lint.markdown.outline import Section

FILE_NAME = "SKILL.md"

PATH_WORD = pattern(r"[\w.@+-]*[\w@+-](?:/[\w.@+-]+)*/?")
"""A run of characters that a path is made of."""

YEAR = pattern(rb"\b20\d\d\b")
"""A year of this century."""

METADATA_TABLE = pattern(r"\s*\|[ \t]*name[ \t]*\|", re.IGNORECASE)
"""Front matter as a page shows it, pasted back as a table."""

_FILE_SUFFIX = pattern(r"\.[A-Za-z][\w]{0,7}$")


class Skill(Document):
    """A skill: what its front matter says of it, and the lists that its family gives a role."""

    @property
    def folder(self) -> str:
        """The skill's own folder below the root; empty at the root, whose name is not known."""
        return dirname(self.path)

    @property
    def folder_name(self) -> str:
        """The name of the skill's own folder; empty at the root or if the file is not SKILL.md."""
        return basename(self.folder) if basename(self.path) == FILE_NAME else ""

    @cached_property
    def metadata(self) -> DataNode | None:
        """The front matter's mapping; None if there is none that can be read."""
        front_matter = self.front_matter
        if front_matter is None or not front_matter.is_closed:
            return None
        root = front_matter.root
        return root if root is not None and root.is_mapping else None

    @property
    def lacks_front_matter(self) -> bool:
        """Whether there is no front matter at all, not even a broken or misplaced one."""
        return self.front_matter is None and self.markdown.misplaced_front_matter is None

    @cached_property
    def name(self) -> Located[str] | None:
        """The `name` as written; None if there is none, or no text."""
        return self._text_of("name")

    @cached_property
    def description(self) -> Located[str] | None:
        """The `description` with its blanks folded; None if there is none, or no text."""
        found = self._text_of("description")
        return Located(found.value.strip(), found.at) if found else None

    @property
    def may_lack_name(self) -> bool:
        """Whether another key names it, or the client at this path takes the folder's name."""
        data = self.family.data
        keys = data.get("other-name-keys", ())
        if self.metadata is not None and any(self.metadata.get(key) for key in keys):
            return True
        optional = tuple(data.get("name-optional", {}).get("paths", ()))
        return compile_globs(optional).match(self.path)

    @property
    def described_for(self) -> str:
        """The client at this path that takes the first paragraph where no description stands.

        Empty if there is none, or no paragraph to take.
        """
        optional = self.family.data.get("description-optional", {})
        if not compile_globs(tuple(optional.get("paths", ()))).match(self.path):
            return ""
        has_paragraph = any(isinstance(visit.block, Paragraph) for visit in self.visits)
        return str(optional["client"]) if has_paragraph else ""

    def _text_of(self, key: str) -> Located[str] | None:
        node = self.metadata.get(key) if self.metadata is not None else None
        if node is None or not node.is_scalar or node.resolved.value is None:
            return None
        return Located(node.resolved.text, node.span)

    def sections_for(self, role: str) -> tuple[Section, ...]:
        """Return the sections that have *role* by the family's data, such as `activate`."""
        names = self.family.data.get(role, ())
        return self.outline.find(names) if names else ()

    def items_for(self, role: str) -> Iterator[Item]:
        """Yield the top items of the lists in the sections that have *role*."""
        for section in self.sections_for(role):
            for block in section.all_blocks():
                if isinstance(block, ListBlock):
                    yield from block.items

    def values_for(self, role: str) -> tuple[Located[str], ...]:
        """Return the paragraphs of the sections that have *role*, lists' items included."""
        found = []
        for section in self.sections_for(role):
            for block in section.all_blocks():
                leaves = (
                    [item.paragraph for item in block.items]
                    if isinstance(block, ListBlock)
                    else [block]
                )
                found += [
                    Located(" ".join(leaf.prose.value.split()), leaf.content)
                    for leaf in leaves
                    if isinstance(leaf, Leaf)
                ]
        return tuple(found)

    @cached_property
    def evidence(self) -> tuple[Located[str], ...]:
        """The paths listed as evidence, as written; patterns, IDs and addresses are left out."""
        return tuple(
            path
            for item in self.items_for("evidence")
            if item.paragraph is not None
            for path in _paths_in(item.paragraph)
        )

    def facts(self) -> Iterator[Said]:
        """Yield the skill itself, its evidence, and the paths that it speaks of."""
        yield from super().facts()
        yield self._said()
        yield from self._said_keys()
        for path in self.evidence:
            yield Said("evidence", path.value, path.at, {})
        if YEAR.search(self.source.data):
            yield from self._said_due()
        yield from self._said_skills()
        if basename(self.path) == FILE_NAME:
            written = set(PATH_WORD.findall(self.source.text))
            words = sorted(word for word in written if _is_path(word))
            yield Said("skill-words", self.folder, Span(0, 0), {"words": words})

    def _said_keys(self) -> Iterator[Said]:
        """Yield the keys of the front matter that not all clients read."""
        groups = self.family.front_matter.get("known", ())
        common = {key for group in groups if "client" not in group for key in group["keys"]}
        for entry in self.metadata.resolved.entries if common and self.metadata is not None else ():
            key = entry.key.resolved.text
            if key not in common:
                yield Said("skill-key", key, entry.key.span, {})

    def _said_skills(self) -> Iterator[Said]:
        """Yield the other skills that are to be used."""
        data = self.source.data
        if b"skill" in data or b"SKILL" in data or b"Skill" in data:
            from harness_lint.documents.skill_references import said_skills

            yield from said_skills(self, self.family.data.get("required-skills", ()))

    def _said_due(self) -> Iterator[Said]:
        """Yield the date by which the skill wants to be looked at again, if it names one."""
        paragraphs, keys = self.values_for("review"), tuple(self._texts())
        if not paragraphs and not keys:
            return
        from harness_lint.documents.review_dates import due_date_in, due_date_of

        dates = [due_date_in(paragraphs), *(due_date_of(key, text) for key, text in keys)]
        found = [due for due in dates if due is not None]
        if found:
            due = max(found, key=lambda one: one.last_day)
            at = self._place_of(due.words, due.at)
            yield Said("review-date", due.last_day.isoformat(), at, {"words": due.words})

    def _place_of(self, words: str, within: Span) -> Span:
        """Return where *words* stand; all of *within* if they are broken over lines."""
        data = words.encode()
        start = self.source.data.find(data, within.start, within.end)
        return Span(start, start + len(data)) if start >= 0 else within

    def _texts(self) -> Iterator[tuple[str, Located[str]]]:
        """Yield the keys of the front matter, and of its `metadata`, whose value holds a year."""
        nested = self.metadata.get("metadata") if self.metadata is not None else None
        for node in (self.metadata, nested):
            for key, value in node.resolved.entries if node is not None else ():
                if value.is_scalar and YEAR.search(value.resolved.text.encode()):
                    yield key.resolved.text, Located(value.resolved.text, value.span)

    def _said(self) -> Said:
        name, description = self.name, self.description
        at = name.at if name else Span(0, 0)
        values = {
            "folder": self.folder,
            "file": basename(self.path),
            "name": name.value if name else "",
            "description": description.value if description else "",
            "lacks": self.lacks,
            "described-for": self.described_for if self.lacks else "",
            "manifests": list(self.family.data.get("manifests", ())),
        }
        return Said("skill", name.value if name else self.folder_name, at, values)

    @cached_property
    def lacks(self) -> str:
        """What of the metadata is missing; empty if nothing is, or if it cannot be read.

        ``front matter``; ``table``, where it stands in one instead; ``both`` name and description;
        ``description``.
        """
        if self.lacks_front_matter:
            return "table" if METADATA_TABLE.match(self.source.text) else "front matter"
        front_matter = self.front_matter
        if front_matter is None or not front_matter.is_closed or front_matter.error is not None:
            return ""
        if self.description is not None and self.description.value:
            return ""
        node = self.metadata.get("description") if self.metadata is not None else None
        if node is not None and not node.is_scalar:
            return ""
        return "description" if self.name is not None or self.may_lack_name else "both"


def _paths_in(leaf: Leaf) -> Iterator[Located[str]]:
    """Yield the paths of an item: its code spans, or its first word if it has none."""
    spans = [inline for inline in leaf.inlines if isinstance(inline, CodeSpan)]
    if spans:
        candidates = [Located(span.value.strip(), span.content) for span in spans]
    else:
        prose = leaf.prose
        word = re.match(r"\s*([^\s,;]+)", prose.value)
        if word is None:
            return
        candidates = [Located(word[1], prose.span(word.start(1), word.end(1)))]
    for found in candidates:
        path = re.sub(r"(?::\d+(?:-\d+)?|#\S*)$", "", found.value.rstrip(".,;:"))
        if PATH_WORD.fullmatch(path) and _is_path(path):
            yield Located(path, found.at)


def _is_path(word: str) -> bool:
    """Whether *word* names a file or a folder: it has a slash, or a suffix that is no number."""
    if "/" not in word and "." not in word:
        return False
    if word.startswith(("..", "@")) or "//" in word or word.count("...") > 0:
        return False
    return "/" in word.strip("/") or word.endswith("/") or _FILE_SUFFIX.search(word) is not None
