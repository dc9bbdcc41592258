"""What a check yields (violations), what the user sees (findings), and how to repair it (fixes)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from harness_lint.source import Location, Place, Span


class Severity(StrEnum):
    """How bad a finding is. `INFO` never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return _WEIGHTS[self]


_WEIGHTS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Applicability(StrEnum):
    """Whether a fix may be applied unseen: a safe one keeps rendered text, IDs and links."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(NamedTuple):
    """The replacement of one span, of the source that the violation lies in or elsewhere."""

    at: Span | Location
    text: str


class Fix(NamedTuple):
    """A titled set of edits that do not overlap."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


def replacement(
    at: Span | Location,
    written: str,
    found: str,
    right: str,
    applicability: Applicability = Applicability.UNSAFE,
) -> Fix | None:
    """Return the fix that writes *right* in place of *found* at *at*, in quotes if that is.

    None if *written*, which is the text there, is something else, such as the words with markup
    between them: then it is not certain what would be replaced.
    """
    quote = written[:1] if written[:1] in _QUOTES else ""
    if written != f"{quote}{found}{quote}":
        return None
    return Fix(f"Write `{right}`", (Edit(at, f"{quote}{right}{quote}"),), applicability)


def replacements(places: Iterable[Location], found: str, right: str) -> Fix | None:
    """Return the unsafe `replacement` at all *places*; None if one of them holds something else."""
    fixes = [replacement(at, at.text, found, right) for at in places]
    edits = tuple(edit for fix in fixes if fix is not None for edit in fix.edits)
    if None in fixes:
        return None
    return Fix(f"Write `{right}`", edits, Applicability.UNSAFE)


_QUOTES = ("'", '"', "`")


class Related(NamedTuple):
    """Another place that explains a violation: a span of the source, or a location elsewhere."""

    at: Span | Location
    message: str


class Violation(NamedTuple):
    """What a check found: a span (file checks) or a location (project checks), and a line."""

    at: Span | Location
    message: str
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


class RelatedPlace(NamedTuple):
    """A `Related` as the user sees it."""

    path: str
    place: Place
    message: str


class PlacedEdit(NamedTuple):
    """An `Edit` as the user sees it, with the span for those who apply it."""

    path: str
    place: Place
    span: Span
    text: str


class PlacedFix(NamedTuple):
    """A `Fix` as the user sees it."""

    title: str
    applicability: Applicability
    edits: tuple[PlacedEdit, ...]


class Finding(NamedTuple):
    """A violation stamped by the engine with its rule, severity and place."""

    code: str
    name: str
    severity: Severity
    message: str
    path: str
    span: Span
    place: Place
    document: str
    """The family of the document, `unknown` if it was recognised as none."""
    related: tuple[RelatedPlace, ...] = ()
    fix: PlacedFix | None = None
    fingerprint: str = ""
    """Code, path, normalised text at the place and ordinal, hashed: survives unrelated edits."""
    address: str | None = None
    """Address of the page of a plug-in's rule, empty if it names none; None for a rule of ours."""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: path, line, column, code, message."""
        return (self.path, self.place.line, self.place.column, self.code, self.message)

    @property
    def url(self) -> str:
        """Address of the rule's page; empty if there is none."""
        return f"{RULES_URL}/{self.name}" if self.address is None else self.address


RULES_URL = "https://harness-spec-lint.readthedocs.io/en/stable/rules"
"""Where the pages of `docs/rules` are published."""
