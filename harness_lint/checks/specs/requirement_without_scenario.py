"""HL601 requirement-without-scenario. Page and tests: `requirement_without_scenario.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.requirement_spec import RequirementSpec
from harness_lint.findings import Related, Violation


@check(
    "HL601",
    "requirement-without-scenario",
    subject=RequirementSpec,
    since="0.1",
    needs=("requirements",),
)
def requirement_without_scenario(spec: RequirementSpec) -> Iterator[Violation]:
    """A requirement has no scenario, so that nobody can say when it is met."""
    grammar = spec.grammar
    if grammar is None:
        return
    example = f"`{'#' * grammar.scenario_level} Scenario: …`"
    for block in spec.requirements:
        if all(scenario.is_empty for scenario in block.scenarios):
            what = "no scenario with steps" if block.scenarios else "no scenario"
            yield Violation(
                block.name.at,
                f"requirement `{block.name.value}` has {what}; add one below {example}",
                related=tuple(
                    Related(scenario.name.at, "nothing stands below it")
                    for scenario in block.scenarios[:1]
                ),
            )
