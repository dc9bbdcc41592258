"""What a run gives: findings, our own errors, notes, and how much was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from harness_lint.findings import Finding, Severity


class Crash(NamedTuple):
    """A check that raised: our fault, printed behind the findings, exit code 3."""

    rule: str
    """Code and name of the check, or the phase that failed."""
    path: str
    """The file it looked at; empty for a project check."""
    cause: str
    """Exception type, message and place, on one line."""


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
    """Seconds by phase or rule, filled only on request."""

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity."""
        counts = dict.fromkeys(Severity, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts
