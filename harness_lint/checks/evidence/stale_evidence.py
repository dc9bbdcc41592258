"""HL815 stale-evidence. Its page and its tests are in `stale_evidence.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.aging import Aging
from harness_lint.project.trace.outcomes import STALE, test_of
from harness_lint.project.trace.values import Link


@check(
    "HL815",
    "stale-evidence",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("definition", "test", "result"),
)
def stale_evidence(project: Project) -> Iterator[Violation]:
    """Results are older than the test, or the wording, that they are evidence of."""
    if not project.facts("result") or not project.history.available:
        return
    yield from _old_tests(project)
    for item, result in Aging(project).outgrown():
        yield Violation(
            item.at,
            f"`{item.local}` reads otherwise than when the tests that verify it last ran; "
            "see that they still fit, and run them again",
            related=(Related(result.at, "this result is older"),),
        )


def _old_tests(project: Project) -> Iterator[Violation]:
    """Yield one finding for each file of tests, at the first one whose results are too old."""
    for path, tests in _stale(project).items():
        first, result = tests[0]
        which = f"`{first.key}`" if len(tests) == 1 else f"{len(tests)} tests of this file"
        have = "has a result" if len(tests) == 1 else "have results"
        yield Violation(
            first.at,
            f"{which} {have} older than the last change of `{path}`; run them again",
            related=(Related(result.at, "this result is older"),),
        )


def _stale(project: Project) -> Mapping[str, list[tuple[Fact, Fact]]]:
    """Return path → the tests that verify something and have old results only, each with one."""
    names = {test_of(link) for link in project.trace.links if _is_stale(link)}
    found: dict[str, list[tuple[Fact, Fact]]] = defaultdict(list)
    for fact in project.facts("test"):
        test = (fact.at.path, fact.key)
        if test in names:
            names.discard(test)
            result = project.trace.outcomes.of_test(test)[1]
            if result is not None:
                found[fact.at.path].append((fact, result))
    return found


def _is_stale(link: Link) -> bool:
    return link.source_kind == "test" and link.outcome == STALE
