"""The shapes of fields, and of the blocks in which documents state their own status."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from harness_lint.markdown.outline import title_key
from harness_lint.pattern import pattern

NOTHING: Mapping[str, Any] = MappingProxyType({})

REMARK = pattern(r"\s*[(（\[［—–,，;；|].*|\s-\s.*")
"""What may stand behind a value as a remark: ``complete (since May)``."""

_MODIFIERS = ("Mn", "Me", "Cf")
"""Categories of the signs that only change the emoji before them."""


class FieldShape(NamedTuple):
    """A ``**Name**: value`` line of a document, a task or a status block."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    values: tuple[str, ...] = ()
    """The closed set of values; empty for free text."""
    pattern: str = ""
    """A pattern that the whole value must match; empty for any."""
    required_when: Mapping[str, str] = NOTHING
    """Required where each named field's value matches its pattern."""
    accepted: Mapping[str, str] = NOTHING
    """Other words that are right too, each with the value that it stands for."""
    synonyms: Mapping[str, str] = NOTHING
    """Words that people write and that are wrong, folded, each with the value that is meant."""
    ignore: tuple[str, ...] = ()
    """What of a value never counts: ``case``, ``emoji`` at its ends, a ``remark`` behind it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)

    @property
    def demands_something(self) -> bool:
        """Whether it says that it must be there, or what its value may be."""
        return bool(self.required or self.required_when or self.values or self.pattern)

    def value_of(self, text: str) -> str | None:
        """Return the value of the closed set that *text* is; None if it is none of them."""
        if text in self.values:
            return text
        words = {**{value: value for value in self.values}, **self.accepted}
        known = {self._folded(word): value for word, value in words.items()}
        for form in (text, self._bare(text)):
            found = words.get(form) or known.get(self._folded(form))
            if found is not None:
                return found
        return None

    def _folded(self, text: str) -> str:
        return text.casefold() if "case" in self.ignore else text

    def _bare(self, text: str) -> str:
        if "remark" in self.ignore:
            text = REMARK.sub("", text, count=1)
        return without_emoji(text) if "emoji" in self.ignore else text.strip()


def without_emoji(text: str) -> str:
    """Return *text* without the emoji and blanks at its ends."""
    start, end = 0, len(text)
    while start < end and _is_emoji(text[start]):
        start += 1
    while end > start and _is_emoji(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_emoji(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("So", "Sk", "Zs", *_MODIFIERS) or character == "\t"


class StatusBlockShape(NamedTuple):
    """A block in which a document states its own state."""

    name: str
    fields: tuple[FieldShape, ...]
    lead: str = ""
    """What opens it: the first line of a quote, the line before a list or a table, the title of its
    section, the key of front matter that holds its fields. Empty where nothing does."""
    aliases: tuple[str, ...] = ()
    """Other words for the lead, in any language."""
    form: str = "quote"
    """``quote``, ``list``, ``table``, ``fields`` (bold names) or ``front-matter``."""
    where: str = ""
    """``anywhere`` behind its lead, ``top`` (above the first section below the title), or
    ``section`` (in the section that the lead titles)."""
    columns: tuple[str, ...] = ()
    """Titles of the two columns of its table; empty for any."""
    families: tuple[str, ...] = ()
    """The families in whose documents it is looked for; empty for all, if it has a lead."""
    others: bool | None = None
    """Whether fields that are not named may stand beside the others. None: where nothing says
    where the block begins and ends."""
    ordered: bool | None = None
    """Whether its fields have an order. None: everywhere but in front matter."""
    nothing: str = r"(?i)^(?:none|no differences|n/a)\b"
    """What says that there is nothing: a predicate, not an exact text."""
    nothing_word: str = "none"
    """What messages tell people to write where there is nothing."""
    implications: tuple[Mapping[str, Mapping[str, str]], ...] = ()
    """Each: where ``if`` fields match, ``then`` fields must (see `rules/mission-status.yaml`)."""

    @property
    def leads(self) -> tuple[str, ...]:
        """The lead and its aliases; empty if nothing opens the block."""
        return (self.lead, *self.aliases) if self.lead else ()

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.lead or self.name

    @property
    def place(self) -> str:
        """Where it is looked for: *where*, or what goes without saying for its form."""
        if self.where:
            return self.where
        if self.form == "quote":
            return "anywhere"
        return "section" if self.lead and self.form != "front-matter" else "top"

    @property
    def allows_others(self) -> bool:
        """Whether fields that are not named may stand beside the others."""
        if self.others is not None:
            return self.others
        return not self.lead and self.form in ("fields", "front-matter")

    @property
    def is_ordered(self) -> bool:
        """Whether its fields have an order."""
        return self.form != "front-matter" if self.ordered is None else self.ordered

    def field_named(self, name: str) -> FieldShape | None:
        """Return the field that is called *name*; blanks, ``-`` and ``_`` are the same."""
        key = field_key(name)
        for field in self.fields:
            if any(field_key(known) == key for known in field.names):
                return field
        return None


class StatusDemand(NamedTuple):
    """The status block that documents of a family carry."""

    block: str
    """Name of a status block."""
    required: bool = True


def field_key(name: str) -> str:
    """Return the *name* of a field folded for comparison: ``last_updated`` is ``Last updated``."""
    return title_key(name.replace("_", " ").replace("-", " "))
