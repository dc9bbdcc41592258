"""HL306 dependency-cycle. Its page and its tests are in `dependency_cycle.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from harness_lint.check import check
from harness_lint.documents.cycles import shortest_cycles
from harness_lint.documents.tasks import Tasks
from harness_lint.findings import Related, Violation


@check("HL306", "dependency-cycle", subject=Tasks, since="0.1")
def dependency_cycle(tasks: Tasks) -> Iterator[Violation]:
    """Tasks or packages depend on one another in a circle."""
    for cycle in shortest_cycles(tasks.needs):
        steps = [tasks.needs[one][other] for one, other in pairwise((*cycle, cycle[0]))]
        names = " needs ".join(f"`{name}`" for name in (*cycle, cycle[0]))
        yield Violation(
            steps[-1].span,
            f"the dependencies go in a circle: {names}; drop one of them",
            related=tuple(
                Related(step.span, f"`{name}` needs `{need}`")
                for step, (name, need) in zip(steps[:-1], pairwise(cycle), strict=True)
            ),
        )
