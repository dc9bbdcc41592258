"""HL411 unclaimed-item. Its page and its tests are in `unclaimed_item.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.packs.trace_shapes import Clause
from harness_lint.project.index import Project
from harness_lint.project.trace.demands import demands_of, in_words


@check("HL411", "unclaimed-item", subject=Project, since="0.1", needs=("definition",))
def unclaimed_item(project: Project) -> Iterator[Violation]:
    """An item that something must claim is claimed by nothing."""
    for demand in demands_of(project, ("claims", "implements"), "HL411 unclaimed-item"):
        kind = project.trace.kinds[demand.item.kind]
        yield Violation(
            demand.item.at,
            f"{_nobody(demand.clause)} {kind.title} `{demand.item.local}`",
        )


def _nobody(clause: Clause) -> str:
    """Return who should claim it and does not: ``no feature claims``, ``nothing implements``."""
    is_open = all(need.role == "implements" and not need.sources for need in clause.any)
    return "nothing implements" if is_open else f"no {in_words(clause)} claims"
