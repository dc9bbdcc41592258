"""HL611 lost-scenario. Its page and its tests are in `lost_scenario.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.errors import listed
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.deltas import DeltaFile, deltas_of, name_of, old_name, scenarios_of
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

SHOWN = 3
"""As many names are listed."""


@check(
    "HL611",
    "lost-scenario",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("delta-entry", "spec-requirement"),
)
def lost_scenario(project: Project) -> Iterator[Violation]:
    """A delta replaces a requirement by one that lacks scenarios which the spec has."""
    for delta in deltas_of(project):
        former = delta.new_names
        for entry in delta.of("modified"):
            old = None if name_of(entry) in former else old_name(delta, name_of(entry))
            if old is not None:
                yield from _lost(delta, entry, delta.current[old])


def _lost(delta: DeltaFile, entry: Fact, current: Fact) -> Iterator[Violation]:
    left = Counter(scenarios_of(current)) - Counter(scenarios_of(entry))
    if not left:
        return
    lost = [name for name in dict.fromkeys(scenarios_of(current)) if name in left]
    one = len(lost) == 1
    yield Violation(
        entry.at,
        f"`{name_of(entry)}` replaces a requirement and drops its "
        f"{'scenario' if one else 'scenarios'} {listed(lost, SHOWN)}; "
        f"copy {'it' if one else 'them'} from `{delta.target}`",
        related=(Related(current.at, "the requirement as it stands"),),
    )
