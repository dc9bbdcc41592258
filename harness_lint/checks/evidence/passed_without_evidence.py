"""HL812 passed-without-evidence. Its page and its tests are in `passed_without_evidence.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.assertion_states import VOCABULARY
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project


@check(
    "HL812",
    "passed-without-evidence",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("passed-assertion", "definition"),
)
def passed_without_evidence(project: Project) -> Iterator[Violation]:
    """A validation state calls an assertion passed that nothing shows."""
    if not project.facts("passed-assertion"):
        return
    from harness_lint.project.trace.proofs import Proofs

    proofs = Proofs(project)
    unproven = set(map(id, proofs.unproven))
    for proof in proofs.all:
        state = proof.state
        word = str(state.values["status"])
        if word not in VOCABULARY:
            continue  # HL816 asks for the word; then this one asks for the evidence
        feature = proofs.waiting(proof)
        if feature is not None:
            yield Violation(
                state.at,
                f"`{state.key}` is `{word}`, but `{feature.local}`, the feature that claims it, is "
                f"`{feature.state}`; complete the feature or say `pending`",
                related=(Related(feature.at, "the feature is listed here"),),
            )
        elif id(proof) in unproven:
            yield Violation(
                state.at,
                f"`{state.key}` is `{word}`, but no review, test or hand-off shows it; "
                "validate it or say `pending`",
            )
