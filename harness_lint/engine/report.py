"""What a run gives: findings, our own errors, notes, and how much was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from harness_lint.findings import Finding, Severity

UNREAD = "reading the document"
"""What failed, if it was no check."""


class Crash(NamedTuple):
    """A check that raised: our fault, printed behind the findings, exit code 3."""

    rule: str
    """Code and name of the check, or the phase that failed."""
    path: str
    """The file it looked at; empty for a project check."""
    cause: str
    """Exception type, message and place, on one line."""

    @property
    def words(self) -> str:
        """What users are told, on one line."""
        where = f" on `{self.path}`" if self.path else ""
        return f"internal error in {self.rule}{where}: {self.cause}"


class Extent(NamedTuple):
    """How much of a project a run looks at."""

    scope: str = "project"
    """``project``, ``paths`` (some of its files) or ``stdin`` (one text)."""
    has_all_rules: bool = True
    """Whether every rule that the configuration switches on was to judge."""

    @property
    def is_narrowed(self) -> bool:
        """Whether the run says less than one over the whole project."""
        return self.scope != "project" or not self.has_all_rules


class Provenance(NamedTuple):
    """What a report rests on."""

    files_read: int = 0
    """Files whose bytes were read, those beside the ones asked for too."""
    files_skipped: int = 0
    """Files that could not be read."""
    digest: str = ""
    """Of the paths and bytes of all files read, whatever their order; empty unless asked for."""
    gate: str = "integrity"
    extent: Extent = Extent()


class Report(NamedTuple):
    """The result of one run. Findings are sorted by path, line, column and code."""

    findings: tuple[Finding, ...]
    crashes: tuple[Crash, ...] = ()
    notes: tuple[str, ...] = ()
    """One-sentence notes for standard error, such as that all files were excluded."""
    files: int = 0
    """How many sources were checked."""
    documents: int = 0
    """How many of them were recognised as documents of a family."""
    timings: Mapping[str, float] = MappingProxyType({})
    """Seconds of work by rule, filled only on request."""
    phases: Mapping[str, float] = MappingProxyType({})
    """Seconds that went by in each part of the run, filled only on request."""
    hidden: int = 0
    """How many findings are in the baseline and thus not among *findings*."""
    fixed: int = 0
    """How many findings of the baseline are no more; 0 unless the whole project was checked."""
    applied: int | None = None
    """How many findings this run has fixed; None if it was not to fix any."""
    items: Mapping[str, str] = MappingProxyType({})
    """State of each traced item by its qualified ID, filled only on request."""
    provenance: Provenance = Provenance()

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity."""
        counts = dict.fromkeys(Severity, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts


class Answer(NamedTuple):
    """What a command has to say."""

    out: str
    """For standard output."""
    err: str
    """For standard error."""
    code: int
    """The exit code."""
    drawn: Sequence[tuple[str, int]] = ()
    """What *out* begins with: of each part, what tells it from others, and its characters."""
