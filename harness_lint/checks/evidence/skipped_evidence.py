"""HL814 skipped-evidence. Its page and its tests are in `skipped_evidence.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.trace.outcomes import test_of
from harness_lint.project.trace.proofs import Proofs
from harness_lint.project.trace.skipped import skipped_items
from harness_lint.project.trace.values import Link


@check(
    "HL814",
    "skipped-evidence",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("passed-assertion", "definition", "test"),
)
def skipped_evidence(project: Project) -> Iterator[Violation]:
    """What has passed, or must be verified, is verified by skipped tests only."""
    told: set[str | None] = set()
    for proof in Proofs(project).all:
        if proof.is_open and proof.is_skipped:
            told.add(proof.target)
            state = proof.state
            yield Violation(
                state.at,
                f"`{state.key}` is `{state.values['status']}`, but {_skipped(proof.tests)}; "
                "run what is skipped or say `pending`",
                related=_places(proof.tests),
            )
    if project.settings.gate == "full":
        for item, tests in skipped_items(project):
            if item.id not in told:
                kind = project.trace.kinds[item.kind]
                yield Violation(
                    item.at,
                    f"{kind.title} `{item.local}` is not verified: {_skipped(tests)}",
                    related=_places(tests),
                )


def _skipped(tests: Sequence[Link]) -> str:
    first = test_of(tests[0])[1]
    if len(tests) == 1:
        return f"`{first}`, the only test that verifies it, is skipped"
    return f"`{first}` and all other tests that verify it are skipped"


def _places(tests: Sequence[Link]) -> tuple[Related, ...]:
    return (Related(tests[0].at, "this test is skipped"),)
