"""Which rules judge a document: of those that are on, those that have matter in it."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from harness_lint.check import Check
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.engine.selection import Rule
from harness_lint.packs.shape import Family
from harness_lint.source import Source

FAMILY = "family."
"""What a need begins with that all documents of a family have alike."""


class Seat(NamedTuple):
    """A rule that may have something to say of documents of one class and one family."""

    rule: Rule
    of_source: bool
    """Whether it looks at the source, not at the document."""


def panel(rules: Iterable[Rule], subject: Document | DataFile) -> tuple[Seat, ...]:
    """Return those of *rules* that judge documents of the class and the family of *subject*."""
    classes = {Source.__name__, *(kind.__name__ for kind in type(subject).__mro__)}
    return tuple(
        Seat(rule, rule.check.subject == Source.__name__)
        for rule in rules
        if rule.check.subject in classes and _may_have_matter(rule.check, subject.family)
    )


def _may_have_matter(check: Check, family: Family) -> bool:
    """Whether a document of *family* may have what *check* needs.

    A need that no family knows is kept: that is said where the document is asked for it.
    """
    return not check.needs or any(
        not need.startswith(FAMILY) or getattr(family, need.removeprefix(FAMILY), True)
        for need in check.needs
    )


class Matter:
    """Says whether a document has anything of what checks need; each need is looked for once."""

    def __init__(self, subject: Document | DataFile) -> None:
        self._subject = subject
        self._known: dict[str, bool] = {}

    def holds(self, needs: tuple[str, ...]) -> bool:
        """Whether there is any of *needs*; so there is if nothing is needed."""
        return not needs or any(map(self._has, needs))

    def _has(self, need: str) -> bool:
        found = self._known.get(need)
        if found is None:
            found = self._known[need] = bool(attrgetter(need)(self._subject))
        return found
