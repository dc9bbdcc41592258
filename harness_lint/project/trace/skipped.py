"""Items that nothing verifies but tests that are skipped."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.project.index import Project
from harness_lint.project.trace.coverage import State
from harness_lint.project.trace.outcomes import SKIPPED
from harness_lint.project.trace.values import Item, Link


def skipped_items(project: Project) -> Iterator[tuple[Item, list[Link]]]:
    """Yield the items that must be verified, and the skipped tests that alone do so."""
    for identifier, coverage in project.coverage.items():
        if coverage.state in (State.RETIRED, State.WAIVED):
            continue
        if not any(need.role == "verifies" for clause in coverage.unmet for need in clause.any):
            continue
        incoming = project.trace.incoming.get(identifier, ())
        proofs = [link for link in incoming if link.role in ("verifies", "evidences")]
        tests = [link for link in proofs if link.source_kind == "test"]
        if tests and all(link.outcome == SKIPPED for link in tests) and not _shown(proofs):
            yield project.trace.items[identifier], tests


def _shown(proofs: list[Link]) -> bool:
    return any(link.source_kind == "review" and link.outcome == "passed" for link in proofs)
