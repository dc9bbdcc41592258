"""What is said of a finding besides its message: other places, and how to repair it."""

from __future__ import annotations

from harness_lint.findings import Finding
from harness_lint.reporters.terminal import safe


def told(finding: Finding) -> list[str]:
    """Return the message of *finding* and each remark, on lines of their own."""
    return [safe(finding.message), *remarks(finding)]


def remarks(finding: Finding) -> list[str]:
    """Return the places that explain *finding*, and its repair, each on one line."""
    lines = [f"{one.path}:{one.place.line}: {one.message}" for one in finding.related]
    if finding.fix is not None:
        lines.append(f"fix: {finding.fix.title}")
    return [safe(line) for line in lines]
