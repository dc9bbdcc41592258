"""HL602 incomplete-scenario. Its page and its tests are in `incomplete_scenario.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.documents.requirement_spec import RequirementSpec, Scenario
from harness_lint.findings import Severity, Violation
from harness_lint.packs.patterns import compile_pattern

MARKERS = " \t-*+_>0123456789.)"
"""What may stand before the first word of a step."""


@check(
    "HL602",
    "incomplete-scenario",
    subject=RequirementSpec,
    since="0.1",
    severity=Severity.WARNING,
    needs=("requirements",),
)
def incomplete_scenario(spec: RequirementSpec) -> Iterator[Violation]:
    """A scenario has no steps, or says what happens first and not what follows from it."""
    steps = spec.family.data["requirements"].get("steps")
    for block in spec.requirements:
        if all(scenario.is_empty for scenario in block.scenarios):
            continue  # then it is the requirement that lacks one
        for scenario in block.scenarios:
            if scenario.is_empty:
                words = f"scenario `{scenario.name.value}` has no steps"
                yield Violation(scenario.name.at, f"{words}; write them, or remove it")
            elif steps and not _has_outcome(scenario, steps):
                yield Violation(
                    scenario.name.at,
                    f"scenario `{scenario.name.value}` says {steps['first']} and not "
                    f"{steps['last']}; add the outcome",
                )


def _has_outcome(scenario: Scenario, steps: Mapping[str, str]) -> bool:
    """Whether an outcome is named, or no step begins with a word that asks for one."""
    begins = compile_pattern(steps["when"])
    if not any(begins.match(line.value.lstrip(MARKERS)) for line in scenario.lines):
        return True
    outcome = compile_pattern(steps["then"])
    return any(outcome.search(line.value) for line in scenario.lines)
