"""HL813 failing-evidence. Its page and its tests are in `failing_evidence.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.evidence import TestId
from harness_lint.project.facts import Fact
from harness_lint.project.handoffs import Files, file_named, handoffs_of
from harness_lint.project.index import Project
from harness_lint.project.trace.outcomes import FAILURES, test_of
from harness_lint.project.trace.proofs import Proof, Proofs
from harness_lint.project.trace.values import Link


@check(
    "HL813",
    "failing-evidence",
    subject=Project,
    since="0.1",
    needs=("passed-assertion", "handoff", "synthesis", "test", "result"),
)
def failing_evidence(project: Project) -> Iterator[Violation]:
    """What is said to be done or to have passed fails, by the last review or result."""
    told: set[TestId] = set()
    for proof in Proofs(project).all:
        failures = proof.failures
        if proof.is_open and failures:
            told.update(test_of(link) for link in failures)
            yield _failing(project, proof, failures[0])
    if project.facts("result"):
        yield from _failing_cases(project, told)


def _failing(project: Project, proof: Proof, failure: Link) -> Violation:
    state = proof.state
    head = f"`{state.key}` is `{state.values['status']}`, but"
    if failure.source_kind == "test":
        test = test_of(failure)
        return Violation(
            state.at,
            f"{head} `{test[1]}`, which verifies it, fails; make it pass or say `failed`",
            related=(Related(failure.at, "the test is here"), *_result(project, test)),
        )
    verdict = failure.outcome
    return Violation(
        state.at,
        f"{head} the last review says `{verdict}`; say so, or add `override` with the reason",
        related=(Related(failure.at, "the review lists it here"),),
    )


def _result(project: Project, test: TestId) -> Iterator[Related]:
    result = project.trace.outcomes.of_test(test)[1]
    if result is not None:
        yield Related(result.at, "it fails here")


def _failing_cases(project: Project, told: set[TestId]) -> Iterator[Violation]:
    """Yield the tests that hand-offs of done work name and that fail, without those *told*."""
    handoffs = [handoff for handoff in handoffs_of(project) if handoff.is_success]
    if not handoffs:
        return
    files, tests = Files(project.tree.files), _tests(project)
    for handoff in handoffs:
        for case in handoff.parts["test-case"] if not handoff.is_validator else ():
            path = file_named(str(case.values["file"]))
            found = files.find(path, handoff) if path else None
            named = tests.get((found or "", _last(case.key)), [])
            if len(named) == 1 and (named[0].at.path, named[0].key) not in told:
                yield from _failing_case(project, case, named[0])


def _failing_case(project: Project, case: Fact, test: Fact) -> Iterator[Violation]:
    outcome, result = project.trace.outcomes.of_test((test.at.path, test.key))
    if outcome in FAILURES and result is not None:
        yield Violation(
            case.at,
            f"test `{test.key}` fails, but the hand-off says `success`; "
            "make it pass or say `partial`",
            related=(Related(result.at, "it fails here"),),
        )


def _tests(project: Project) -> Mapping[tuple[str, str], list[Fact]]:
    """Return path and last part of the name → tests."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in project.facts("test"):
        found[fact.at.path, str(fact.values["name"])].append(fact)
    return found


def _last(name: str) -> str:
    """Return the last part of the name of a test, as a hand-off writes it."""
    for separator in ("::", " > "):
        name = name.rpartition(separator)[2]
    return name.strip().removesuffix("()")
